CREATE INDEX submissions_by_submitted_at ON submissions (submitted_at);
