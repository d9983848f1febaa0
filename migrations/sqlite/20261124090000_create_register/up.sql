-- SQLite lets NULL into a primary key of another kind than INTEGER: every key says NOT NULL.
CREATE TABLE states (
    iso3 TEXT NOT NULL PRIMARY KEY CONSTRAINT states_iso3_is_a_code CHECK (length(iso3) = 3),
    iso2 TEXT NOT NULL,
    short_name_en TEXT NOT NULL,
    formal_name_en TEXT NOT NULL,
    regional_group TEXT NOT NULL CONSTRAINT states_regional_group_is_known CHECK (regional_group IN ('African Group', 'Asia-Pacific Group', 'Eastern European Group', 'GRULAC', 'WEOG', 'none')),
    un_status TEXT NOT NULL CONSTRAINT states_un_status_is_known CHECK (un_status IN ('member', 'observer', 'non-member')),
    language TEXT NOT NULL,
    language_verified BOOLEAN NOT NULL CHECK (language_verified IN (0, 1)),
    name_ar TEXT NOT NULL,
    name_zh TEXT NOT NULL,
    name_fr TEXT NOT NULL,
    name_ru TEXT NOT NULL,
    name_es TEXT NOT NULL
);

CREATE TABLE treaty_actions (
    id TEXT NOT NULL PRIMARY KEY,
    iso3 TEXT NOT NULL CONSTRAINT treaty_actions_iso3_is_a_state REFERENCES states (iso3) ON DELETE RESTRICT,
    instrument TEXT NOT NULL,
    kind TEXT NOT NULL CONSTRAINT treaty_actions_kind_is_known CHECK (kind IN ('signature', 'ratification', 'acceptance', 'approval', 'accession', 'succession', 'consent', 'denunciation')),
    deposited_on DATE NOT NULL,
    effect_on DATE,
    effect_mark TEXT CONSTRAINT treaty_actions_effect_mark_is_known CHECK (effect_mark IN ('V', 'R')),
    verified BOOLEAN NOT NULL CHECK (verified IN (0, 1)),
    source TEXT NOT NULL,
    -- The unique index begins with the State, so it serves the reference to states as well.
    CONSTRAINT treaty_actions_stand_once UNIQUE (iso3, instrument, kind, deposited_on),
    CONSTRAINT treaty_actions_effect_is_whole CHECK ((effect_on IS NULL) = (effect_mark IS NULL))
);

CREATE INDEX treaty_actions_by_instrument_deposited_on_id ON treaty_actions (instrument, deposited_on, id);

-- At most one row: the day and the revision of the register that the two tables above hold.
CREATE TABLE registers (
    id TEXT NOT NULL PRIMARY KEY CONSTRAINT registers_hold_one_row CHECK (id = 'register'),
    as_of DATE NOT NULL,
    revision BIGINT NOT NULL CONSTRAINT registers_revision_is_positive CHECK (revision > 0),
    imported_at TIMESTAMP NOT NULL
);
