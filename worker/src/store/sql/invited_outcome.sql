-- What became of what was sent through an invite; no row where the invite takes no answer.
-- Returns: revision, whether written, revised, same payload_hash, same survey, in a burst
-- ?1 invite, ?2 write id, ?3 payload_hash, ?4 survey, ?5 today in the agency's zone, ?6 submission id
SELECT json_array(
  coalesce(r.submission_rev, 0) || '',
  (r.attempt_id IS ?2) || '',
  ((SELECT count(*) FROM revision WHERE response = i.response) > 1) || '',
  (r.payload_hash IS ?3) || '',
  '1',
  '0'
) AS row
FROM invite_open AS i
LEFT JOIN revision AS r ON r.response = i.response AND r.submission = ?6
WHERE i.code = ?1 AND i.survey = ?4 AND i.until >= ?5
ORDER BY r.submission_rev DESC
LIMIT 1
