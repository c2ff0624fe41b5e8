-- Brings the response of an invite up to date with its history. Event, touchpoint and channel are the
-- invite's. The day of receipt is that of the first revision that counts, or else of the first.
-- ?1 id of the invite's response, ?2 write id, ?3 invite, ?4 audience
INSERT INTO response (
  id, attempt_id, rev, survey, payload_hash, version, audience, source, status, flag, invite, event,
  touchpoint, channel, locale, reference, received_at_ms, day
)
SELECT
  ?1, ?2, (SELECT min(count(*), 32) FROM revision WHERE response = ?1), i.survey, r.payload_hash, r.version,
  ?4, 'invite', r.status, r.flag, i.code, i.event, i.touchpoint, i.channel, r.locale,
  i.reference, first.at_ms, first.day
FROM invite AS i
JOIN (
  SELECT * FROM revision WHERE response = ?1
  ORDER BY status = 'accepted' DESC, at_ms DESC, submission DESC, submission_rev DESC
  LIMIT 1
) AS r
JOIN (
  SELECT * FROM revision WHERE response = ?1
  ORDER BY status = 'accepted' DESC, at_ms, submission, submission_rev
  LIMIT 1
) AS first
WHERE i.code = ?3
  AND EXISTS (SELECT 1 FROM revision WHERE response = ?1 AND attempt_id = ?2)
ON CONFLICT (id) DO UPDATE SET
  rev = excluded.rev,
  payload_hash = excluded.payload_hash,
  version = excluded.version,
  status = CASE decision
    WHEN 'include' THEN 'accepted'
    WHEN 'exclude' THEN 'quarantined'
    ELSE excluded.status
  END,
  -- What the director left out keeps a reason.
  flag = CASE decision
    WHEN 'exclude' THEN coalesce(excluded.flag, flag)
    ELSE excluded.flag
  END,
  locale = excluded.locale,
  received_at_ms = excluded.received_at_ms,
  day = excluded.day,
  revised_at_ms = (SELECT at_ms FROM revision WHERE response = ?1 AND attempt_id = ?2)
WHERE response.attempt_id = ?2
