-- Letters of the secretariat to many: what they say. Each copy is a row of the outbox.
CREATE TABLE notices (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    subject TEXT NOT NULL CONSTRAINT notices_subject_is_there CHECK (subject <> ''),
    words TEXT NOT NULL CONSTRAINT notices_words_are_there CHECK (words <> ''),
    chosen TEXT COLLATE "C" NOT NULL,
    sent_at TIMESTAMP NOT NULL,
    sent_by TEXT COLLATE "C" NOT NULL REFERENCES people (id) ON DELETE RESTRICT
);

CREATE INDEX notices_by_sender ON notices (sent_by);
