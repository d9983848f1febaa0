-- Whoever holds a receipt asks to which filing its digest belongs.
CREATE INDEX submissions_by_sha256 ON submissions (sha256);
