-- When its holder last said that the appointment is still theirs; which cycles that stands for follows from the day.
ALTER TABLE appointments ADD COLUMN confirmed_at TIMESTAMP;
