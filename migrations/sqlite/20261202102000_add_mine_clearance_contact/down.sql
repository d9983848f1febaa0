-- No earlier program knows the role, and neither the contact nor that there was one is thrown away unseen: where anybody
-- is or was appointed to it, this fails by appointments_role_is_known and leaves everything as it is. Whoever must go
-- back then restores the backup from before the upgrade.
CREATE TABLE rebuilt_appointments (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL CONSTRAINT appointments_person_is_known REFERENCES people (id) ON DELETE RESTRICT,
    role TEXT NOT NULL CONSTRAINT appointments_role_is_known CHECK (role IN ('administrator', 'desk_officer', 'focal_point', 'deputy', 'submitter', 'reader')),
    iso3 TEXT CONSTRAINT appointments_iso3_is_a_state REFERENCES states (iso3) ON DELETE RESTRICT,
    made_at TIMESTAMP NOT NULL,
    ended_at TIMESTAMP,
    confirmed_at TIMESTAMP,
    CONSTRAINT appointments_of_the_secretariat_have_no_state CHECK ((role IN ('administrator', 'desk_officer')) = (iso3 IS NULL))
);

INSERT INTO rebuilt_appointments (id, person_id, role, iso3, made_at, ended_at, confirmed_at)
    SELECT id, person_id, role, iso3, made_at, ended_at, confirmed_at FROM appointments;
DROP TABLE appointments;
ALTER TABLE rebuilt_appointments RENAME TO appointments;
CREATE UNIQUE INDEX appointments_stand_once ON appointments (person_id, role, coalesce(iso3, '')) WHERE ended_at IS NULL;
CREATE INDEX appointments_by_person ON appointments (person_id);
CREATE INDEX appointments_by_iso3 ON appointments (iso3);
