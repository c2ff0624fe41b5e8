-- Has every destination told of the callback that this batch wrote, and again where a correction moved the time
-- that was promised.
-- ?1 id, ?2 write id, ?3 destinations as a JSON array, ?4 now (UTC ms), ?5 kind
INSERT INTO outbox (destination, kind, subject, due_at_ms, made_at_ms, next_at_ms)
SELECT t.value, ?5, c.id, c.due_at_ms, ?4, ?4
FROM callback AS c, json_each(?3) AS t
WHERE c.id = ?1 AND c.attempt_id = ?2
ON CONFLICT (destination, kind, subject) DO UPDATE SET
  due_at_ms = excluded.due_at_ms,
  state = 'waiting',
  attempts = 0,
  claim = '',
  next_at_ms = excluded.next_at_ms
WHERE outbox.due_at_ms IS NOT excluded.due_at_ms
