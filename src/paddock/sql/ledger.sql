-- name: grant
WITH moved AS (
    INSERT INTO ledger_transaction (kind, account_id, note, reference) VALUES ('grant', $1, $3, $4)
    ON CONFLICT (account_id, reference) WHERE reference IS NOT NULL DO NOTHING
    RETURNING id
)
INSERT INTO ledger_entry (transaction_id, book, account_id, amount_units)
SELECT moved.id, side.book, $1, side.amount
FROM moved, (VALUES ('granted', -$2::bigint), ('available', $2::bigint)) AS side (book, amount)

-- name: hold
WITH wanted AS (
    SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::bigint[])
        AS wanted (account_id, key_id, task_id, units)
), moved AS (
    INSERT INTO ledger_transaction (kind, account_id, key_id, task_id)
    SELECT 'hold', account_id, key_id, task_id FROM wanted
    RETURNING id, task_id
)
INSERT INTO ledger_entry (transaction_id, book, account_id, amount_units)
SELECT moved.id, side.book, wanted.account_id, side.amount
FROM moved JOIN wanted USING (task_id),
    LATERAL (VALUES ('available', -wanted.units), ('held', wanted.units)) AS side (book, amount)

-- name: resolve
WITH held AS (
    SELECT t.account_id, t.key_id, t.task_id, e.amount_units FROM ledger_transaction t
    JOIN ledger_entry e ON e.transaction_id = t.id AND e.book = 'held'
    WHERE t.task_id = $1 AND t.kind = 'hold'
), moved AS (
    INSERT INTO ledger_transaction (kind, account_id, key_id, task_id)
    SELECT $2, account_id, key_id, task_id FROM held
    ON CONFLICT (task_id) WHERE kind IN ('capture', 'release') DO NOTHING
    RETURNING id
)
INSERT INTO ledger_entry (transaction_id, book, account_id, amount_units)
SELECT moved.id, side.book, held.account_id, side.amount
FROM moved, held, LATERAL (VALUES ('held', -held.amount_units), ($3, held.amount_units)) AS side (book, amount)
