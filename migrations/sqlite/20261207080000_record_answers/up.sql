-- When and how an answer came that a State gave on paper or by e-mail, and from whom: the secretariat records its words.
ALTER TABLE question_messages ADD COLUMN received_on DATE;
ALTER TABLE question_messages ADD COLUMN received_how TEXT CONSTRAINT question_messages_received_how_is_known CHECK (received_how IN ('post', 'email', 'hand'));
ALTER TABLE question_messages ADD COLUMN received_from TEXT CONSTRAINT question_messages_recorded_are_whole CHECK (
    (received_on IS NULL AND received_how IS NULL AND received_from IS NULL)
    OR (received_on IS NOT NULL AND received_how IS NOT NULL AND received_from IS NOT NULL AND received_from <> '' AND side = 'state')
);
