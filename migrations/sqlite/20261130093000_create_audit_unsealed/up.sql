-- Acts that wait for their seal. A row comes with its act and goes with its seal, so that sealing looks at nothing else,
-- whatever the order in which transactions commit.
CREATE TABLE audit_unsealed (
    entry_id TEXT NOT NULL PRIMARY KEY CONSTRAINT audit_unsealed_entry_id_is_an_entry REFERENCES audit_entries (id) ON DELETE RESTRICT
);

INSERT INTO audit_unsealed (entry_id)
SELECT audit_entries.id FROM audit_entries
WHERE NOT EXISTS (SELECT 1 FROM audit_seals WHERE audit_seals.entry_id = audit_entries.id);
