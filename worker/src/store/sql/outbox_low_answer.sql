-- Adds a message to every destination about the low answer that this attempt stored: at once where it came by an invite;
-- otherwise the answer is counted in the message about its hour, which waits until the hour has passed.
-- :destinations JSON array; :hour the start of the hour, as text
INSERT INTO outbox (destination, kind, subject, due_at_ms, made_at_ms, next_at_ms)
SELECT
  d.value,
  iif(l.is_invited, :kind, :hourly_kind),
  iif(l.is_invited, l.response, :hour),
  :due_at_ms, :now_ms,
  iif(l.is_invited, :now_ms, :hour_end_ms)
FROM low_answer AS l, json_each(:destinations) AS d
WHERE l.response = :id AND l.attempt_id = :attempt_id
ON CONFLICT (destination, kind, subject) DO UPDATE SET n = n + 1
WHERE outbox.kind = :hourly_kind AND outbox.attempts = 0
