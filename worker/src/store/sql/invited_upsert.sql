-- Brings the response of an invite up to date with its history. Event, touchpoint and channel are the
-- invite's. The day of receipt is that of the first revision that counts, or else of the first.
-- ?1 id of the invite's response, ?2 write id, ?3 invite, ?4 audience
INSERT INTO response (
  id, write_id, rev, survey, digest, version, audience, basis, standing, suspicion, invite, event,
  touchpoint, channel, locale, reference, received_at_ms, day
)
SELECT
  ?1, ?2, (SELECT min(count(*), 32) FROM revision WHERE response = ?1), i.survey, r.digest, r.version,
  ?4, 'invited', r.standing, r.suspicion, i.code, i.event, i.touchpoint, i.channel, r.locale,
  i.reference, first.at_ms, first.day
FROM invite AS i
JOIN (
  SELECT * FROM revision WHERE response = ?1
  ORDER BY standing = 'counted' DESC, at_ms DESC, source DESC, source_rev DESC
  LIMIT 1
) AS r
JOIN (
  SELECT * FROM revision WHERE response = ?1
  ORDER BY standing = 'counted' DESC, at_ms, source, source_rev
  LIMIT 1
) AS first
WHERE i.code = ?3
  AND EXISTS (SELECT 1 FROM revision WHERE response = ?1 AND write_id = ?2)
ON CONFLICT (id) DO UPDATE SET
  rev = excluded.rev,
  digest = excluded.digest,
  version = excluded.version,
  standing = CASE ruling
    WHEN 'include' THEN 'counted'
    WHEN 'exclude' THEN 'suspect'
    ELSE excluded.standing
  END,
  -- What the director left out keeps a reason.
  suspicion = CASE ruling
    WHEN 'exclude' THEN coalesce(excluded.suspicion, suspicion)
    ELSE excluded.suspicion
  END,
  locale = excluded.locale,
  received_at_ms = excluded.received_at_ms,
  day = excluded.day,
  revised_at_ms = (SELECT at_ms FROM revision WHERE response = ?1 AND write_id = ?2)
WHERE response.write_id = ?2
