-- What is known of events, by which answers are grouped.
-- ?1 their ids as a JSON array
SELECT json_array(event.id, manager, client, format, coalesce(guests || '', '')) AS row
FROM json_each(?1) AS asked
CROSS JOIN event ON event.id = asked.value
