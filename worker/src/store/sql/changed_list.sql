-- The low answers of invites that another browser or network wanted to turn into better ones, those of the agency's invites
-- first, then the newest first, with both answers' scores: of each response the latest such change.
SELECT
  v.response AS id, max(v.at_ms) AS at_ms, r.survey, r.source,
  coalesce(e.title, '') AS event,
  coalesce((SELECT group_concat(score, ', ') FROM answer WHERE response = r.id AND score IS NOT NULL), '') AS before,
  coalesce(
    (
      SELECT group_concat(value ->> 'score', ', ') FROM json_each(v.answers) WHERE value ->> 'score' IS NOT NULL
    ),
    ''
  ) AS after
FROM revision AS v INDEXED BY revision_changed
JOIN response AS r ON r.id = v.response
LEFT JOIN event AS e ON e.id = r.event
WHERE v.flag = 'changed_elsewhere'
GROUP BY v.response
ORDER BY r.source = 'invite' DESC, max(v.at_ms) DESC
LIMIT :limit
