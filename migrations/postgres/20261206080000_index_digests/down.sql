DROP INDEX submissions_by_sha256;
