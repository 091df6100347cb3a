-- name: remember_requests
INSERT INTO idempotency (account_id, key, fingerprint, task_id)
SELECT * FROM unnest($1::bigint[], $2::text[], $3::bytea[], $4::text[])
ON CONFLICT (account_id, key) DO NOTHING
RETURNING task_id

-- name: recall_request
SELECT fingerprint, task_id FROM idempotency WHERE account_id = $1 AND key = $2

-- name: waiting
SELECT account_id, waiting FROM lane WHERE account_id = ANY ($1)

-- name: insert
INSERT INTO task (
    id, account_id, key_id, model, prompt, image_urls, quality, aspect_ratio, duration_s, seed, callback_url,
    price_units, billing_rule, user_group, work_s, estimated_s
)
SELECT
    id, account_id, key_id, model, prompt, image_urls, quality, aspect_ratio, duration_s, seed, callback_url,
    price_units, billing_rule, user_group, work_s, estimated_s
FROM jsonb_to_recordset($1::jsonb) AS wanted (
    id text, account_id bigint, key_id bigint, model text, prompt text, image_urls text[], quality text,
    aspect_ratio text, duration_s smallint, seed integer, callback_url text, price_units bigint, billing_rule text,
    user_group text, work_s real, estimated_s integer
)
RETURNING *

-- name: find
SELECT task.* FROM unnest($1::text[], $2::bigint[]) AS wanted (id, account_id)
JOIN task ON task.id = wanted.id AND task.account_id = wanted.account_id

-- name: made
SELECT * FROM task WHERE id = ANY ($1::text[])

-- name: lock
SELECT * FROM task WHERE id = $1 AND account_id = $2 FOR UPDATE

-- name: cancel
UPDATE task SET status = 'cancelled', lease_until = NULL, finished_at = now(), error_code = $2, error_message = $3
WHERE id = $1 RETURNING *

-- name: page
SELECT id, status, model, progress, created_at, price_units FROM task
WHERE account_id = $1
    AND ($2::text[] IS NULL OR status = ANY ($2))
    AND ($3::text IS NULL OR model = $3)
ORDER BY created_at DESC, id DESC
LIMIT $4 OFFSET $5

-- name: count
SELECT count(*) FROM task WHERE account_id = $1 AND ($2::text[] IS NULL OR status = ANY ($2)) AND model = $3

-- name: counts
SELECT waiting AS pending, at_work AS processing, completed, failed, cancelled FROM lane WHERE account_id = $1

-- name: complete
UPDATE task SET status = 'completed', progress = 100, lease_until = NULL, finished_at = now(), engine = $3,
    link_key_id = (SELECT max(id) FROM signing_key), warnings = $4,
    fetched_at = now() - $5::float8 * interval '1 second', rendered_at = now() - $6::float8 * interval '1 second',
    stored_at = now() - $7::float8 * interval '1 second'
WHERE id = $1 AND attempt = $2 AND status = 'processing'
RETURNING *

-- name: fail
UPDATE task SET status = 'failed', lease_until = NULL, finished_at = now(), error_code = $3, error_message = $4,
    engine = $5, warnings = $6,
    fetched_at = now() - $7::float8 * interval '1 second', rendered_at = now() - $8::float8 * interval '1 second',
    stored_at = now() - $9::float8 * interval '1 second'
WHERE id = $1 AND attempt = $2 AND status = 'processing'
RETURNING *

-- name: ended_here
SELECT status IN ('completed', 'failed') FROM task WHERE id = $1 AND attempt = $2

-- name: learn_pace
INSERT INTO pace (engine, model, quality, work_s_per_video_s) VALUES ($1, $2, $3, $4)
ON CONFLICT (engine, model, quality) DO UPDATE SET
    work_s_per_video_s = CASE WHEN pace.samples = 0 THEN excluded.work_s_per_video_s
        ELSE pace.work_s_per_video_s * 0.7 + excluded.work_s_per_video_s * 0.3 END,
    samples = pace.samples + 1

-- name: paces
SELECT engine, model, quality, work_s_per_video_s FROM pace WHERE engine = ANY ($1)

-- name: backlog
SELECT (SELECT count(*) FROM worker WHERE seen_at > now() - interval '30 seconds') AS workers,
    (SELECT coalesce(sum(greatest(work_s, 0)), 0) FROM lane WHERE waiting > 0 OR at_work > 0) AS work_s
