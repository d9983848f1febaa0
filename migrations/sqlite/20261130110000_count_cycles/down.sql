DELETE FROM revisions WHERE id LIKE 'cycle %';
