-- name: claim
WITH turn AS (
    -- Whoever has the fewest tasks at work, and of those whoever was served longest ago.
    SELECT lane.account_id FROM lane
    JOIN account ON account.id = lane.account_id
    LEFT JOIN unnest($3::text[], $4::integer[]) AS bound (user_group, most) USING (user_group)
    WHERE lane.waiting > 0 AND lane.at_work < coalesce(bound.most, 2147483647)
    ORDER BY lane.at_work, lane.served_at, lane.account_id
    LIMIT 1 FOR UPDATE OF lane
), following AS (
    SELECT task.id FROM task JOIN turn USING (account_id)
    WHERE task.status = 'pending' ORDER BY task.created_at, task.id LIMIT 1 FOR UPDATE OF task SKIP LOCKED
)
UPDATE task SET status = 'processing', attempt = attempt + 1, lease_until = now() + $2::float8 * interval '1 second',
    worker = $1, started_at = coalesce(started_at, now()), previewed_at = NULL
FROM following WHERE task.id = following.id
RETURNING task.*

-- name: heartbeat
-- Which of these attempts are lost. A row that is locked is passed over: what hangs on one task costs no other its lease.
WITH held AS (
    SELECT * FROM unnest($2::text[], $3::integer[], $4::integer[], $5::boolean[])
        AS held (id, attempt, progress, previewed)
), mine AS (
    SELECT task.id FROM task JOIN held USING (id, attempt) WHERE task.status = 'processing'
    FOR UPDATE OF task SKIP LOCKED
), kept AS (
    UPDATE task SET lease_until = now() + $1::float8 * interval '1 second',
        progress = greatest(task.progress, least(held.progress, 99)),
        previewed_at = CASE WHEN held.previewed THEN now() ELSE task.previewed_at END
    FROM held JOIN mine USING (id) WHERE task.id = held.id
)
SELECT held.id, held.attempt FROM held LEFT JOIN task USING (id, attempt)
WHERE task.status IS DISTINCT FROM 'processing'

-- name: hand_back
WITH handed AS (
    UPDATE task SET status = 'pending', lease_until = NULL, worker = NULL, handed_back = handed_back + 1
    WHERE id = $1 AND attempt = $2 AND status = 'processing'
    RETURNING id
)
SELECT pg_notify('paddock', 'pending') FROM handed

-- name: expire
UPDATE task SET status = 'pending', lease_until = NULL, worker = NULL
WHERE id IN (
    SELECT id FROM task
    WHERE status = 'processing' AND lease_until < now() AND attempt - handed_back < $1
    FOR UPDATE SKIP LOCKED
)
RETURNING id

-- name: spent
SELECT id, attempt FROM task
WHERE status = 'processing' AND lease_until < now() AND attempt - handed_back >= $1
LIMIT 100

-- name: retry
UPDATE task SET status = 'pending', lease_until = NULL, worker = NULL
WHERE id = $1 AND attempt = $2 AND status = 'processing' AND attempt - handed_back < $3
RETURNING id

-- name: seen
INSERT INTO worker (id, engine) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET seen_at = now()

-- name: gone
DELETE FROM worker WHERE id = $1 OR seen_at < now() - interval '10 minutes'

-- name: introduce
INSERT INTO pace (engine, model, quality, work_s_per_video_s, samples) VALUES ($1, $2, $3, $4, 0)
ON CONFLICT (engine, model, quality) DO NOTHING

-- name: to_sweep
SELECT id FROM task WHERE status = 'completed' AND swept_at IS NULL AND finished_at < now() - $1::float8 * interval '1 second'
LIMIT 500

-- name: swept
UPDATE task SET swept_at = now() WHERE id = ANY ($1)

-- name: forget_tasks
DELETE FROM task WHERE id IN (
    SELECT id FROM task WHERE finished_at < now() - $1::float8 * interval '1 second'
        AND (status <> 'completed' OR swept_at IS NOT NULL)
    LIMIT 1000
)

-- name: forget_requests
DELETE FROM idempotency WHERE created_at < now() - interval '24 hours'

-- name: winners
SELECT id, attempt, status, swept_at IS NOT NULL AS swept FROM task WHERE id = ANY ($1)
