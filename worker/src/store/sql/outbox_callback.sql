-- Adds a message to every destination about the request that this attempt wrote, and sends it again where a correction
-- moved the due time. A row that joined a request has none. For requests in quarantine there is one message an hour,
-- which holds the due time of the first.
-- :destinations JSON array; :hour the start of the hour, as text
INSERT INTO outbox (destination, kind, subject, due_at_ms, made_at_ms, next_at_ms)
SELECT
  d.value,
  iif(c.quarantine IS 'held', :held_kind, :kind),
  iif(c.quarantine IS 'held', :hour, c.id),
  c.due_at_ms, :now_ms, :now_ms
FROM callback AS c, json_each(:destinations) AS d
WHERE c.id = :id AND c.attempt_id = :attempt_id AND c.request = c.id
ON CONFLICT (destination, kind, subject) DO UPDATE SET
  due_at_ms = excluded.due_at_ms,
  state = 'waiting',
  attempts = 0,
  claim = '',
  next_at_ms = excluded.next_at_ms
WHERE outbox.kind = :kind AND outbox.due_at_ms IS NOT excluded.due_at_ms
