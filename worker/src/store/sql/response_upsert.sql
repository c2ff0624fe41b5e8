-- Stores a new response, or the revision of the response that this attempt claimed. Any other row stays as it was,
-- with its `attempt_id`, by which the next statements decide.
-- The day of receipt stays that of the first accepted revision.
-- A burst quarantines votes that are new to their link, never a vote that is there already; no revision takes the
-- flag `burst` away. A response that the director excluded always has a flag.
-- A manager in the link is stored where an event names that manager: any other is whatever somebody wrote there.
-- :event as the link named it, or null; :burst_votes votes in a window that are a burst where nobody counted the
-- guests, :burst_votes_min the least that are one where somebody did
INSERT INTO response (
  id, attempt_id, rev, survey, payload_hash, version, audience, source, status, flag, event, event_raw,
  touchpoint, channel, locale, received_at_ms, day, manager, reference
)
SELECT
  :id, :attempt_id, :rev, :survey, :payload_hash, :version, :audience,
  CASE WHEN known.id IS NULL THEN 'open' ELSE 'event_link' END,
  CASE WHEN known.is_burst AND :status = 'accepted' THEN 'quarantined' ELSE :status END,
  CASE WHEN known.is_burst AND :status = 'accepted' THEN 'burst' ELSE :flag END,
  known.id,
  CASE WHEN known.id IS NULL THEN :event END,
  :touchpoint, :channel, :locale, :now_ms, :day, (SELECT manager FROM event WHERE manager = :manager LIMIT 1), :reference
FROM (
  SELECT
    e.id AS id,
    (SELECT n FROM vote_rate WHERE survey = :survey AND event = coalesce(e.id, '') AND window_no = :window_no)
      > coalesce(max(2 * e.guests, :burst_votes_min), :burst_votes) AS is_burst
  FROM (SELECT 1)
  LEFT JOIN event AS e ON e.id = :event
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
WHERE response.attempt_id = :attempt_id
