-- name: open_session
INSERT INTO console_session (token_hash, key_id, expires_at)
VALUES ($1, $2, now() + $3::float8 * interval '1 second')

-- name: sessions
SELECT s.token_hash, k.id AS key_id, k.account_id, a.user_group, k.role, k.models, k.cap_units IS NOT NULL AS capped
FROM console_session s
JOIN api_key k ON k.id = s.key_id
JOIN account a ON a.id = k.account_id
WHERE s.token_hash = ANY ($1) AND s.expires_at > now()
    AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now())

-- name: close_session
DELETE FROM console_session WHERE token_hash = $1 OR expires_at < now()

-- name: make_link
INSERT INTO console_link (token_hash, key_id, expires_at)
SELECT $1, k.id, now() + $3::float8 * interval '1 second' FROM api_key k
WHERE k.public_id = $2 AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now())
RETURNING key_id

-- name: use_link
WITH used AS (DELETE FROM console_link WHERE token_hash = $1 OR expires_at < now() RETURNING *)
SELECT used.key_id FROM used JOIN api_key k ON k.id = used.key_id
WHERE used.token_hash = $1 AND used.expires_at > now() AND k.revoked_at IS NULL

-- name: tasks
SELECT id, prompt, model, quality, aspect_ratio, duration_s, status, progress, price_units, created_at, finished_at,
    swept_at IS NOT NULL AS swept, count(*) OVER () AS total
FROM task
WHERE account_id = $1
    AND ($2::text[] IS NULL OR status = ANY ($2))
    AND ($3::text IS NULL OR model = $3)
    AND ($4::text IS NULL OR prompt ILIKE $4 OR id = $5)
ORDER BY created_at DESC, id DESC
LIMIT $6 OFFSET $7

-- name: task_more
SELECT handed_back, worker, swept_at, fetched_at, rendered_at, stored_at, (SELECT public_id FROM api_key WHERE api_key.id = task.key_id) AS key
FROM task WHERE id = $1 AND account_id = $2

-- name: task_money
SELECT t.kind, t.created_at, max(abs(e.amount_units)) AS units FROM ledger_transaction t
JOIN ledger_entry e ON e.transaction_id = t.id
WHERE t.task_id = $1 AND t.account_id = $2 GROUP BY t.id ORDER BY t.id

-- name: account
SELECT name, user_group, available_units, held_units, spent_units, created_at FROM account WHERE id = $1

-- name: usage
-- Units by day (UTC) and model of the last $2 days.
SELECT (t.created_at AT TIME ZONE 'UTC')::date AS day, coalesce(task.model, '') AS model, count(*) AS videos,
    sum(e.amount_units)::bigint AS units
FROM ledger_transaction t
JOIN ledger_entry e ON e.transaction_id = t.id AND e.book = 'spent'
LEFT JOIN task ON task.id = t.task_id
WHERE t.account_id = $1 AND t.kind = 'capture' AND t.created_at > now() - $2::integer * interval '1 day'
GROUP BY 1, 2 ORDER BY 1, 2

-- name: entries
SELECT t.id, t.created_at, t.kind, t.task_id, t.note, k.public_id AS key,
    coalesce(sum(e.amount_units) FILTER (WHERE e.book = 'available'), 0)::bigint AS available,
    coalesce(sum(e.amount_units) FILTER (WHERE e.book = 'held'), 0)::bigint AS held,
    coalesce(sum(e.amount_units) FILTER (WHERE e.book = 'spent'), 0)::bigint AS spent
FROM ledger_transaction t
JOIN ledger_entry e ON e.transaction_id = t.id
LEFT JOIN api_key k ON k.id = t.key_id
WHERE t.account_id = $1
GROUP BY t.id, k.public_id
ORDER BY t.id DESC LIMIT $2

-- name: operator_queue
SELECT a.id, a.name, lane.waiting, lane.at_work, lane.completed, lane.failed, lane.cancelled
FROM lane JOIN account a ON a.id = lane.account_id
ORDER BY lane.at_work + lane.waiting DESC, lane.served_at DESC LIMIT 50

-- name: operator_workers
-- A row for each task that a worker has: one may be finished, one made and one about to be.
SELECT w.id, w.engine, w.started_at, w.seen_at, extract(epoch FROM now() - w.seen_at)::float8 AS silent_s,
    task.id AS task_id, task.progress, task.attempt, task.model, task.started_at AS began_at, a.name AS account
FROM worker w
LEFT JOIN task ON task.worker = w.id AND task.status = 'processing'
LEFT JOIN account a ON a.id = task.account_id
ORDER BY w.seen_at DESC, w.id, task.started_at, task.id LIMIT 100

-- name: operator_engines
SELECT engine, model, quality, work_s_per_video_s, samples FROM pace ORDER BY engine, model, quality

-- name: operator_errors
SELECT task.id, a.name AS account, task.error_code, task.error_message, task.finished_at, task.attempt
FROM task JOIN account a ON a.id = task.account_id
WHERE task.finished_at IS NOT NULL AND task.status = 'failed'
ORDER BY task.finished_at DESC LIMIT 20
