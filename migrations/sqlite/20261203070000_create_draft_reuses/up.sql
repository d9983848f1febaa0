-- Answers of other reports that somebody took over into a draft, or saw and did not take; the newest row of a place
-- and a report holds.
CREATE TABLE draft_reuses (
    id TEXT NOT NULL PRIMARY KEY,
    draft_id TEXT NOT NULL CONSTRAINT draft_reuses_draft_is_known REFERENCES drafts (id) ON DELETE RESTRICT,
    section TEXT NOT NULL,
    place TEXT NOT NULL,
    source TEXT NOT NULL CONSTRAINT draft_reuses_source_is_known REFERENCES reports (reference) ON DELETE RESTRICT,
    -- Of the answer as it was read there.
    digest TEXT NOT NULL,
    act TEXT NOT NULL CONSTRAINT draft_reuses_act_is_known CHECK (act IN ('taken', 'kept')),
    done_at TIMESTAMP NOT NULL,
    done_by TEXT NOT NULL CONSTRAINT draft_reuses_done_by_is_known REFERENCES people (id) ON DELETE RESTRICT
);

CREATE INDEX draft_reuses_by_draft ON draft_reuses (draft_id, id);
CREATE INDEX draft_reuses_by_source ON draft_reuses (source);
CREATE INDEX draft_reuses_by_person ON draft_reuses (done_by);
