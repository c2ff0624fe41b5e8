-- An invite that accepts an answer.
-- :today in the agency's zone
SELECT response, survey, coalesce(touchpoint, '') AS touchpoint,
  coalesce((SELECT title FROM event WHERE event.id = invite_open.event), '') AS event_title
FROM invite_open
WHERE code = :code AND until >= :today
