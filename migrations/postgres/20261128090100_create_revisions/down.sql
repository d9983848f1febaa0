DROP TABLE records_from;
DROP TABLE revisions;
