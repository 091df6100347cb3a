-- name: find
-- Of a waiting task also how many are about to be made before it: accounts take turns.
SELECT task.*, (extract(epoch FROM now()) * 1000)::bigint AS clock_ms,
    CASE WHEN task.status = 'processing' THEN (extract(epoch FROM task.previewed_at) * 1000)::bigint END AS previewed_ms,
    CASE WHEN task.status = 'pending' THEN (
        SELECT mine.earlier + coalesce((
            SELECT sum(least(lane.waiting, mine.earlier + 1)) FROM lane
            WHERE lane.account_id <> task.account_id AND lane.waiting > 0
        ), 0)
        FROM (
            SELECT count(*) AS earlier FROM task AS other
            WHERE other.account_id = task.account_id AND other.status = 'pending'
                AND (other.created_at, other.id) < (task.created_at, task.id)
        ) AS mine
    )::bigint END AS ahead
FROM unnest($1::text[], $2::bigint[]) AS wanted (id, account_id)
JOIN task ON task.id = wanted.id AND task.account_id = wanted.account_id

-- name: current
-- What goes on in an account, and, when $2 (Unix milliseconds) is given, what has ended since then.
SELECT id FROM task WHERE account_id = $1 AND status = 'pending'
UNION
SELECT id FROM task WHERE account_id = $1 AND status = 'processing'
UNION
SELECT id FROM task WHERE account_id = $1 AND finished_at > to_timestamp($2::float8 / 1000)
LIMIT 1000

-- name: fresh
SELECT id, account_id FROM task
WHERE account_id = ANY ($1) AND created_at > now() - $2::float8 * interval '1 second'
LIMIT 10000
