-- Responses that are set aside, the latest first, with the score and the comment of each.
-- ?1 how many at most
SELECT json_array(
  r.id, r.survey, r.basis, coalesce(e.title, r.event_raw, ''), r.day, coalesce(r.suspicion, ''),
  coalesce((SELECT group_concat(score, ', ') FROM answer WHERE response = r.id AND score IS NOT NULL), '')
) AS row
FROM response AS r
LEFT JOIN event AS e ON e.id = r.event
WHERE r.standing = 'suspect'
ORDER BY r.received_at_ms DESC
LIMIT ?1
