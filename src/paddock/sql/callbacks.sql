-- name: owe
INSERT INTO delivery (id, task_id, account_id, lane, again) VALUES ($1, $2, $3, $4, $5)

-- name: claim
-- Of every account and lane that has something pending, the oldest that are due, as far as its share of this sender's
-- places goes; then those first whose account has the fewest under way. Stepping from lane to lane through the index
-- keeps the price the same however many deliveries wait in one of them.
-- $1 lease in seconds, $2 free places, $3 an account's places, $4 a lane's places; under way in this sender:
-- $5 accounts, $6 lanes, $7 how many.
WITH RECURSIVE open_lane AS (
    (SELECT account_id, lane FROM delivery WHERE status = 'pending' ORDER BY account_id, lane LIMIT 1)
    UNION ALL
    SELECT following.account_id, following.lane FROM open_lane CROSS JOIN LATERAL (
        SELECT delivery.account_id, delivery.lane FROM delivery
        WHERE status = 'pending' AND (delivery.account_id, delivery.lane) > (open_lane.account_id, open_lane.lane)
        ORDER BY delivery.account_id, delivery.lane LIMIT 1
    ) AS following
), busy AS (
    SELECT * FROM unnest($5::bigint[], $6::smallint[], $7::integer[]) AS busy (account_id, lane, places)
), due AS (
    SELECT waiting.id, waiting.due_at, open_lane.account_id, coalesce(busy.places, 0) + row_number() OVER (
        PARTITION BY open_lane.account_id, open_lane.lane ORDER BY waiting.due_at
    ) AS place_in_lane
    FROM open_lane LEFT JOIN busy USING (account_id, lane)
    CROSS JOIN LATERAL (
        SELECT id, due_at FROM delivery
        WHERE status = 'pending' AND delivery.account_id = open_lane.account_id AND delivery.lane = open_lane.lane
            AND due_at <= now()
        ORDER BY due_at LIMIT greatest(0, least($2, $4 - coalesce(busy.places, 0)))
        FOR UPDATE SKIP LOCKED
    ) AS waiting
), ranked AS (
    SELECT id, due_at, row_number() OVER (PARTITION BY account_id ORDER BY place_in_lane, due_at)
        + coalesce((SELECT sum(places) FROM busy WHERE busy.account_id = due.account_id), 0) AS place_in_account
    FROM due
), picked AS (
    SELECT id FROM ranked WHERE place_in_account <= $3 ORDER BY place_in_account, due_at LIMIT $2
), claimed AS (
    UPDATE delivery SET tries = tries + 1, lost = lost + sending::integer, sending = true,
        due_at = now() + $1::float8 * interval '1 second'
    FROM picked WHERE delivery.id = picked.id
    RETURNING delivery.id, task_id, lane, tries, failures, lost
), begun AS (
    INSERT INTO delivery_try (delivery_id, number) SELECT id, tries FROM claimed
)
-- The images stay where they are: they may be megabytes, and no answer shows them.
SELECT claimed.id AS delivery_id, claimed.lane, claimed.tries, claimed.failures, claimed.lost, now() AS began_at,
    task.id, account_id, model, prompt, '{}'::text[] AS image_urls, quality, aspect_ratio, duration_s, seed,
    callback_url, price_units, billing_rule, user_group, status, progress, attempt, handed_back, estimated_s, created_at,
    started_at, finished_at, engine, link_key_id, error_code, error_message, warnings
FROM claimed JOIN task ON task.id = claimed.task_id

-- name: settle
-- $3 the delivery's new status, $4 seconds to the next try while it is pending.
WITH settled AS (
    UPDATE delivery SET status = $3, failures = failures + ($3 <> 'delivered')::integer, sending = false,
        due_at = CASE WHEN $3 = 'pending' THEN now() + $4::float8 * interval '1 second' END,
        ended_at = CASE WHEN $3 <> 'pending' THEN now() END
    WHERE id = $1 AND tries = $2 AND sending
    RETURNING id
)
UPDATE delivery_try SET duration_ms = $5, http_status = $6, problem = $7
FROM settled WHERE delivery_id = settled.id AND number = $2
RETURNING delivery_id

-- name: hand_back
UPDATE delivery SET sending = false, due_at = now()
FROM unnest($1::text[], $2::integer[]) AS held (id, tries)
WHERE delivery.id = held.id AND delivery.tries = held.tries AND sending

-- name: of_task
SELECT * FROM delivery WHERE task_id = $1 ORDER BY created_at DESC, id

-- name: tries_of
SELECT * FROM delivery_try WHERE delivery_id = ANY ($1) ORDER BY delivery_id, number

-- name: ask_again
UPDATE delivery SET status = 'pending', failures = 0, lost = 0, due_at = now(), ended_at = NULL WHERE id = $1

-- name: to_forget
DELETE FROM delivery WHERE id IN (
    SELECT id FROM delivery WHERE status <> 'pending' AND ended_at < now() - $1::float8 * interval '1 second' LIMIT 1000
)
RETURNING id

-- name: secrets_of
SELECT account_id, secret, created_at, expires_at FROM webhook_secret
WHERE account_id = ANY ($1) AND (expires_at IS NULL OR expires_at > now())
ORDER BY account_id, id DESC

-- name: make_secret
INSERT INTO webhook_secret (account_id, secret) VALUES ($1, $2)
ON CONFLICT (account_id) WHERE expires_at IS NULL DO NOTHING

-- name: lock_account
SELECT FROM account WHERE id = $1 FOR NO KEY UPDATE

-- name: retire_secret
UPDATE webhook_secret SET expires_at = now() + $2::float8 * interval '1 second'
WHERE account_id = $1 AND expires_at IS NULL

-- name: drop_secrets
DELETE FROM webhook_secret WHERE account_id = $1 AND (expires_at <= now() OR id NOT IN (
    SELECT id FROM webhook_secret WHERE account_id = $1 ORDER BY id DESC LIMIT $2
))

-- name: forget_secrets
DELETE FROM webhook_secret WHERE expires_at < now()
