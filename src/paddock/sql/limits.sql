-- name: full_at
WITH known AS (
    INSERT INTO rate_limit AS r (key_id, full_at) VALUES ($1, '-infinity')
    ON CONFLICT (key_id) DO UPDATE SET key_id = r.key_id -- takes the row's lock and changes nothing
    RETURNING full_at
)
SELECT extract(epoch FROM coalesce($2, clock_timestamp()))::float8 AS now_s,
    CASE WHEN isfinite(full_at) THEN extract(epoch FROM full_at)::float8 ELSE 0 END AS full_at_s
FROM known

-- name: set_full_at
UPDATE rate_limit SET full_at = to_timestamp($2) WHERE key_id = $1
