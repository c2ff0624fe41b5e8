-- The latest stored revision of a submission through an invite; no row where the invite accepts no answer.
-- :today in the agency's zone
SELECT
  coalesce(r.submission_rev, 0) AS rev,
  r.attempt_id IS :attempt_id AS written,
  (SELECT count(*) FROM revision WHERE response = i.response) > 1 AS revised,
  r.payload_hash IS :payload_hash AS same_payload,
  1 AS same_survey
FROM invite_open AS i
LEFT JOIN revision AS r ON r.response = i.response AND r.submission = :submission
WHERE i.code = :invite AND i.survey = :survey AND i.until >= :today
ORDER BY r.submission_rev DESC
LIMIT 1
