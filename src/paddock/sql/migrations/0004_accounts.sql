-- Many users on one server: keys with a role, models and a cap; rate limits; turns between accounts.

ALTER TABLE api_key
    ADD role         text NOT NULL DEFAULT 'user' CHECK (role IN ('user', 'admin')),
    -- NULL: every model of the account's group.
    ADD models       text[],
    -- NULL: whatever the account has.
    ADD cap_units    bigint CHECK (cap_units >= 0),
    -- Held and spent through this key; kept by the ledger's trigger and by nothing else.
    ADD used_units   bigint NOT NULL DEFAULT 0 CONSTRAINT api_key_used_not_negative CHECK (used_units >= 0),
    ADD last_used_at timestamptz,
    ADD CONSTRAINT api_key_within_cap CHECK (cap_units IS NULL OR used_units <= cap_units);

-- Until now there was one account with one key, which belonged to whoever ran the server.
UPDATE api_key SET role = 'admin' WHERE id = (SELECT min(id) FROM api_key);

ALTER TABLE ledger_transaction
    ADD key_id    bigint REFERENCES api_key,
    -- A caller's own name for a grant: the same one is given once.
    ADD reference text;
CREATE UNIQUE INDEX ledger_one_grant ON ledger_transaction (account_id, reference) WHERE reference IS NOT NULL;

CREATE OR REPLACE FUNCTION ledger_apply() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM added GROUP BY transaction_id HAVING sum(amount_units) <> 0) THEN
        RAISE EXCEPTION 'the entries of a ledger transaction must sum to zero'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_entries_sum_to_zero';
    END IF;
    IF EXISTS (
        SELECT FROM added
        JOIN ledger_transaction t ON t.id = added.transaction_id AND t.kind IN ('capture', 'release')
        LEFT JOIN ledger_transaction h ON h.task_id = t.task_id AND h.kind = 'hold'
        LEFT JOIN ledger_entry e ON e.transaction_id = h.id AND e.book = 'held'
        WHERE added.book = 'held' AND -added.amount_units IS DISTINCT FROM e.amount_units
            OR added.book = 'spent' AND added.amount_units > e.amount_units
    ) THEN
        RAISE EXCEPTION 'a hold is resolved whole, and no more than it is captured'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_capture_within_hold';
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
    UPDATE api_key SET used_units = used_units - change.available
    FROM (
        SELECT t.key_id, sum(added.amount_units) AS available
        FROM added JOIN ledger_transaction t ON t.id = added.transaction_id
        WHERE added.book = 'available' AND t.key_id IS NOT NULL
        GROUP BY t.key_id
    ) AS change
    WHERE api_key.id = change.key_id;
    RETURN NULL;
END $$;

-- GCRA: when the key will have its whole burst again.
CREATE TABLE rate_limit (
    key_id  bigint PRIMARY KEY REFERENCES api_key ON DELETE CASCADE,
    full_at timestamptz NOT NULL
) WITH (fillfactor = 50);

-- Whose turn it is, and how many tasks of each account are in which state. Kept by task's triggers and nothing else.
CREATE TABLE lane (
    account_id bigint PRIMARY KEY REFERENCES account,
    waiting    integer NOT NULL DEFAULT 0 CONSTRAINT lane_waiting_not_negative CHECK (waiting >= 0),
    at_work    integer NOT NULL DEFAULT 0 CONSTRAINT lane_at_work_not_negative CHECK (at_work >= 0),
    completed  bigint NOT NULL DEFAULT 0,
    failed     bigint NOT NULL DEFAULT 0,
    cancelled  bigint NOT NULL DEFAULT 0,
    -- Seconds of work expected of those that wait and are at work.
    work_s     double precision NOT NULL DEFAULT 0,
    served_at  timestamptz NOT NULL DEFAULT '-infinity'
) WITH (fillfactor = 50);
CREATE INDEX lane_turn ON lane (at_work, served_at, account_id) WHERE waiting > 0;

INSERT INTO lane (account_id, waiting, at_work, completed, failed, cancelled, work_s)
SELECT account_id, count(*) FILTER (WHERE status = 'pending'), count(*) FILTER (WHERE status = 'processing'),
    count(*) FILTER (WHERE status = 'completed'), count(*) FILTER (WHERE status = 'failed'),
    count(*) FILTER (WHERE status = 'cancelled'),
    coalesce(sum(work_s) FILTER (WHERE status IN ('pending', 'processing')), 0)
FROM task GROUP BY account_id;

CREATE FUNCTION task_joins_lane() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO lane (account_id, waiting, completed, work_s)
    SELECT account_id, count(*) FILTER (WHERE status = 'pending'), count(*) FILTER (WHERE status = 'completed'),
        coalesce(sum(work_s) FILTER (WHERE status = 'pending'), 0)
    FROM added GROUP BY account_id ORDER BY account_id
    ON CONFLICT (account_id) DO UPDATE SET
        waiting = lane.waiting + excluded.waiting, completed = lane.completed + excluded.completed,
        work_s = lane.work_s + excluded.work_s;
    RETURN NULL;
END $$;
CREATE TRIGGER task_joins_lane AFTER INSERT ON task REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION task_joins_lane();

CREATE FUNCTION task_moves_in_lane() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE lane SET
        waiting = waiting - (OLD.status = 'pending')::integer + (NEW.status = 'pending')::integer,
        at_work = at_work - (OLD.status = 'processing')::integer + (NEW.status = 'processing')::integer,
        completed = completed + (NEW.status = 'completed')::integer,
        failed = failed + (NEW.status = 'failed')::integer,
        cancelled = cancelled + (NEW.status = 'cancelled')::integer,
        work_s = CASE WHEN NEW.status IN ('pending', 'processing') THEN work_s ELSE work_s - NEW.work_s END,
        served_at = CASE WHEN NEW.status = 'processing' THEN clock_timestamp() ELSE served_at END
    WHERE account_id = NEW.account_id;
    RETURN NULL;
END $$;
CREATE TRIGGER task_moves_in_lane AFTER UPDATE OF status ON task FOR EACH ROW
    WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION task_moves_in_lane();

CREATE FUNCTION task_leaves_lane() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE lane SET
        waiting = lane.waiting - gone.waiting,
        at_work = lane.at_work - gone.at_work,
        work_s = lane.work_s - gone.work_s,
        completed = lane.completed - gone.completed,
        failed = lane.failed - gone.failed,
        cancelled = lane.cancelled - gone.cancelled
    FROM (
        SELECT account_id, count(*) FILTER (WHERE status = 'pending') AS waiting,
            count(*) FILTER (WHERE status = 'processing') AS at_work,
            coalesce(sum(work_s) FILTER (WHERE status IN ('pending', 'processing')), 0) AS work_s,
            count(*) FILTER (WHERE status = 'completed') AS completed,
            count(*) FILTER (WHERE status = 'failed') AS failed,
            count(*) FILTER (WHERE status = 'cancelled') AS cancelled
        FROM removed GROUP BY account_id
    ) AS gone
    WHERE lane.account_id = gone.account_id;
    RETURN NULL;
END $$;
CREATE TRIGGER task_leaves_lane AFTER DELETE ON task REFERENCING OLD TABLE AS removed
    FOR EACH STATEMENT EXECUTE FUNCTION task_leaves_lane();

DROP INDEX task_queue;
DROP INDEX task_account_queue;
CREATE INDEX task_queue ON task (account_id, created_at, id) WHERE status = 'pending';
CREATE INDEX task_ended ON task (finished_at) WHERE finished_at IS NOT NULL;
