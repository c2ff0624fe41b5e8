-- The low answers of which the outbox had a message, the newest first, with their scores and texts. Answers to an
-- anonymous survey are left out.
SELECT
  n.made_at_ms,
  r.survey,
  coalesce(e.title, r.event_raw, '') AS event,
  coalesce(r.reference, '') AS reference,
  coalesce((SELECT group_concat(score, ', ') FROM answer WHERE response = r.id AND score IS NOT NULL), '') AS scores,
  coalesce((SELECT group_concat(text, ' / ') FROM answer WHERE response = r.id AND text <> ''), '') AS comment
FROM (
  SELECT subject, min(made_at_ms) AS made_at_ms, max(seq) AS seq
  FROM outbox
  WHERE kind = 'low_answer'
  GROUP BY subject
  ORDER BY seq DESC
  LIMIT :limit
) AS n
JOIN response AS r ON r.id = n.subject
LEFT JOIN event AS e ON e.id = r.event
WHERE r.survey NOT IN (SELECT survey FROM survey_version WHERE document ->> 'anonymous')
ORDER BY n.seq DESC
