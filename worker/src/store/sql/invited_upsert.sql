-- Brings the response of an invite up to date with its revisions. Event, touchpoint and channel are the invite's.
-- The day of receipt is that of the first accepted revision, or else of the first.
-- :response the id of the invite's response
INSERT INTO response (
  id, attempt_id, rev, survey, payload_hash, version, audience, source, status, flag, invite, event,
  touchpoint, channel, locale, reference, received_at_ms, day
)
SELECT
  :response, :attempt_id, (SELECT min(count(*), 32) FROM revision WHERE response = :response), i.survey,
  r.payload_hash, r.version, :audience, iif(i.issuer = 'agency', 'invite', 'manager_invite'), r.status, r.flag, i.code, i.event, i.touchpoint, i.channel,
  r.locale, i.reference, first.at_ms, first.day
FROM invite AS i
JOIN (
  SELECT * FROM revision WHERE response = :response
  ORDER BY status = 'accepted' DESC, at_ms DESC, submission DESC, submission_rev DESC
  LIMIT 1
) AS r
JOIN (
  SELECT * FROM revision WHERE response = :response
  ORDER BY status = 'accepted' DESC, at_ms, submission, submission_rev
  LIMIT 1
) AS first
WHERE i.code = :invite
  AND EXISTS (SELECT 1 FROM revision WHERE response = :response AND attempt_id = :attempt_id)
ON CONFLICT (id) DO UPDATE SET
  rev = excluded.rev,
  payload_hash = excluded.payload_hash,
  version = excluded.version,
  status = CASE decision
    WHEN 'include' THEN 'accepted'
    WHEN 'exclude' THEN 'quarantined'
    ELSE excluded.status
  END,
  -- A response that the director excluded always has a flag.
  flag = CASE decision
    WHEN 'exclude' THEN coalesce(excluded.flag, flag)
    ELSE excluded.flag
  END,
  locale = excluded.locale,
  received_at_ms = excluded.received_at_ms,
  day = excluded.day,
  revised_at_ms = (SELECT at_ms FROM revision WHERE response = :response AND attempt_id = :attempt_id)
WHERE response.attempt_id = :attempt_id
