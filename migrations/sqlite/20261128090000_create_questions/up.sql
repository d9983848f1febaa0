-- What the secretariat asks about a report after it was submitted, and what the State answers.
CREATE TABLE questions (
    id TEXT NOT NULL PRIMARY KEY,
    reference TEXT NOT NULL CONSTRAINT questions_reference_is_a_report REFERENCES reports (reference) ON DELETE RESTRICT,
    -- The letter of the form that it is about; absent where it is about the cover or the whole report.
    form TEXT,
    asked_at TIMESTAMP NOT NULL,
    closed_at TIMESTAMP
);

CREATE INDEX questions_by_reference ON questions (reference, id);

CREATE TABLE question_messages (
    id TEXT NOT NULL PRIMARY KEY,
    question_id TEXT NOT NULL CONSTRAINT question_messages_question_is_known REFERENCES questions (id) ON DELETE RESTRICT,
    side TEXT NOT NULL CONSTRAINT question_messages_side_is_known CHECK (side IN ('secretariat', 'state')),
    words TEXT NOT NULL CONSTRAINT question_messages_words_are_there CHECK (words <> ''),
    sent_at TIMESTAMP NOT NULL,
    sent_by TEXT NOT NULL CONSTRAINT question_messages_sent_by_is_known REFERENCES people (id) ON DELETE RESTRICT
);

CREATE INDEX question_messages_by_question_id ON question_messages (question_id, id);
CREATE INDEX question_messages_by_sent_by ON question_messages (sent_by);
