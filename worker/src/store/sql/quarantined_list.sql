-- Responses that are set aside, the latest first, with the scores of each; of an anonymous survey none.
-- ?1 how many at most, ?2 received before (UTC ms), or null
SELECT json_array(
  r.id, r.received_at_ms || '', r.survey, r.source, coalesce(e.title, r.event_raw, ''), r.day, coalesce(r.flag, ''),
  coalesce((SELECT group_concat(score, ', ') FROM answer WHERE response = r.id AND score IS NOT NULL), '')
) AS row
FROM response AS r
LEFT JOIN event AS e ON e.id = r.event
WHERE r.status = 'quarantined'
  AND r.survey NOT IN (SELECT survey FROM survey_version WHERE document ->> 'anonymous')
  AND (?2 IS NULL OR r.received_at_ms < ?2)
ORDER BY r.received_at_ms DESC
LIMIT ?1
