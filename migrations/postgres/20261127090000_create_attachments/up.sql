-- Documents that come with a report. Their bytes lie in a folder under their hash; the canonical document of
-- a submission names those that were filed with it.
CREATE TABLE attachments (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    draft_id TEXT COLLATE "C" NOT NULL CONSTRAINT attachments_draft_is_known REFERENCES drafts (id) ON DELETE RESTRICT,
    -- As the State gave it; never a path.
    name TEXT NOT NULL,
    -- Letter of the form it belongs to; absent where it belongs to the report as a whole.
    form TEXT,
    sha256 TEXT COLLATE "C" NOT NULL,
    bytes BIGINT NOT NULL CONSTRAINT attachments_bytes_are_counted CHECK (bytes > 0),
    -- What it is by its content.
    media_type TEXT NOT NULL,
    -- What a look into it showed, for the rules: a fault, the beginning of a text.
    seen TEXT NOT NULL,
    added_at TIMESTAMP NOT NULL,
    added_by TEXT COLLATE "C" NOT NULL CONSTRAINT attachments_added_by_is_known REFERENCES people (id) ON DELETE RESTRICT,
    removed_at TIMESTAMP,
    removed_by TEXT COLLATE "C" CONSTRAINT attachments_removed_by_is_known REFERENCES people (id) ON DELETE RESTRICT
);

-- Rules and acts refer to documents by name.
CREATE UNIQUE INDEX attachments_are_named_once ON attachments (draft_id, name) WHERE removed_at IS NULL;
CREATE INDEX attachments_by_draft_id ON attachments (draft_id, id);
CREATE INDEX attachments_by_sha256 ON attachments (sha256);
CREATE INDEX attachments_by_added_by ON attachments (added_by);
CREATE INDEX attachments_by_removed_by ON attachments (removed_by);
