-- The desk and the page of a State read what that State has said, and not what all have.
CREATE INDEX promises_by_state ON promises (iso3, id);
