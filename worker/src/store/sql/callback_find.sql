-- The part of a callback that anybody who knows its id may see: nothing personal, and nothing of the other rows of its
-- request but whether that is closed.
SELECT c.survey, iif(c.state = 'cancelled', c.state, first.state) AS state, c.locale, c."by", c.due_at_ms
FROM callback AS c
JOIN callback AS first ON first.id = c.request
WHERE c.id = :id
