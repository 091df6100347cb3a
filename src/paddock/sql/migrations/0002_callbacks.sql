-- Callbacks: what is owed to receivers (an outbox), every try to bring it, and the secrets that sign it.

CREATE TABLE delivery (
    id         text PRIMARY KEY,
    task_id    text NOT NULL REFERENCES task ON DELETE CASCADE,
    account_id bigint NOT NULL REFERENCES account,
    -- The receiver's host, as one of 256 numbers: what shares a lane waits for each other and for nobody else.
    lane       smallint NOT NULL,
    -- Asked for later, not owed by the task's end.
    again      boolean NOT NULL DEFAULT false,
    status     text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'delivered', 'exhausted')),
    -- The fence: every claim raises it, and whoever settles must name the try that it holds.
    tries      integer NOT NULL DEFAULT 0,
    -- Failed tries since it was last asked for; the schedule goes by them.
    failures   integer NOT NULL DEFAULT 0,
    -- Tries whose sender died before it could say how they went; the schedule does not count them.
    lost       integer NOT NULL DEFAULT 0,
    sending    boolean NOT NULL DEFAULT false,
    -- When the next try may begin; while one is under way, the end of its lease.
    due_at     timestamptz DEFAULT now(),
    created_at timestamptz NOT NULL DEFAULT now(),
    ended_at   timestamptz,
    CONSTRAINT delivery_due_while_pending CHECK ((status = 'pending') = (due_at IS NOT NULL)),
    CONSTRAINT delivery_ended_unless_pending CHECK ((status = 'pending') = (ended_at IS NULL)),
    CONSTRAINT delivery_sent_while_pending CHECK (status = 'pending' OR NOT sending)
);
CREATE UNIQUE INDEX delivery_one_owed ON delivery (task_id) WHERE NOT again;
CREATE UNIQUE INDEX delivery_one_under_way ON delivery (task_id) WHERE status = 'pending';
CREATE INDEX delivery_task ON delivery (task_id);
CREATE INDEX delivery_due ON delivery (account_id, lane, due_at) WHERE status = 'pending';
CREATE INDEX delivery_to_sweep ON delivery (ended_at) WHERE status <> 'pending';

CREATE TABLE delivery_try (
    delivery_id text NOT NULL REFERENCES delivery ON DELETE CASCADE,
    number      integer NOT NULL,
    began_at    timestamptz NOT NULL DEFAULT now(),
    -- NULL until it is over, and for ever when its sender died.
    duration_ms integer CHECK (duration_ms >= 0),
    http_status smallint,
    -- For the operator; it holds no address and nothing of the receiver's.
    problem     text,
    PRIMARY KEY (delivery_id, number)
);

CREATE TABLE webhook_secret (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id bigint NOT NULL REFERENCES account,
    secret     bytea NOT NULL CHECK (length(secret) BETWEEN 24 AND 64),
    created_at timestamptz NOT NULL DEFAULT now(),
    -- NULL for the account's current secret; the ones before it sign along until then.
    expires_at timestamptz
);
CREATE UNIQUE INDEX webhook_secret_one_current ON webhook_secret (account_id) WHERE expires_at IS NULL;
CREATE INDEX webhook_secret_account ON webhook_secret (account_id, id);
