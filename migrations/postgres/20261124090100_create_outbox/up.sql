CREATE TABLE outbox (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    dedupe_key TEXT COLLATE "C" NOT NULL CONSTRAINT outbox_dedupe_key_stands_once UNIQUE,
    recipient TEXT NOT NULL,
    letter TEXT NOT NULL,
    queued_at TIMESTAMP NOT NULL,
    not_before TIMESTAMP,
    attempts INTEGER NOT NULL CONSTRAINT outbox_attempts_are_counted CHECK (attempts >= 0),
    last_attempt_at TIMESTAMP,
    claimed_until TIMESTAMP,
    delivered_at TIMESTAMP,
    failed_at TIMESTAMP,
    failure_reason TEXT,
    CONSTRAINT outbox_ends_once CHECK (delivered_at IS NULL OR failed_at IS NULL)
);

CREATE INDEX outbox_waiting_by_queued_at ON outbox (queued_at, id) WHERE delivered_at IS NULL AND failed_at IS NULL;
