-- What the secretariat takes back that it had filed by mistake is an act of its own: it says why, and a State that recalls
-- does not.
ALTER TABLE submission_acts DROP CONSTRAINT submission_acts_act_is_known;
UPDATE submission_acts SET act = 'withdrawn' WHERE act = 'recalled' AND note IS NOT NULL;
ALTER TABLE submission_acts ADD CONSTRAINT submission_acts_act_is_known CHECK (act IN ('acknowledged', 'correction_requested', 'circulated', 'published', 'recalled', 'withdrawn'));
ALTER TABLE submission_acts ADD CONSTRAINT submission_acts_withdrawn_say_why CHECK (act <> 'withdrawn' OR note IS NOT NULL);
