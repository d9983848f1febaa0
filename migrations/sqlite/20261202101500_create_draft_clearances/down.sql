DROP TABLE draft_clearances;
