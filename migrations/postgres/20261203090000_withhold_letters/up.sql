-- A letter that is kept back on purpose is neither given up nor taken back, and somebody may still let it go.
ALTER TABLE outbox ADD COLUMN withheld_at TIMESTAMP;
-- Since when its mail server takes no letter; a server that is away for too long makes letters given up.
ALTER TABLE outbox ADD COLUMN away_since TIMESTAMP;
UPDATE outbox SET withheld_at = failed_at, failed_at = NULL
    WHERE failed_at IS NOT NULL AND failure_reason = 'not sent: an earlier letter to this address came back';
DROP INDEX outbox_waiting_by_queued_at;
CREATE INDEX outbox_waiting_by_queued_at ON outbox (queued_at, id)
    WHERE delivered_at IS NULL AND failed_at IS NULL AND withdrawn_at IS NULL AND withheld_at IS NULL;
