-- The event whose guest link accepts votes: from the day it was made to the end of its last day.
-- :today in the agency's zone
SELECT id FROM guest_link WHERE code = :code AND until >= :today
