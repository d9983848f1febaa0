-- Versions of the rules and of form sets beside those that come with the program, as the text of a data file. Which are
-- in force is said here, and who put them in force in the log of acts.
CREATE TABLE data_versions (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL CONSTRAINT data_versions_kind_is_known CHECK (kind IN ('rules', 'form-set')),
    name TEXT NOT NULL,
    document TEXT NOT NULL,
    why TEXT NOT NULL CONSTRAINT data_versions_say_why CHECK (why <> ''),
    added_at TIMESTAMP NOT NULL,
    added_by TEXT NOT NULL,
    in_force BOOLEAN NOT NULL,
    CONSTRAINT data_versions_have_names_of_their_own UNIQUE (kind, name)
);
