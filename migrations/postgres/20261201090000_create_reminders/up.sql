-- What became of planned letters. The key is the letter's own: State, regime, cycle, step, date and person.
CREATE TABLE reminders (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    iso3 TEXT COLLATE "C" NOT NULL,
    regime TEXT COLLATE "C",
    cycle INTEGER NOT NULL,
    step TEXT COLLATE "C" NOT NULL,
    person_id TEXT COLLATE "C" NOT NULL REFERENCES people (id) ON DELETE RESTRICT,
    send_on DATE NOT NULL,
    decision TEXT COLLATE "C" NOT NULL CONSTRAINT reminders_decision_is_known CHECK (decision IN ('written', 'held', 'skipped')),
    letter_id TEXT COLLATE "C" REFERENCES outbox (id) ON DELETE RESTRICT,
    reason TEXT,
    decided_at TIMESTAMP NOT NULL,
    decided_by TEXT COLLATE "C" REFERENCES people (id) ON DELETE RESTRICT,
    CONSTRAINT reminders_written_are_letters CHECK ((decision = 'written') = (letter_id IS NOT NULL))
);

CREATE INDEX reminders_by_letter ON reminders (letter_id);
CREATE INDEX reminders_by_day ON reminders (send_on);
CREATE INDEX reminders_by_person ON reminders (person_id);
CREATE INDEX reminders_by_decider ON reminders (decided_by);

-- From when on letters go out; a later release counts from its own day.
CREATE TABLE reminder_releases (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    released_on DATE NOT NULL,
    released_at TIMESTAMP NOT NULL,
    released_by TEXT COLLATE "C" NOT NULL REFERENCES people (id) ON DELETE RESTRICT,
    ended_at TIMESTAMP,
    ended_by TEXT COLLATE "C" REFERENCES people (id) ON DELETE RESTRICT
);

CREATE INDEX reminder_releases_by_releaser ON reminder_releases (released_by);
CREATE INDEX reminder_releases_by_ender ON reminder_releases (ended_by);
CREATE UNIQUE INDEX reminder_releases_one_open ON reminder_releases ((ended_at IS NULL)) WHERE ended_at IS NULL;

-- A State says by when it will file; the newest word counts.
CREATE TABLE promises (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    reference TEXT COLLATE "C" NOT NULL,
    iso3 TEXT COLLATE "C" NOT NULL,
    file_by DATE NOT NULL,
    said_at TIMESTAMP NOT NULL,
    said_by TEXT COLLATE "C" NOT NULL REFERENCES people (id) ON DELETE RESTRICT
);

CREATE INDEX promises_by_report ON promises (reference, id);
CREATE INDEX promises_by_person ON promises (said_by);

-- States that get notes through their permanent mission alone.
CREATE TABLE letter_wishes (
    iso3 TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    through_mission BOOLEAN NOT NULL
);

-- Links of letters, by which somebody answers without signing in. Stored as hashes; each works once.
CREATE TABLE answer_links (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    person_id TEXT COLLATE "C" NOT NULL REFERENCES people (id) ON DELETE RESTRICT,
    iso3 TEXT COLLATE "C" NOT NULL,
    reference TEXT COLLATE "C",
    made_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    used_at TIMESTAMP,
    used_for TEXT COLLATE "C"
);

CREATE INDEX answer_links_by_person ON answer_links (person_id);

-- Somebody says who follows them; an administrator appoints.
CREATE TABLE handovers (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    iso3 TEXT COLLATE "C" NOT NULL,
    person_id TEXT COLLATE "C" NOT NULL REFERENCES people (id) ON DELETE RESTRICT,
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    said_at TIMESTAMP NOT NULL,
    settled_at TIMESTAMP,
    settled_by TEXT COLLATE "C" REFERENCES people (id) ON DELETE RESTRICT
);

CREATE INDEX handovers_by_person ON handovers (person_id);
CREATE INDEX handovers_by_settler ON handovers (settled_by);
CREATE INDEX handovers_open ON handovers (id) WHERE settled_at IS NULL;

-- When and why letters to the address came back for good; until somebody says that it works again.
ALTER TABLE people ADD COLUMN bounced_at TIMESTAMP;
ALTER TABLE people ADD COLUMN bounce_reason TEXT;
-- Letters that ask for nothing are not wanted.
ALTER TABLE people ADD COLUMN without_courtesy BOOLEAN NOT NULL DEFAULT FALSE;

-- A letter that no longer says what matters is taken back before it goes out.
ALTER TABLE outbox ADD COLUMN withdrawn_at TIMESTAMP;
DROP INDEX outbox_waiting_by_queued_at;
CREATE INDEX outbox_waiting_by_queued_at ON outbox (queued_at, id)
    WHERE delivered_at IS NULL AND failed_at IS NULL AND withdrawn_at IS NULL;
CREATE INDEX outbox_failed ON outbox (failed_at, id) WHERE failed_at IS NOT NULL;
