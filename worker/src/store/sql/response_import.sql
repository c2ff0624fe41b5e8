-- Stores rows of an import, each once: one that is there stays as it is. An event that the agency does not
-- have is kept as it was named.
-- ?1 rows as a JSON array, ?2 write id, ?3 revision
INSERT INTO response (
  id, attempt_id, rev, survey, payload_hash, version, audience, source, status, flag, event, event_raw,
  touchpoint, channel, locale, received_at_ms, day, reference
)
SELECT
  told.value ->> 'id', ?2, ?3, told.value ->> 'survey', told.value ->> 'payload_hash',
  told.value ->> 'version', told.value ->> 'audience',
  -- Only the event itself gives the right to be counted as one of its guests.
  CASE
    WHEN told.value ->> 'source' IN ('invite', 'open') THEN told.value ->> 'source'
    WHEN known.id IS NULL THEN 'open'
    ELSE 'event_link'
  END,
  told.value ->> 'status', told.value ->> 'flag',
  known.id,
  CASE WHEN known.id IS NULL THEN told.value ->> 'event' END,
  told.value ->> 'touchpoint', told.value ->> 'channel', told.value ->> 'locale',
  told.value ->> 'at_ms', told.value ->> 'day', told.value ->> 'reference'
FROM json_each(?1) AS told
LEFT JOIN event AS known ON known.id = told.value ->> 'event'
WHERE true
ON CONFLICT (id) DO NOTHING
