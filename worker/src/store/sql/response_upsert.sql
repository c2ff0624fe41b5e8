-- Stores a new response, or the revision of the response that this attempt claimed. Any other row stays as it was,
-- with its `attempt_id`, by which the next statements decide.
-- The day of receipt stays that of the first accepted revision.
-- Only the code of an event's link, while it takes votes, makes a vote the link's. What a response is about - its event,
-- source, touchpoint, channel, manager and reference - is what its first revision said: else a flood that set others'
-- votes aside could leave their event again. Limits quarantine votes that are new, never one that is accepted already;
-- no revision takes a limit's flag away. A response that the director excluded always has a flag.
-- A manager in the link is stored where an event names that manager: any other is whatever somebody wrote there.
-- :event the code of an event's link, its id, another text, or null; :event_raw the same where it can be an id; :today in
-- the agency's zone; :burst_votes votes in a window that are a burst where nobody counted the guests, :burst_votes_min the
-- least that are one where somebody did
INSERT INTO response (
  id, attempt_id, rev, survey, payload_hash, version, audience, source, status, flag, event, event_raw,
  touchpoint, channel, locale, received_at_ms, day, manager, reference
)
SELECT
  :id, :attempt_id, :rev, :survey, :payload_hash, :version, :audience,
  source,
  CASE WHEN past_limit IS NOT NULL AND :status = 'accepted' THEN 'quarantined' ELSE :status END,
  CASE WHEN past_limit IS NOT NULL AND :status = 'accepted' THEN past_limit ELSE :flag END,
  event,
  CASE WHEN event IS NULL THEN :event_raw END,
  :touchpoint, :channel, :locale, :now_ms, :today, (SELECT manager FROM event WHERE manager = :manager LIMIT 1),
  :reference
FROM (
  SELECT
    named.source,
    named.id AS event,
    CASE
      WHEN rate.n > coalesce(max(2 * coalesce(rate.guests, named.guests), :burst_votes_min), :burst_votes)
        THEN 'burst'
      WHEN named.source = 'event_link' AND :audience = 'guest' AND named.guests <= (
        -- The accepted votes of the event: the answers to the question that most of them answered.
        SELECT sum(t.n) AS votes
        FROM tally AS t
        WHERE t.rollup = 'event_only_month' AND t.event = named.id AND t.survey = :survey
          AND t.source IN ('invite', 'event_link')
        GROUP BY t.question
        ORDER BY votes DESC
        LIMIT 1
      ) THEN 'over_guests'
    END AS past_limit
  FROM (
    SELECT
      e.id,
      e.guests,
      coalesce(stored.source, iif(e.code = :event AND e.until >= :today, 'event_link', 'open')) AS source
    FROM (SELECT 1)
    LEFT JOIN response AS stored ON stored.id = :id
    LEFT JOIN guest_link AS e ON e.id = iif(
      stored.id IS NULL, coalesce((SELECT id FROM event WHERE code = :event), :event), stored.event
    )
  ) AS named
  LEFT JOIN vote_rate AS rate
    ON rate.survey = :survey AND rate.source = named.source AND rate.event = coalesce(named.id, '')
    AND rate.window_no = :window_no
) AS vote
WHERE true
ON CONFLICT (id) DO UPDATE SET
  rev = excluded.rev,
  payload_hash = excluded.payload_hash,
  version = excluded.version,
  status = CASE
    WHEN decision = 'include' THEN 'accepted'
    WHEN decision = 'exclude' THEN 'quarantined'
    WHEN flag IN ('burst', 'over_guests') OR status = 'accepted' AND excluded.flag IN ('burst', 'over_guests')
      THEN status
    ELSE excluded.status
  END,
  flag = CASE
    WHEN flag IN ('burst', 'over_guests') OR status = 'accepted' AND excluded.flag IN ('burst', 'over_guests')
      THEN flag
    WHEN decision = 'exclude' THEN coalesce(excluded.flag, flag)
    ELSE excluded.flag
  END,
  locale = excluded.locale,
  received_at_ms = CASE
    WHEN status = 'accepted' OR flag IN ('burst', 'over_guests') THEN received_at_ms
    ELSE excluded.received_at_ms
  END,
  day = CASE WHEN status = 'accepted' OR flag IN ('burst', 'over_guests') THEN day ELSE excluded.day END,
  revised_at_ms = excluded.received_at_ms
WHERE response.attempt_id = :attempt_id
