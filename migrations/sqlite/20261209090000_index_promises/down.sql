DROP INDEX promises_by_state;
