-- name: lock_slots
SELECT pg_advisory_xact_lock(hashtextextended('engine ' || $1, 0))

-- name: take_slot
UPDATE task SET remote = $4::jsonb
WHERE id = $1 AND attempt = $2 AND status = 'processing'
    AND (SELECT count(*) FROM task AS other
         WHERE other.remote ->> 'engine' = $3 AND other.id <> $1
            AND (other.remote ->> 'phase' IN ('submitting', 'running')
                OR (other.remote ->> 'phase' = 'taken' AND other.status = 'processing'))) < $5
RETURNING id

-- name: remote
SELECT remote::text FROM task WHERE id = $1 AND attempt = $2 AND status = 'processing'

-- name: note
UPDATE task SET remote = $3::jsonb WHERE id = $1 AND attempt = $2 AND status = 'processing' RETURNING id

-- name: forget
UPDATE task SET remote = NULL WHERE id = $1 AND remote ->> 'engine' = $2 AND status NOT IN ('pending', 'processing')

-- name: leftovers
SELECT id FROM task WHERE remote IS NOT NULL AND status IN ('completed', 'failed', 'cancelled') LIMIT 100

-- name: status
SELECT status, remote::text FROM task WHERE id = $1

-- name: resting
SELECT engine, failures, problem, greatest(0, extract(epoch FROM retry_at - now()))::float8 AS rests_s FROM engine_health

-- name: failed
INSERT INTO engine_health (engine, failures, problem, retry_at)
VALUES ($1, 1, $2, now() + greatest(2, $3::float8) * interval '1 second')
ON CONFLICT (engine) DO UPDATE SET
    failures = engine_health.failures + 1, problem = excluded.problem, changed_at = now(),
    retry_at = now() + greatest($3::float8, least(300, 2 ^ least(engine_health.failures + 1, 9))) * interval '1 second'

-- name: waiting
SELECT model, count(*) AS tasks FROM task WHERE status = 'pending' GROUP BY model

-- name: well
DELETE FROM engine_health WHERE engine = $1

-- name: load
SELECT remote ->> 'engine' AS engine, count(*) AS slots
FROM task WHERE remote IS NOT NULL AND remote ->> 'phase' IN ('submitting', 'running') GROUP BY 1

-- name: note_late
UPDATE task SET remote = $3::jsonb
WHERE id = $1 AND attempt = $2 AND status IN ('cancelled', 'failed') AND remote ->> 'phase' = 'submitting'
