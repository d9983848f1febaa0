DROP TABLE question_messages;
DROP TABLE questions;
