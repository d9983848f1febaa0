-- Links of letters that ask for nothing, by which somebody says that they want no more of them. Stored as hashes; each
-- works as long as its person has an account, because old letters lie about for years.
CREATE TABLE courtesy_links (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    person_id TEXT COLLATE "C" NOT NULL REFERENCES people (id) ON DELETE RESTRICT,
    made_at TIMESTAMP NOT NULL
);

CREATE INDEX courtesy_links_by_person ON courtesy_links (person_id);
