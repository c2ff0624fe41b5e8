-- The quarantined responses, the newest first, with their scores. Those of an anonymous survey are left out.
-- :before_ms and :before_id the last response of the page before, or null
SELECT
  r.id, r.received_at_ms, r.survey, r.source,
  coalesce(e.title, r.event_raw, '') AS event,
  r.day, r.flag,
  coalesce((SELECT group_concat(score, ', ') FROM answer WHERE response = r.id AND score IS NOT NULL), '') AS scores
FROM response AS r
LEFT JOIN event AS e ON e.id = r.event
WHERE r.status = 'quarantined'
  AND r.survey NOT IN (SELECT survey FROM survey_version WHERE document ->> 'anonymous')
  AND (:before_ms IS NULL OR (r.received_at_ms, r.id) < (:before_ms, :before_id))
ORDER BY r.received_at_ms DESC, r.id DESC
LIMIT :limit
