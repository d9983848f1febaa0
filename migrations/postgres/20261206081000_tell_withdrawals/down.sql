ALTER TABLE submission_acts DROP CONSTRAINT submission_acts_withdrawn_say_why;
ALTER TABLE submission_acts DROP CONSTRAINT submission_acts_act_is_known;
UPDATE submission_acts SET act = 'recalled' WHERE act = 'withdrawn';
ALTER TABLE submission_acts ADD CONSTRAINT submission_acts_act_is_known CHECK (act IN ('acknowledged', 'correction_requested', 'circulated', 'published', 'recalled'));
