-- When, by whom and why the record of an answer was taken back that was made by mistake: its words stay here and are shown to nobody.
ALTER TABLE question_messages ADD COLUMN taken_back_at TIMESTAMP;
ALTER TABLE question_messages ADD COLUMN taken_back_by TEXT CONSTRAINT question_messages_taken_back_by_is_known REFERENCES people (id) ON DELETE RESTRICT;
ALTER TABLE question_messages ADD COLUMN taken_back_reason TEXT CONSTRAINT question_messages_taken_back_are_whole CHECK (
    (taken_back_at IS NULL AND taken_back_by IS NULL AND taken_back_reason IS NULL)
    OR (taken_back_at IS NOT NULL AND taken_back_by IS NOT NULL AND taken_back_reason IS NOT NULL AND taken_back_reason <> '' AND received_on IS NOT NULL)
);
CREATE INDEX question_messages_by_taken_back_by ON question_messages (taken_back_by);
