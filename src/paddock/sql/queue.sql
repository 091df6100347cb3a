-- name: claim
UPDATE task SET status = 'processing', attempt = attempt + 1, lease_until = now() + $2::float8 * interval '1 second',
    worker = $1, started_at = coalesce(started_at, now())
WHERE id = (
    SELECT id FROM task WHERE status = 'pending' ORDER BY created_at, id LIMIT 1 FOR UPDATE SKIP LOCKED
)
RETURNING *

-- name: heartbeat
UPDATE task SET lease_until = now() + $3::float8 * interval '1 second', progress = greatest(progress, least($4, 99))
WHERE id = $1 AND attempt = $2 AND status = 'processing'
RETURNING id

-- name: hand_back
UPDATE task SET status = 'pending', lease_until = NULL, worker = NULL, handed_back = handed_back + 1
WHERE id = $1 AND attempt = $2 AND status = 'processing'

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

-- name: forget_requests
DELETE FROM idempotency WHERE created_at < now() - interval '24 hours'

-- name: winners
SELECT id, attempt, status, swept_at IS NOT NULL AS swept FROM task WHERE id = ANY ($1)
