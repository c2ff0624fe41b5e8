-- What became of what was sent through an invite; no row where the invite takes no answer.
-- ?1 invite, ?2 write id, ?3 digest, ?4 survey, ?5 today in the agency's zone, ?6 source id
SELECT
  coalesce(r.source_rev, 0) AS rev,
  r.write_id IS ?2 AS written,
  (SELECT count(*) FROM revision WHERE response = i.response) > 1 AS revised,
  r.digest IS ?3 AS same_digest,
  1 AS same_survey,
  0 AS burst
FROM invite_open AS i
LEFT JOIN revision AS r ON r.response = i.response AND r.source = ?6
WHERE i.code = ?1 AND i.survey = ?4 AND i.until >= ?5
ORDER BY r.source_rev DESC
LIMIT 1
