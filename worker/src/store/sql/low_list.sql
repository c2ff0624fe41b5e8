-- A page of clients' low answers: those by invite first, then the newest first, with the first low scores, the present
-- ones and the texts. Answers to an anonymous survey are left out, and those that are not counted: that an answer by
-- invite was corrected later removes nothing.
-- :after_invited, :after_ms and :after_id the last one of the page before
SELECT
  l.response AS id, l.is_invited, l.at_ms AS made_at_ms, l.scores, r.survey, r.source,
  coalesce(e.title, r.event_raw, '') AS event,
  coalesce(r.reference, '') AS reference,
  coalesce((SELECT group_concat(score, ', ') FROM answer WHERE response = r.id AND score IS NOT NULL), '')
    AS present_scores,
  coalesce((SELECT group_concat(text, ' / ') FROM answer WHERE response = r.id AND text <> ''), '') AS comment
FROM low_answer AS l
JOIN response AS r ON r.id = l.response
LEFT JOIN event AS e ON e.id = r.event
WHERE (l.is_invited, l.at_ms, l.response) < (:after_invited, :after_ms, :after_id)
  AND (r.status = 'accepted' OR l.is_invited AND r.decision IS NOT 'exclude')
  AND r.survey NOT IN (SELECT survey FROM survey_version WHERE document ->> 'anonymous')
ORDER BY l.is_invited DESC, l.at_ms DESC, l.response DESC
LIMIT :limit
