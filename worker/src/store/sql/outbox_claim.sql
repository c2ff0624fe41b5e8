-- Takes the first message that waits for a destination, unless it is to be tried later: callbacks first, then
-- low answers, each in their order.
-- ?1 destination, ?2 name of the claim, ?3 now (UTC ms), ?4 until when nobody else takes it (UTC ms)
UPDATE outbox SET claim = ?2, attempts = attempts + 1, next_at_ms = ?4
WHERE seq = (
    SELECT seq FROM outbox WHERE state = 'waiting' AND destination = ?1 ORDER BY kind, seq LIMIT 1
  )
  AND next_at_ms <= ?3
