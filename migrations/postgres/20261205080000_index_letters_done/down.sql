DROP INDEX promises_by_said_at;
DROP INDEX outbox_withheld;
DROP INDEX outbox_withdrawn;
DROP INDEX outbox_delivered;
