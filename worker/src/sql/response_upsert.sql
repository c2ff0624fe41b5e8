-- Stores a new response, or the higher revision of one that may still be corrected. What is not
-- allowed leaves the row as it was, and with it `write_id`, by which the next statements go.
-- The day of receipt stays that of the first revision.
-- ?1 id, ?2 revision, ?3 survey, ?4 earliest receipt that may still be corrected (UTC ms),
-- ?5 digest, ?6 write id, ?7 version, ?8 audience, ?9 event as named or null, ?10 touchpoint,
-- ?11 channel, ?12 locale, ?13 now (UTC ms), ?14 day, ?15 manager, ?16 reference
INSERT INTO response (
  id, rev, survey, digest, write_id, version, audience, basis, standing, event, event_raw,
  touchpoint, channel, locale, received_at_ms, day, manager, reference
)
SELECT
  ?1, ?2, ?3, ?5, ?6, ?7, ?8,
  CASE WHEN known.id IS NULL THEN 'site' ELSE 'event' END,
  'counted',
  known.id,
  CASE WHEN known.id IS NULL THEN ?9 END,
  ?10, ?11, ?12, ?13, ?14, ?15, ?16
FROM (SELECT (SELECT id FROM event WHERE id = ?9) AS id) AS known
WHERE true
ON CONFLICT (id) DO UPDATE SET
  rev = excluded.rev,
  digest = excluded.digest,
  write_id = excluded.write_id,
  version = excluded.version,
  basis = excluded.basis,
  event = excluded.event,
  event_raw = excluded.event_raw,
  touchpoint = excluded.touchpoint,
  channel = excluded.channel,
  locale = excluded.locale,
  manager = excluded.manager,
  reference = excluded.reference,
  revised_at_ms = excluded.received_at_ms
WHERE response.rev < excluded.rev
  AND response.survey = excluded.survey
  AND response.received_at_ms > ?4
