-- What became of an attempt, unless another claim has begun, or the message says something else by now.
-- ?1 sequence number, ?2 name of the claim, ?3 state, ?4 not to be tried before (UTC ms), ?5 error
UPDATE outbox SET state = ?3, next_at_ms = ?4, error = ?5
WHERE seq = ?1 AND claim = ?2
