DROP TABLE submission_acts;
DROP TABLE submissions;
DROP TABLE draft_changes;
DROP TABLE draft_sections;
DROP TABLE drafts;
DROP TABLE reports;
