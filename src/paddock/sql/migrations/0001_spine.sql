-- The spine: accounts, keys, a ledger of holds, tasks that are their own queue.

CREATE TABLE account (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name            text NOT NULL CONSTRAINT account_name_unique UNIQUE,
    user_group      text NOT NULL DEFAULT 'default',
    -- The three books below are sums of ledger_entry, kept by its trigger and by nothing else.
    available_units bigint NOT NULL DEFAULT 0 CONSTRAINT account_available_not_negative CHECK (available_units >= 0),
    held_units      bigint NOT NULL DEFAULT 0 CONSTRAINT account_held_not_negative CHECK (held_units >= 0),
    spent_units     bigint NOT NULL DEFAULT 0 CONSTRAINT account_spent_not_negative CHECK (spent_units >= 0),
    created_at      timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE api_key (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id  bigint NOT NULL REFERENCES account,
    public_id   text NOT NULL CONSTRAINT api_key_public_id_unique UNIQUE,
    secret_hash bytea NOT NULL CHECK (length(secret_hash) = 32),
    name        text NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT now(),
    expires_at  timestamptz,
    revoked_at  timestamptz
);
CREATE INDEX api_key_account ON api_key (account_id);

CREATE TABLE signing_key (
    id         integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    secret     bytea NOT NULL CHECK (length(secret) = 32),
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE task (
    id            text PRIMARY KEY,
    account_id    bigint NOT NULL REFERENCES account,
    key_id        bigint NOT NULL REFERENCES api_key,
    model         text NOT NULL,
    prompt        text NOT NULL,
    image_urls    text[] NOT NULL,
    quality       text NOT NULL,
    aspect_ratio  text,
    duration_s    smallint NOT NULL CHECK (duration_s > 0),
    seed          integer NOT NULL,
    callback_url  text,
    price_units   bigint NOT NULL CHECK (price_units > 0),
    billing_rule  text NOT NULL,
    user_group    text NOT NULL,
    status        text NOT NULL DEFAULT 'pending'
                  CHECK (status IN ('pending', 'processing', 'completed', 'failed', 'cancelled')),
    progress      smallint NOT NULL DEFAULT 0 CHECK (progress BETWEEN 0 AND 100),
    -- The fence: every claim raises it, and whoever writes must name the attempt that it holds.
    attempt       integer NOT NULL DEFAULT 0,
    -- Attempts that ended without the task's fault (a drained worker); they do not count towards the limit.
    handed_back   integer NOT NULL DEFAULT 0,
    lease_until   timestamptz,
    worker        text,
    work_s        real NOT NULL,
    estimated_s   integer NOT NULL,
    created_at    timestamptz NOT NULL DEFAULT now(),
    started_at    timestamptz,
    finished_at   timestamptz,
    engine        text,
    link_key_id   integer REFERENCES signing_key,
    swept_at      timestamptz,
    error_code    text,
    error_message text,
    warnings      text[] NOT NULL DEFAULT '{}',
    CONSTRAINT task_lease_while_processing CHECK ((status = 'processing') = (lease_until IS NOT NULL)),
    CONSTRAINT task_link_when_completed CHECK ((status = 'completed') = (link_key_id IS NOT NULL)),
    CONSTRAINT task_error_when_it_did_not_complete
        CHECK ((status IN ('failed', 'cancelled')) = (error_code IS NOT NULL AND error_message IS NOT NULL)),
    CONSTRAINT task_finished_when_terminal
        CHECK ((status IN ('completed', 'failed', 'cancelled')) = (finished_at IS NOT NULL)),
    CONSTRAINT task_progress_100_when_completed CHECK ((progress = 100) = (status = 'completed'))
);
CREATE INDEX task_queue ON task (created_at, id) WHERE status = 'pending';
CREATE INDEX task_account_queue ON task (account_id) WHERE status = 'pending';
CREATE INDEX task_lease ON task (lease_until) WHERE status = 'processing';
CREATE INDEX task_account ON task (account_id, created_at DESC, id DESC);
CREATE INDEX task_to_sweep ON task (finished_at) WHERE status = 'completed' AND swept_at IS NULL;

CREATE FUNCTION task_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'task % is %: a terminal state never changes', OLD.id, OLD.status
        USING ERRCODE = 'check_violation', CONSTRAINT = 'task_terminal_state_is_final';
END $$;
CREATE TRIGGER task_terminal_state_is_final BEFORE UPDATE OF status ON task FOR EACH ROW
    WHEN (OLD.status IN ('completed', 'failed', 'cancelled') AND NEW.status IS DISTINCT FROM OLD.status)
    EXECUTE FUNCTION task_is_final();

CREATE TABLE idempotency (
    account_id  bigint NOT NULL REFERENCES account,
    key         text NOT NULL,
    fingerprint bytea NOT NULL,
    task_id     text NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (account_id, key)
);
CREATE INDEX idempotency_age ON idempotency (created_at);

CREATE TABLE ledger_transaction (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind       text NOT NULL CHECK (kind IN ('grant', 'hold', 'capture', 'release')),
    account_id bigint NOT NULL REFERENCES account,
    task_id    text,
    note       text,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT ledger_transaction_names_its_task CHECK ((kind = 'grant') = (task_id IS NULL))
);
CREATE UNIQUE INDEX ledger_one_hold ON ledger_transaction (task_id) WHERE kind = 'hold';
CREATE UNIQUE INDEX ledger_one_resolution ON ledger_transaction (task_id) WHERE kind IN ('capture', 'release');
CREATE INDEX ledger_transaction_account ON ledger_transaction (account_id, id);

CREATE TABLE ledger_entry (
    transaction_id bigint NOT NULL REFERENCES ledger_transaction,
    book           text NOT NULL CHECK (book IN ('granted', 'available', 'held', 'spent')),
    account_id     bigint NOT NULL REFERENCES account,
    amount_units   bigint NOT NULL CHECK (amount_units <> 0),
    PRIMARY KEY (transaction_id, book)
);

CREATE FUNCTION ledger_apply() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM added GROUP BY transaction_id HAVING sum(amount_units) <> 0) THEN
        RAISE EXCEPTION 'the entries of a ledger transaction must sum to zero'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_entries_sum_to_zero';
    END IF;
    UPDATE account SET
        available_units = available_units + change.available,
        held_units = held_units + change.held,
        spent_units = spent_units + change.spent
    FROM (
        SELECT account_id,
            coalesce(sum(amount_units) FILTER (WHERE book = 'available'), 0) AS available,
            coalesce(sum(amount_units) FILTER (WHERE book = 'held'), 0) AS held,
            coalesce(sum(amount_units) FILTER (WHERE book = 'spent'), 0) AS spent
        FROM added GROUP BY account_id
    ) AS change
    WHERE account.id = change.account_id;
    RETURN NULL;
END $$;
CREATE TRIGGER ledger_apply AFTER INSERT ON ledger_entry REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_apply();

CREATE FUNCTION ledger_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the ledger is append-only'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_is_append_only';
END $$;
CREATE TRIGGER ledger_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_entry
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
CREATE TRIGGER ledger_transaction_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_transaction
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();

-- What past tasks took, for estimated_time: an exponential mean of seconds of work per second of video.
CREATE TABLE pace (
    engine             text NOT NULL,
    model              text NOT NULL,
    quality            text NOT NULL,
    work_s_per_video_s real NOT NULL CHECK (work_s_per_video_s >= 0),
    samples            bigint NOT NULL DEFAULT 1,
    PRIMARY KEY (engine, model, quality)
);

CREATE TABLE worker (
    id         text PRIMARY KEY,
    engine     text NOT NULL,
    started_at timestamptz NOT NULL DEFAULT now(),
    seen_at    timestamptz NOT NULL DEFAULT now()
);
