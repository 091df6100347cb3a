-- name: one_at_a_time
SELECT pg_advisory_xact_lock(hashtextextended('upload', $1))

-- name: kept
SELECT count(*) AS files, coalesce(sum(size_bytes), 0)::bigint AS size_bytes FROM upload WHERE account_id = $1

-- name: again
UPDATE upload SET created_at = now(), expires_at = now() + $3::float8 * interval '1 second', original_name = $4
WHERE id = (
    SELECT id FROM upload WHERE account_id = $1 AND digest = $2 AND kind = 'link' AND expires_at > now() LIMIT 1
)
RETURNING *

-- name: insert
INSERT INTO upload (id, account_id, kind, digest, original_name, media_type, size_bytes, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, now() + $8::float8 * interval '1 second')
RETURNING *

-- name: alive
SELECT id FROM upload WHERE id = ANY ($1) AND expires_at > now()

-- name: links
SELECT * FROM upload WHERE id = ANY ($1) AND kind = 'link' AND expires_at > now()

-- name: inputs
-- What a task's row refers to and is still there: uploads, and images that came inside a request.
SELECT * FROM upload WHERE id = ANY ($1) AND (kind = 'inline' OR expires_at > now())

-- name: due
-- A submit may have seen a file alive a moment ago: what is due waits ten minutes more.
WITH due AS (
    SELECT id FROM upload WHERE expires_at < now() - interval '10 minutes'
    UNION
    SELECT id FROM upload WHERE kind = 'inline' AND created_at < now() - interval '10 minutes'
)
SELECT id FROM due WHERE NOT EXISTS (
    SELECT FROM task, unnest(task.image_urls) AS image (url)
    WHERE task.status IN ('pending', 'processing') AND image.url = 'upload:' || due.id
)
LIMIT 500

-- name: delete
DELETE FROM upload WHERE id = ANY ($1)

-- name: known
SELECT id FROM upload WHERE id = ANY ($1)
