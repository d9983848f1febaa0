-- Numbers that grow with what pages kept in memory rest on, so that a change is noticed cheaply.
CREATE TABLE revisions (
    id TEXT NOT NULL PRIMARY KEY,
    revision BIGINT NOT NULL CONSTRAINT revisions_revision_is_positive CHECK (revision > 0)
);

-- From which cycle on the reports held here are all there were, for each regime.
CREATE TABLE records_from (
    regime TEXT NOT NULL PRIMARY KEY,
    cycle INTEGER NOT NULL CONSTRAINT records_from_cycle_is_a_year CHECK (cycle BETWEEN 1981 AND 2999)
);
