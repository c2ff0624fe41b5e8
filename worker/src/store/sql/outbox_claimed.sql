-- The message that this claim holds.
SELECT seq, claim, kind, subject, due_at_ms, made_at_ms, attempts AS attempt
FROM outbox
WHERE claim = :claim
  AND seq = (
    SELECT seq FROM outbox WHERE state = 'waiting' AND destination = :destination ORDER BY kind, seq LIMIT 1
  )
