-- Engines that run elsewhere: what a task has under way there, and which engines are resting after a failure.

-- {"engine", "phase": "taken" | "submitting" | "running" | "done", "id", "seed", ...}: written before a job is sent,
-- cleared once nothing of it is left there. A task holds a slot of its engine until the phase is "done" or this is null.
ALTER TABLE task ADD COLUMN remote jsonb CONSTRAINT task_remote_names_its_engine
    CHECK (remote IS NULL OR (remote ? 'engine' AND remote ? 'phase'));
CREATE INDEX task_remote ON task ((remote ->> 'engine')) WHERE remote IS NOT NULL;

CREATE TABLE engine_health (
    engine     text PRIMARY KEY,
    failures   integer NOT NULL CHECK (failures > 0),
    problem    text NOT NULL,
    retry_at   timestamptz NOT NULL,
    changed_at timestamptz NOT NULL DEFAULT now()
);
