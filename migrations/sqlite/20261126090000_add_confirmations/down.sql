ALTER TABLE appointments DROP COLUMN confirmed_at;
