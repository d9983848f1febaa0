-- Cycles in which something was filed before this was counted.
INSERT INTO revisions (id, revision)
SELECT DISTINCT 'cycle ' || reports.cycle, 1
FROM submissions
INNER JOIN reports ON reports.reference = submissions.reference;
