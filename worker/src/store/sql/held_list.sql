-- The responses that a limit set aside and the director has not decided about, as they are decided about: together,
-- those of an anonymous survey by quarter, the others by event.
-- :rows_max responses that are counted at most
SELECT h.survey, h.event, coalesce(event.title, '') AS title, h.quarter, count(*) AS n
FROM (
  SELECT
    r.survey,
    iif(a.survey IS NULL, coalesce(r.event, ''), '') AS event,
    iif(
      a.survey IS NULL,
      '',
      substr(r.day, 1, 5) || printf('%02d', (substr(r.day, 6, 2) - 1) / 3 * 3 + 1) || '-01'
    ) AS quarter
  FROM response AS r INDEXED BY response_held
  LEFT JOIN (SELECT DISTINCT survey FROM survey_version WHERE document ->> 'anonymous') AS a ON a.survey = r.survey
  WHERE r.status = 'quarantined' AND r.flag IN ('burst', 'over_guests') AND r.decision IS NULL
  LIMIT :rows_max
) AS h
LEFT JOIN event ON event.id = h.event
GROUP BY h.survey, h.event, h.quarter
ORDER BY n DESC, h.survey, h.event, h.quarter
