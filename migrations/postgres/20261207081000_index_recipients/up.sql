-- The page of a State reads the letters lately written to its contacts, and not those to everybody.
CREATE INDEX outbox_by_recipient ON outbox (recipient, queued_at, id);
