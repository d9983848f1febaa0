-- Cycles in which something was filed before this was counted.
INSERT INTO revisions (id, revision)
SELECT DISTINCT 'cycle ' || reports.cycle, 1
FROM submissions
INNER JOIN reports ON reports.reference = submissions.reference;

-- The queue asks for what is open, of which there is little.
CREATE INDEX questions_open_by_id ON questions (id) WHERE closed_at IS NULL;
