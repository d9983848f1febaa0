-- Where the documents of a report in free format speak of each form, as a desk officer found it: one row for each
-- submission and form, changed by later saves. It is no part of what the State filed.
CREATE TABLE classifications (
    id TEXT NOT NULL PRIMARY KEY,
    submission_id TEXT NOT NULL CONSTRAINT classifications_submission_is_known REFERENCES submissions (id) ON DELETE RESTRICT,
    form TEXT NOT NULL,
    -- Pages or headings; none where the form is left open.
    place TEXT CONSTRAINT classifications_place_says_something CHECK (place <> ''),
    -- SHA-256 of the document, where the report has several.
    document TEXT,
    -- With which save of the submission's classification the row was written.
    revision BIGINT NOT NULL CONSTRAINT classifications_revision_is_counted CHECK (revision > 0),
    sorted_at TIMESTAMP NOT NULL,
    sorted_by TEXT NOT NULL CONSTRAINT classifications_sorted_by_is_known REFERENCES people (id) ON DELETE RESTRICT,
    CONSTRAINT classifications_have_a_place_in_a_document CHECK (document IS NULL OR place IS NOT NULL),
    CONSTRAINT classifications_of_a_form_are_one UNIQUE (submission_id, form)
);

CREATE INDEX classifications_by_person ON classifications (sorted_by);
