-- The message that this claim took.
-- ?1 destination, ?2 name of the claim
SELECT json_array(seq || '', kind, subject, coalesce(due_at_ms || '', ''), made_at_ms || '', attempts || '') AS row
FROM outbox
WHERE claim = ?2
  AND seq = (
    SELECT seq FROM outbox WHERE state = 'waiting' AND destination = ?1 ORDER BY kind, seq LIMIT 1
  )
