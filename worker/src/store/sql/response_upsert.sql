-- Stores a new response, or the revision of the one that this batch marked. What is not allowed leaves
-- the row as it was, and with it `attempt_id`, by which the next statements go.
-- The day of receipt stays that of the first revision; of one that did not count before, it becomes
-- that of the revision that does.
-- A burst sets aside what is new to its link, never a vote that is already there; what it set aside, no
-- revision brings back. What the director left out keeps a reason.
-- ?1 id, ?2 write id, ?3 revision, ?4 survey, ?5 payload_hash, ?6 version, ?7 audience, ?8 event as named or
-- null, ?9 touchpoint, ?10 channel, ?11 locale, ?12 now (UTC ms), ?13 day, ?14 manager, ?15 reference,
-- ?16 status, ?17 flag or null, ?18 votes of a window_no that are a burst where guests were not
-- counted, ?19 the least that are one where they were, ?20 window_no
INSERT INTO response (
  id, attempt_id, rev, survey, payload_hash, version, audience, source, status, flag, event, event_raw,
  touchpoint, channel, locale, received_at_ms, day, manager, reference
)
SELECT
  ?1, ?2, ?3, ?4, ?5, ?6, ?7,
  CASE WHEN known.id IS NULL THEN 'open' ELSE 'event_link' END,
  CASE WHEN known.is_burst AND ?16 = 'accepted' THEN 'quarantined' ELSE ?16 END,
  CASE WHEN known.is_burst AND ?16 = 'accepted' THEN 'burst' ELSE ?17 END,
  known.id,
  CASE WHEN known.id IS NULL THEN ?8 END,
  ?9, ?10, ?11, ?12, ?13, ?14, ?15
FROM (
  SELECT
    e.id AS id,
    (SELECT n FROM vote_rate WHERE survey = ?4 AND event = coalesce(e.id, '') AND window_no = ?20)
      > coalesce(max(2 * e.guests, ?19), ?18) AS is_burst
  FROM (SELECT 1)
  LEFT JOIN event AS e ON e.id = ?8
) AS known
WHERE true
ON CONFLICT (id) DO UPDATE SET
  rev = excluded.rev,
  payload_hash = excluded.payload_hash,
  version = excluded.version,
  source = excluded.source,
  status = CASE
    WHEN decision = 'include' THEN 'accepted'
    WHEN decision = 'exclude' THEN 'quarantined'
    WHEN flag = 'burst' THEN status
    WHEN excluded.flag = 'burst' AND event IS excluded.event THEN status
    ELSE excluded.status
  END,
  flag = CASE
    WHEN flag = 'burst' THEN flag
    WHEN excluded.flag = 'burst' AND event IS excluded.event THEN flag
    WHEN decision = 'exclude' THEN coalesce(excluded.flag, flag)
    ELSE excluded.flag
  END,
  event = excluded.event,
  event_raw = excluded.event_raw,
  touchpoint = excluded.touchpoint,
  channel = excluded.channel,
  locale = excluded.locale,
  manager = excluded.manager,
  reference = excluded.reference,
  received_at_ms = CASE
    WHEN status = 'accepted' OR flag = 'burst' THEN received_at_ms
    ELSE excluded.received_at_ms
  END,
  day = CASE WHEN status = 'accepted' OR flag = 'burst' THEN day ELSE excluded.day END,
  revised_at_ms = excluded.received_at_ms
WHERE response.attempt_id = ?2
