-- An earlier program would show again as the State's what was recorded by mistake: it is not given to it.
CREATE TABLE taken_back_answers (id TEXT NOT NULL CONSTRAINT question_messages_taken_back_stay CHECK (id = ''));
INSERT INTO taken_back_answers (id) SELECT id FROM question_messages WHERE taken_back_at IS NOT NULL;
DROP TABLE taken_back_answers;
DROP INDEX question_messages_by_taken_back_by;
ALTER TABLE question_messages DROP COLUMN taken_back_reason;
ALTER TABLE question_messages DROP COLUMN taken_back_by;
ALTER TABLE question_messages DROP COLUMN taken_back_at;
