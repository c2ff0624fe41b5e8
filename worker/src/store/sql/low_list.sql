-- The low answers that the agency was to be told of, the latest first, with what was said; of an
-- anonymous survey none.
-- ?1 how many at most
SELECT json_array(
  n.made_at_ms || '',
  r.survey,
  coalesce(e.title, r.event_raw, ''),
  coalesce(r.reference, ''),
  coalesce((SELECT group_concat(score, ', ') FROM answer WHERE response = r.id AND score IS NOT NULL), ''),
  coalesce((SELECT group_concat(text, ' / ') FROM answer WHERE response = r.id AND text <> ''), '')
) AS row
FROM (
  SELECT subject, min(made_at_ms) AS made_at_ms, max(seq) AS seq
  FROM outbox
  WHERE kind = 'low_answer'
  GROUP BY subject
  ORDER BY seq DESC
  LIMIT ?1
) AS n
JOIN response AS r ON r.id = n.subject
LEFT JOIN event AS e ON e.id = r.event
WHERE r.survey NOT IN (SELECT survey FROM survey_version WHERE document ->> 'anonymous')
ORDER BY n.seq DESC
