-- Opens a session; one that an earlier attempt of the batch opened stays.
INSERT INTO session (hash, made_at_ms, expires_at_ms)
VALUES (:hash, :now_ms, :expires_at_ms)
ON CONFLICT (hash) DO NOTHING
