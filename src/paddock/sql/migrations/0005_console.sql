-- The console: who is signed in, one-time links to sign in with, and word of every change of a task.

CREATE TABLE console_session (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    token_hash bytea NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    -- Who is signed in is whoever the key speaks for, as long as the key is valid.
    key_id     bigint NOT NULL REFERENCES api_key ON DELETE CASCADE,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL
);
CREATE INDEX console_session_expiry ON console_session (expires_at);

CREATE TABLE console_link (
    token_hash bytea PRIMARY KEY CHECK (length(token_hash) = 32),
    key_id     bigint NOT NULL REFERENCES api_key ON DELETE CASCADE,
    expires_at timestamptz NOT NULL
);

-- A submit inserts and says nothing here: a NOTIFY would make all commits of submits queue behind one lock.
CREATE FUNCTION task_tells() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('paddock_task', NEW.account_id || ' ' || NEW.id);
    RETURN NULL;
END $$;
CREATE TRIGGER task_tells AFTER UPDATE OF status, progress ON task FOR EACH ROW
    WHEN (OLD.status IS DISTINCT FROM NEW.status OR OLD.progress IS DISTINCT FROM NEW.progress)
    EXECUTE FUNCTION task_tells();
