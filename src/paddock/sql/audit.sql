-- name: unbalanced
SELECT transaction_id, sum(amount_units)::bigint AS units FROM ledger_entry
GROUP BY transaction_id HAVING sum(amount_units) <> 0 ORDER BY transaction_id LIMIT 100

-- name: empty_transactions
SELECT t.id AS transaction_id FROM ledger_transaction t
WHERE NOT EXISTS (SELECT FROM ledger_entry e WHERE e.transaction_id = t.id) ORDER BY t.id LIMIT 100

-- name: wrong_books
SELECT a.id AS account_id, a.available_units, a.held_units, a.spent_units,
    coalesce(e.available, 0)::bigint AS available, coalesce(e.held, 0)::bigint AS held,
    coalesce(e.spent, 0)::bigint AS spent
FROM account a LEFT JOIN (
    SELECT account_id,
        sum(amount_units) FILTER (WHERE book = 'available') AS available,
        sum(amount_units) FILTER (WHERE book = 'held') AS held,
        sum(amount_units) FILTER (WHERE book = 'spent') AS spent
    FROM ledger_entry GROUP BY account_id
) AS e ON e.account_id = a.id
WHERE (a.available_units, a.held_units, a.spent_units)
    IS DISTINCT FROM (coalesce(e.available, 0), coalesce(e.held, 0), coalesce(e.spent, 0))
ORDER BY a.id LIMIT 100

-- name: wrong_keys
SELECT k.public_id, k.used_units, coalesce(e.used, 0)::bigint AS used
FROM api_key k LEFT JOIN (
    SELECT t.key_id, -sum(l.amount_units) AS used
    FROM ledger_transaction t JOIN ledger_entry l ON l.transaction_id = t.id AND l.book = 'available'
    WHERE t.key_id IS NOT NULL GROUP BY t.key_id
) AS e ON e.key_id = k.id
WHERE k.used_units <> coalesce(e.used, 0) ORDER BY k.id LIMIT 100

-- name: wrong_resolutions
SELECT r.task_id, r.kind, h.held_units, -e.amount_units AS resolved_units
FROM ledger_transaction r
JOIN ledger_entry e ON e.transaction_id = r.id AND e.book = 'held'
LEFT JOIN (
    SELECT t.task_id, l.amount_units AS held_units FROM ledger_transaction t
    JOIN ledger_entry l ON l.transaction_id = t.id AND l.book = 'held' WHERE t.kind = 'hold'
) AS h ON h.task_id = r.task_id
WHERE r.kind IN ('capture', 'release') AND -e.amount_units IS DISTINCT FROM h.held_units
ORDER BY r.id LIMIT 100

-- name: resolved_twice
SELECT task_id FROM ledger_transaction WHERE kind IN ('capture', 'release')
GROUP BY task_id HAVING count(*) > 1 ORDER BY task_id LIMIT 100

-- name: wrong_tasks
SELECT task.id AS task_id, task.status, task.price_units, h.held_units, r.kind AS resolution
FROM task
LEFT JOIN (
    SELECT t.task_id, l.amount_units AS held_units FROM ledger_transaction t
    JOIN ledger_entry l ON l.transaction_id = t.id AND l.book = 'held' WHERE t.kind = 'hold'
) AS h ON h.task_id = task.id
LEFT JOIN ledger_transaction r ON r.task_id = task.id AND r.kind IN ('capture', 'release')
WHERE h.held_units IS DISTINCT FROM task.price_units OR r.kind IS DISTINCT FROM
    CASE WHEN task.status = 'completed' THEN 'capture' WHEN task.status IN ('failed', 'cancelled') THEN 'release' END
ORDER BY task.id LIMIT 100

-- name: totals
SELECT (SELECT count(*) FROM ledger_transaction) AS transactions, (SELECT count(*) FROM account) AS accounts,
    (SELECT coalesce(-sum(amount_units), 0)::bigint FROM ledger_entry WHERE book = 'granted') AS granted_units

-- name: export
SELECT t.id AS transaction, t.created_at, t.kind, a.name AS account, k.public_id AS key, t.task_id, t.note,
    e.book, e.amount_units
FROM ledger_transaction t
JOIN account a ON a.id = t.account_id
LEFT JOIN api_key k ON k.id = t.key_id
JOIN ledger_entry e ON e.transaction_id = t.id
WHERE $1::bigint IS NULL OR t.account_id = $1
ORDER BY t.id, e.book
