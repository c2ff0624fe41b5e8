-- Stores the rows of an import; a response that exists stays as it is. A named event that the agency does not have
-- is kept as `event_raw`.
-- :rows JSON array of `ImportRow`
INSERT INTO response (
  id, attempt_id, rev, survey, payload_hash, version, audience, source, status, flag, event, event_raw,
  touchpoint, channel, locale, received_at_ms, day, reference, decision
)
SELECT
  imported.value ->> 'id', :attempt_id, :rev, imported.value ->> 'survey', imported.value ->> 'payload_hash',
  imported.value ->> 'version', imported.value ->> 'audience',
  -- An answer counts as an event's guest only where the event is known.
  CASE
    WHEN imported.value ->> 'source' IN ('invite', 'manager_invite', 'open') THEN imported.value ->> 'source'
    WHEN known.id IS NULL THEN 'open'
    ELSE 'event_link'
  END,
  imported.value ->> 'status', imported.value ->> 'flag',
  known.id,
  CASE WHEN known.id IS NULL THEN imported.value ->> 'event' END,
  imported.value ->> 'touchpoint', imported.value ->> 'channel', imported.value ->> 'locale',
  imported.value ->> 'at_ms', imported.value ->> 'day', imported.value ->> 'reference',
  -- What a limit set aside elsewhere is not asked about again.
  iif(
    imported.value ->> 'status' = 'quarantined' AND imported.value ->> 'flag' IN ('burst', 'over_guests'),
    'exclude',
    NULL
  )
FROM json_each(:rows) AS imported
LEFT JOIN event AS known ON known.id = imported.value ->> 'event'
WHERE true
ON CONFLICT (id) DO NOTHING
