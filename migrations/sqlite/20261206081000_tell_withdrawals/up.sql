-- What the secretariat takes back that it had filed by mistake is an act of its own: it says why, and a State that recalls
-- does not. SQLite changes no constraint of a table: the table is made anew, and nothing refers to it.
CREATE TABLE rebuilt_submission_acts (
    id TEXT NOT NULL PRIMARY KEY,
    submission_id TEXT NOT NULL CONSTRAINT submission_acts_submission_is_known REFERENCES submissions (id) ON DELETE RESTRICT,
    act TEXT NOT NULL CONSTRAINT submission_acts_act_is_known CHECK (act IN ('acknowledged', 'correction_requested', 'circulated', 'published', 'recalled', 'withdrawn')),
    done_at TIMESTAMP NOT NULL,
    done_by TEXT NOT NULL CONSTRAINT submission_acts_done_by_is_known REFERENCES people (id) ON DELETE RESTRICT,
    note TEXT,
    CONSTRAINT submission_acts_withdrawn_say_why CHECK (act <> 'withdrawn' OR note IS NOT NULL)
);

INSERT INTO rebuilt_submission_acts (id, submission_id, act, done_at, done_by, note)
    SELECT id, submission_id, CASE WHEN act = 'recalled' AND note IS NOT NULL THEN 'withdrawn' ELSE act END, done_at, done_by, note
    FROM submission_acts;
DROP TABLE submission_acts;
ALTER TABLE rebuilt_submission_acts RENAME TO submission_acts;
CREATE INDEX submission_acts_by_submission_id ON submission_acts (submission_id);
CREATE INDEX submission_acts_by_done_by ON submission_acts (done_by);
