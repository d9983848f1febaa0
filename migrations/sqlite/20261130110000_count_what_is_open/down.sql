DROP INDEX questions_open_by_id;
DELETE FROM revisions WHERE id LIKE 'cycle %';
