-- The part of a callback that anybody who knows its id may see: nothing personal.
SELECT c.survey, first.state, c.locale, c."by", first.due_at_ms
FROM callback AS c
JOIN callback AS first ON first.id = c.request
WHERE c.id = :id
