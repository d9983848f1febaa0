-- What was done about the clearance of a draft within its State; the newest row tells where it stands.
CREATE TABLE draft_clearances (
    id TEXT NOT NULL PRIMARY KEY,
    draft_id TEXT NOT NULL CONSTRAINT draft_clearances_draft_is_known REFERENCES drafts (id) ON DELETE RESTRICT,
    act TEXT NOT NULL CONSTRAINT draft_clearances_act_is_known CHECK (act IN ('asked', 'cleared', 'returned', 'withdrawn')),
    done_at TIMESTAMP NOT NULL,
    done_by TEXT NOT NULL CONSTRAINT draft_clearances_done_by_is_known REFERENCES people (id) ON DELETE RESTRICT,
    remark TEXT CONSTRAINT draft_clearances_remark_says_something CHECK (remark <> ''),
    -- Of the draft as whoever cleared it had read it.
    digest TEXT,
    CONSTRAINT draft_clearances_clear_what_was_read CHECK ((act = 'cleared') = (digest IS NOT NULL)),
    CONSTRAINT draft_clearances_returned_say_why CHECK (act <> 'returned' OR remark IS NOT NULL)
);

CREATE INDEX draft_clearances_by_draft ON draft_clearances (draft_id, id);
CREATE INDEX draft_clearances_by_person ON draft_clearances (done_by);
