-- Stores a new callback, or the higher revision of one that is open and may still be corrected. What was
-- promised first stands while it lies ahead, unless another part of the day is wished for.
-- ?1 id, ?2 revision, ?3 survey, ?4 earliest receipt that may still be corrected (UTC ms),
-- ?5 payload_hash, ?6 write id, ?7 channel, ?8 locale, ?9 topic, ?10 window, ?11 now (UTC ms), ?12 day,
-- ?13 address of the consent's document, ?14 the sentence that was ticked, ?15 how to answer,
-- ?16 promised time (UTC ms) or null
INSERT INTO callback (
  id, rev, survey, payload_hash, attempt_id, state, channel, locale, topic, call_window, received_at_ms,
  day, consent_url, consent_text, "by", due_at_ms
)
VALUES (?1, ?2, ?3, ?5, ?6, 'new', ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
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
  AND callback.received_at_ms > ?4
  AND callback.state IN ('new', 'in_work')
