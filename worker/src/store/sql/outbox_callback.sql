-- Adds a message to every destination about the callback that this attempt wrote, and sends it again where a
-- correction moved the due time.
-- :destinations JSON array
INSERT INTO outbox (destination, kind, subject, due_at_ms, made_at_ms, next_at_ms)
SELECT d.value, :kind, c.id, c.due_at_ms, :now_ms, :now_ms
FROM callback AS c, json_each(:destinations) AS d
WHERE c.id = :id AND c.attempt_id = :attempt_id
ON CONFLICT (destination, kind, subject) DO UPDATE SET
  due_at_ms = excluded.due_at_ms,
  state = 'waiting',
  attempts = 0,
  claim = '',
  next_at_ms = excluded.next_at_ms
WHERE outbox.due_at_ms IS NOT excluded.due_at_ms
