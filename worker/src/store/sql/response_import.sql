-- Stores rows of an import, each once: one that is there stays as it is. An event that the agency does not
-- have is kept as it was named.
-- ?1 rows as a JSON array, ?2 write id, ?3 revision
INSERT INTO response (
  id, write_id, rev, survey, digest, version, audience, basis, standing, suspicion, event, event_raw,
  touchpoint, channel, locale, received_at_ms, day, reference
)
SELECT
  told.value ->> 'id', ?2, ?3, told.value ->> 'survey', told.value ->> 'digest',
  told.value ->> 'version', told.value ->> 'audience',
  -- Only the event itself gives the right to be counted as one of its guests.
  CASE
    WHEN told.value ->> 'basis' IN ('invited', 'site') THEN told.value ->> 'basis'
    WHEN known.id IS NULL THEN 'site'
    ELSE 'event'
  END,
  told.value ->> 'standing', told.value ->> 'suspicion',
  known.id,
  CASE WHEN known.id IS NULL THEN told.value ->> 'event' END,
  told.value ->> 'touchpoint', told.value ->> 'channel', told.value ->> 'locale',
  told.value ->> 'at_ms', told.value ->> 'day', told.value ->> 'reference'
FROM json_each(?1) AS told
LEFT JOIN event AS known ON known.id = told.value ->> 'event'
WHERE true
ON CONFLICT (id) DO NOTHING
