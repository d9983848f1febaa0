-- An earlier program would show as written here by somebody of the State what an officer recorded: it is not given to it.
CREATE TABLE recorded_answers (id TEXT NOT NULL CONSTRAINT question_messages_recorded_stay CHECK (id = ''));
INSERT INTO recorded_answers (id) SELECT id FROM question_messages WHERE received_on IS NOT NULL;
DROP TABLE recorded_answers;
ALTER TABLE question_messages DROP COLUMN received_from;
ALTER TABLE question_messages DROP COLUMN received_how;
ALTER TABLE question_messages DROP COLUMN received_on;
