-- The day the original came and how, where a report came on paper or by e-mail and the secretariat filed it for the State.
ALTER TABLE submissions ADD COLUMN received_on DATE;
ALTER TABLE submissions ADD COLUMN received_how TEXT CONSTRAINT submissions_received_how_is_known CHECK (received_how IN ('post', 'email', 'hand'));
