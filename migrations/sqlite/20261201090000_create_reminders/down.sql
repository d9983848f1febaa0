DROP INDEX outbox_failed;
DROP INDEX outbox_waiting_by_queued_at;
-- An older program would send what was taken back.
UPDATE outbox SET failed_at = withdrawn_at WHERE withdrawn_at IS NOT NULL AND delivered_at IS NULL AND failed_at IS NULL;
ALTER TABLE outbox DROP COLUMN withdrawn_at;
CREATE INDEX outbox_waiting_by_queued_at ON outbox (queued_at, id) WHERE delivered_at IS NULL AND failed_at IS NULL;
ALTER TABLE people DROP COLUMN without_courtesy;
ALTER TABLE people DROP COLUMN bounce_reason;
ALTER TABLE people DROP COLUMN bounced_at;
DROP TABLE handovers;
DROP TABLE answer_links;
DROP TABLE letter_wishes;
DROP TABLE promises;
DROP TABLE reminder_releases;
DROP TABLE reminders;
