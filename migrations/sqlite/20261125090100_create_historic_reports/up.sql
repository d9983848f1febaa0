-- Reports filed before the portal, from lists that operators bring. NULL means that it is not known.
CREATE TABLE historic_reports (
    id TEXT NOT NULL PRIMARY KEY,
    iso3 TEXT NOT NULL CONSTRAINT historic_reports_iso3_is_a_state REFERENCES states (iso3) ON DELETE RESTRICT,
    regime TEXT NOT NULL,
    cycle INTEGER NOT NULL CONSTRAINT historic_reports_cycle_is_a_year CHECK (cycle BETWEEN 1981 AND 2999),
    received_on DATE,
    -- Letters of the forms that held an answer, as 'A B C'; '-' is none of them.
    forms TEXT CONSTRAINT historic_reports_forms_are_named CHECK (forms <> ''),
    file TEXT CONSTRAINT historic_reports_file_is_named CHECK (file <> ''),
    source TEXT NOT NULL CONSTRAINT historic_reports_source_is_named CHECK (source <> ''),
    -- The unique index begins with the State, so it serves the reference to states as well.
    CONSTRAINT historic_reports_stand_once UNIQUE (iso3, regime, cycle)
);
