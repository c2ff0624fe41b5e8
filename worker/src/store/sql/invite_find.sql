-- An invite that accepts an answer.
-- :today in the agency's zone
SELECT response, survey, coalesce(touchpoint, '') AS touchpoint
FROM invite_open
WHERE code = :code AND until >= :today
