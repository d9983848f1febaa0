CREATE TABLE people (
    id TEXT NOT NULL PRIMARY KEY,
    -- In lower case, so that an address stands once.
    email TEXT NOT NULL CONSTRAINT people_email_stands_once UNIQUE,
    name TEXT NOT NULL,
    -- Absent until the invitation is taken up.
    password_hash TEXT,
    made_at TIMESTAMP NOT NULL,
    closed_at TIMESTAMP
);

CREATE TABLE appointments (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL CONSTRAINT appointments_person_is_known REFERENCES people (id) ON DELETE RESTRICT,
    role TEXT NOT NULL CONSTRAINT appointments_role_is_known CHECK (role IN ('administrator', 'desk_officer', 'focal_point', 'deputy', 'submitter', 'reader')),
    iso3 TEXT CONSTRAINT appointments_iso3_is_a_state REFERENCES states (iso3) ON DELETE RESTRICT,
    made_at TIMESTAMP NOT NULL,
    ended_at TIMESTAMP,
    CONSTRAINT appointments_of_the_secretariat_have_no_state CHECK ((role IN ('administrator', 'desk_officer')) = (iso3 IS NULL))
);

CREATE UNIQUE INDEX appointments_stand_once ON appointments (person_id, role, coalesce(iso3, '')) WHERE ended_at IS NULL;
CREATE INDEX appointments_by_person ON appointments (person_id);
CREATE INDEX appointments_by_iso3 ON appointments (iso3);

-- The key is the SHA-256 of what the browser holds: whoever reads this table can be nobody.
CREATE TABLE sessions (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL CONSTRAINT sessions_person_is_known REFERENCES people (id) ON DELETE RESTRICT,
    started_at TIMESTAMP NOT NULL,
    seen_at TIMESTAMP NOT NULL,
    ended_at TIMESTAMP
);

CREATE INDEX sessions_by_person ON sessions (person_id);

-- Links of letters that set a password; the key is the SHA-256 of what stands in the letter.
CREATE TABLE password_links (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL CONSTRAINT password_links_person_is_known REFERENCES people (id) ON DELETE RESTRICT,
    purpose TEXT NOT NULL CONSTRAINT password_links_purpose_is_known CHECK (purpose IN ('invitation', 'reset')),
    made_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    used_at TIMESTAMP
);

CREATE INDEX password_links_by_person ON password_links (person_id);
