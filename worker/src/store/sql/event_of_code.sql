-- The event whose guest link accepts votes: from the day it was made to the end of its last day.
-- :today in the agency's zone
SELECT id FROM event_view
WHERE code = :code AND state <> 'cancelled' AND link_until >= :today
