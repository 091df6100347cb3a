-- name: find
SELECT wanted.public_id, k.id AS key_id, k.account_id, k.secret_hash, a.user_group
FROM unnest($1::text[]) AS wanted (public_id)
JOIN api_key k USING (public_id)
JOIN account a ON a.id = k.account_id
WHERE k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now())

-- name: create_account
INSERT INTO account (name, user_group) VALUES ($1, $2) RETURNING id

-- name: any_account
SELECT EXISTS (SELECT FROM account)

-- name: first_account
SELECT id FROM account ORDER BY id LIMIT 1

-- name: create_key
INSERT INTO api_key (account_id, public_id, secret_hash, name) VALUES ($1, $2, $3, $4) RETURNING id
