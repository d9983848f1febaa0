UPDATE outbox SET failed_at = withheld_at WHERE withheld_at IS NOT NULL;
DROP INDEX outbox_waiting_by_queued_at;
ALTER TABLE outbox DROP COLUMN away_since;
ALTER TABLE outbox DROP COLUMN withheld_at;
CREATE INDEX outbox_waiting_by_queued_at ON outbox (queued_at, id)
    WHERE delivered_at IS NULL AND failed_at IS NULL AND withdrawn_at IS NULL;
