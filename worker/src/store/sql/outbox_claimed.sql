-- The message that this claim holds.
SELECT seq, claim, kind, subject, n, due_at_ms, made_at_ms, attempts AS attempt
FROM outbox
WHERE claim = :claim
  AND seq = (
    SELECT seq FROM outbox
    WHERE state = 'waiting' AND destination = :destination AND (attempts > 0 OR next_at_ms <= :now_ms)
    ORDER BY kind, seq
    LIMIT 1
  )
