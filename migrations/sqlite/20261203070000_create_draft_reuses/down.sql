DROP TABLE draft_reuses;
