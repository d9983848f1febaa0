ALTER TABLE submissions DROP COLUMN received_how;
ALTER TABLE submissions DROP COLUMN received_on;
