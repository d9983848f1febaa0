-- What a State reports under one regime for one cycle; the key is its reference, as CHE-COMPLIANCE-2027.
CREATE TABLE reports (
    reference TEXT NOT NULL PRIMARY KEY,
    iso3 TEXT NOT NULL CONSTRAINT reports_iso3_is_a_state REFERENCES states (iso3) ON DELETE RESTRICT,
    regime TEXT NOT NULL,
    cycle INTEGER NOT NULL,
    opened_at TIMESTAMP NOT NULL,
    -- Grows with every submission and act: two at once meet on this row.
    turns BIGINT NOT NULL CONSTRAINT reports_turns_are_counted CHECK (turns >= 0),
    CONSTRAINT reports_stand_once UNIQUE (iso3, regime, cycle)
);

CREATE INDEX reports_by_cycle_reference ON reports (cycle, reference);

CREATE TABLE drafts (
    id TEXT NOT NULL PRIMARY KEY,
    reference TEXT NOT NULL CONSTRAINT drafts_reference_is_a_report REFERENCES reports (reference) ON DELETE RESTRICT,
    kind TEXT NOT NULL,
    form_set TEXT NOT NULL,
    started_at TIMESTAMP NOT NULL,
    started_by TEXT NOT NULL CONSTRAINT drafts_started_by_is_known REFERENCES people (id) ON DELETE RESTRICT,
    -- Submitted, or given up.
    ended_at TIMESTAMP
);

CREATE UNIQUE INDEX drafts_stand_open_once ON drafts (reference) WHERE ended_at IS NULL;
CREATE INDEX drafts_by_reference ON drafts (reference);
CREATE INDEX drafts_by_started_by ON drafts (started_by);

-- Cover, forms and profile each on a row of its own: people on different forms do not meet.
CREATE TABLE draft_sections (
    id TEXT NOT NULL PRIMARY KEY,
    draft_id TEXT NOT NULL CONSTRAINT draft_sections_draft_is_known REFERENCES drafts (id) ON DELETE RESTRICT,
    section TEXT NOT NULL,
    revision BIGINT NOT NULL CONSTRAINT draft_sections_revision_is_positive CHECK (revision > 0),
    content TEXT NOT NULL,
    saved_at TIMESTAMP NOT NULL,
    saved_by TEXT NOT NULL CONSTRAINT draft_sections_saved_by_is_known REFERENCES people (id) ON DELETE RESTRICT,
    CONSTRAINT draft_sections_stand_once UNIQUE (draft_id, section)
);

CREATE INDEX draft_sections_by_saved_by ON draft_sections (saved_by);

-- Who wrote what into which field, and when.
CREATE TABLE draft_changes (
    id TEXT NOT NULL PRIMARY KEY,
    draft_id TEXT NOT NULL CONSTRAINT draft_changes_draft_is_known REFERENCES drafts (id) ON DELETE RESTRICT,
    section TEXT NOT NULL,
    field TEXT NOT NULL,
    -- That of the section in which it first stands.
    revision BIGINT NOT NULL,
    -- What stands there since; absent where it was taken out.
    value TEXT,
    changed_at TIMESTAMP NOT NULL,
    changed_by TEXT NOT NULL CONSTRAINT draft_changes_changed_by_is_known REFERENCES people (id) ON DELETE RESTRICT
);

CREATE INDEX draft_changes_by_draft_id ON draft_changes (draft_id, id);
CREATE INDEX draft_changes_by_changed_by ON draft_changes (changed_by);

-- Never changed; the key is the reference with its version, as CHE-COMPLIANCE-2027.1.
CREATE TABLE submissions (
    id TEXT NOT NULL PRIMARY KEY,
    reference TEXT NOT NULL CONSTRAINT submissions_reference_is_a_report REFERENCES reports (reference) ON DELETE RESTRICT,
    version INTEGER NOT NULL CONSTRAINT submissions_version_is_positive CHECK (version > 0),
    -- The report in its canonical form (RFC 8785), of which sha256 is the hash.
    document TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    submitted_at TIMESTAMP NOT NULL,
    submitted_by TEXT NOT NULL CONSTRAINT submissions_submitted_by_is_known REFERENCES people (id) ON DELETE RESTRICT,
    contacts_public BOOLEAN NOT NULL CHECK (contacts_public IN (0, 1)),
    -- Warnings that were confirmed, each with what was said about it.
    confirmed TEXT NOT NULL,
    CONSTRAINT submissions_stand_once UNIQUE (reference, version)
);

CREATE INDEX submissions_by_submitted_by ON submissions (submitted_by);

-- What was done with a submission; its state follows from these.
CREATE TABLE submission_acts (
    id TEXT NOT NULL PRIMARY KEY,
    submission_id TEXT NOT NULL CONSTRAINT submission_acts_submission_is_known REFERENCES submissions (id) ON DELETE RESTRICT,
    act TEXT NOT NULL CONSTRAINT submission_acts_act_is_known CHECK (act IN ('acknowledged', 'correction_requested', 'circulated', 'published', 'recalled')),
    done_at TIMESTAMP NOT NULL,
    done_by TEXT NOT NULL CONSTRAINT submission_acts_done_by_is_known REFERENCES people (id) ON DELETE RESTRICT,
    note TEXT
);

CREATE INDEX submission_acts_by_submission_id ON submission_acts (submission_id);
CREATE INDEX submission_acts_by_done_by ON submission_acts (done_by);
