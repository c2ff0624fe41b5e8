-- The columns of events by which answers are grouped.
-- :ids JSON array
SELECT event.id, manager, client, format, guests
FROM json_each(:ids) AS asked
CROSS JOIN event ON event.id = asked.value
