-- name: find
SELECT wanted.public_id, k.id AS key_id, k.account_id, k.secret_hash, a.user_group, k.role, k.models,
    k.cap_units IS NOT NULL AS capped
FROM unnest($1::text[]) AS wanted (public_id)
JOIN api_key k USING (public_id)
JOIN account a ON a.id = k.account_id
WHERE k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now())

-- name: create_account
INSERT INTO account (name, user_group) VALUES ($1, $2) RETURNING id

-- name: create_key
INSERT INTO api_key (account_id, public_id, secret_hash, name, role, models, cap_units, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING *

-- name: list_keys
SELECT * FROM api_key WHERE account_id = $1 ORDER BY id DESC LIMIT 1000

-- name: revoke_key
UPDATE api_key SET revoked_at = coalesce(revoked_at, now()) WHERE public_id = $1 AND account_id = $2 RETURNING *

-- name: used
UPDATE api_key SET last_used_at = now() WHERE id = ANY ($1)

-- name: list_accounts
SELECT * FROM account ORDER BY id LIMIT $1 OFFSET $2

-- name: get_account
SELECT * FROM account WHERE id = $1

-- name: find_account
SELECT * FROM account WHERE name = $1

-- name: credits
SELECT a.available_units, a.held_units, a.spent_units, k.cap_units, k.used_units
FROM api_key k JOIN account a ON a.id = k.account_id WHERE k.id = $1
