-- The columns of events by which answers are grouped.
-- :ids JSON array
SELECT event.id, date, manager, client, format, guests
FROM json_each(:ids) AS named
CROSS JOIN event ON event.id = named.value
