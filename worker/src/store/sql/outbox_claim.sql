-- Claims the first waiting message of a destination, unless its next attempt is later: callbacks first, then low answers,
-- each in the order of their numbers. A message about an hour that has not passed holds up no other.
-- :lease_until_ms nobody else claims it before
UPDATE outbox SET claim = :claim, attempts = attempts + 1, next_at_ms = :lease_until_ms
WHERE seq = (
    SELECT seq FROM outbox
    WHERE state = 'waiting' AND destination = :destination AND (attempts > 0 OR next_at_ms <= :now_ms)
    ORDER BY kind, seq
    LIMIT 1
  )
  AND next_at_ms <= :now_ms
