-- The name of the event whose guest link accepts votes: from the day it was made to the end of its last day.
-- :today in the agency's zone
SELECT (SELECT title FROM event WHERE event.id = guest_link.id) AS title
FROM guest_link
WHERE code = :code AND until >= :today
