-- Stores a new callback, or the higher revision of an open one that may still be corrected. The first due time is
-- kept while it lies ahead, unless the visitor asks for another part of the day.
-- :correction_deadline_ms a callback received at or before it can no longer be corrected
INSERT INTO callback (
  id, rev, survey, payload_hash, attempt_id, state, channel, locale, topic, call_window, received_at_ms,
  day, consent_url, consent_text, "by", due_at_ms
)
VALUES (
  :id, :rev, :survey, :payload_hash, :attempt_id, 'new', :channel, :locale, :topic, :call_window, :now_ms,
  :day, :consent_url, :consent_text, :by, :due_at_ms
)
ON CONFLICT (id) DO UPDATE SET
  rev = excluded.rev,
  payload_hash = excluded.payload_hash,
  attempt_id = excluded.attempt_id,
  channel = excluded.channel,
  locale = excluded.locale,
  topic = excluded.topic,
  call_window = excluded.call_window,
  revised_at_ms = excluded.received_at_ms,
  consent_url = excluded.consent_url,
  consent_text = excluded.consent_text,
  "by" = excluded."by",
  due_at_ms = CASE
    WHEN callback.call_window = excluded.call_window
      AND callback.due_at_ms > excluded.received_at_ms
    THEN callback.due_at_ms
    ELSE excluded.due_at_ms
  END
WHERE callback.rev < excluded.rev
  AND callback.survey = excluded.survey
  AND callback.received_at_ms > :correction_deadline_ms
  AND callback.state IN ('new', 'in_work')
