-- The event of a guest link that takes votes: from when it was made to the end of its last day.
-- ?1 code, ?2 today in the agency's zone
SELECT id AS row FROM event_view
WHERE code = ?1 AND state <> 'cancelled' AND link_until >= ?2
