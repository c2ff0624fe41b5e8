-- Stores a new callback, or the higher revision of an open one that may still be corrected. It joins the open request of
-- its phone, if there is a recent one. Otherwise it is a request of its own, and a phone that is new in a flood is held.
-- A held request is joined during a flood alone: else whoever asks for somebody's phone in a flood would hide what that
-- person asks for days later.
-- Each row has the due time that its sender was promised, so that nobody learns by a phone whether it asked: the first is
-- kept while it lies ahead, unless the visitor asks for another part of the day.
-- :correction_deadline_ms a callback received at or before it can no longer be corrected; :hour_max and :day_max new
-- requests received since :hour_ago_ms and :day_ago_ms from which on further ones are a flood; :join_from_ms a request
-- received before it is joined no more
WITH flood (is_on) AS (
  SELECT
    (
      SELECT count(*) FROM (
        SELECT 1 FROM callback
        WHERE received_at_ms > :hour_ago_ms AND request = id AND quarantine IS NULL AND id <> :id
        LIMIT :hour_max
      )
    ) >= :hour_max
    OR (
      SELECT count(*) FROM (
        SELECT 1 FROM callback
        WHERE received_at_ms > :day_ago_ms AND request = id AND quarantine IS NULL AND id <> :id
        LIMIT :day_max
      )
    ) >= :day_max
)
INSERT INTO callback (
  id, rev, survey, payload_hash, attempt_id, request, phone_hash, state, quarantine, channel, locale, call_window,
  received_at_ms, day, consent_url, consent_text, "by", due_at_ms
)
SELECT
  :id, :rev, :survey, :payload_hash, :attempt_id, coalesce(first.id, :id), :phone_hash, 'new',
  CASE
    WHEN first.id IS NOT NULL THEN first.quarantine
    WHEN flood.is_on THEN 'held'
  END,
  :channel, :locale, :call_window, :now_ms, :day, :consent_url, :consent_text, :by,
  :due_at_ms
FROM flood
LEFT JOIN callback AS first ON first.id = (
    SELECT open.id FROM callback AS open
    WHERE open.phone_hash = :phone_hash AND open.request = open.id AND open.state IN ('new', 'in_work')
      AND open.id <> :id AND open.received_at_ms >= :join_from_ms
      AND (open.quarantine IS NOT 'held' OR flood.is_on)
    ORDER BY open.quarantine IS 'held', open.received_at_ms DESC
    LIMIT 1
  )
WHERE true
ON CONFLICT (id) DO UPDATE SET
  rev = excluded.rev,
  payload_hash = excluded.payload_hash,
  attempt_id = excluded.attempt_id,
  -- A correction of the same phone stays where it is: else a later flood would take it along.
  request = iif(callback.phone_hash = excluded.phone_hash, callback.request, excluded.request),
  phone_hash = excluded.phone_hash,
  quarantine = CASE
    WHEN callback.phone_hash = excluded.phone_hash THEN callback.quarantine
    WHEN excluded.request = callback.id AND callback.quarantine = 'held' THEN 'held'
    ELSE excluded.quarantine
  END,
  channel = excluded.channel,
  locale = excluded.locale,
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
  AND (SELECT open.state FROM callback AS open WHERE open.id = callback.request) IN ('new', 'in_work')
