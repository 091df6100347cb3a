-- Images that accounts gave us to keep for a while.

CREATE TABLE upload (
    id            text PRIMARY KEY CHECK (id ~ '^[0-9a-f]{32}$'),
    account_id    bigint NOT NULL REFERENCES account,
    -- 'link': made by the files API and served to whoever holds its link; 'inline': came inside a create request as a
    -- data: URL, is as the user gave it, and is never served.
    kind          text NOT NULL CHECK (kind IN ('link', 'inline')),
    -- SHA-256 of the bytes that came, so that sending the same picture again takes no more room.
    digest        bytea NOT NULL CHECK (length(digest) = 32),
    original_name text NOT NULL,
    media_type    text NOT NULL CHECK (media_type IN ('image/jpeg', 'image/png', 'image/webp')),
    size_bytes    bigint NOT NULL CHECK (size_bytes > 0),
    created_at    timestamptz NOT NULL DEFAULT now(),
    expires_at    timestamptz NOT NULL
);
CREATE INDEX upload_account ON upload (account_id, digest);
CREATE INDEX upload_expiry ON upload (expires_at);
CREATE INDEX upload_inline ON upload (created_at) WHERE kind = 'inline';
