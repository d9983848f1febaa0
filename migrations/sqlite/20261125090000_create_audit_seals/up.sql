-- The chain over the audit: each act with the hash that rests on the one before it, in the order of sealing.
CREATE TABLE audit_seals (
    entry_id TEXT NOT NULL PRIMARY KEY CONSTRAINT audit_seals_entry_id_is_an_entry REFERENCES audit_entries (id) ON DELETE RESTRICT,
    position BIGINT NOT NULL CONSTRAINT audit_seals_position_stands_once UNIQUE CONSTRAINT audit_seals_position_is_positive CHECK (position > 0),
    sha256 TEXT NOT NULL,
    sealed_at TIMESTAMP NOT NULL
);
