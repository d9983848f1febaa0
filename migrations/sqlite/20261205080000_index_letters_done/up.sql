-- Letters that are done with, by when: the page of the outbox reads the latest of each kind, however many there are.
CREATE INDEX outbox_delivered ON outbox (delivered_at, id) WHERE delivered_at IS NOT NULL;
CREATE INDEX outbox_withdrawn ON outbox (withdrawn_at, id) WHERE withdrawn_at IS NOT NULL;
CREATE INDEX outbox_withheld ON outbox (withheld_at, id) WHERE withheld_at IS NOT NULL;
-- Of promises the plan reads those of the last year.
CREATE INDEX promises_by_said_at ON promises (said_at);
