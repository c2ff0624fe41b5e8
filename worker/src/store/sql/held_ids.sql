-- Responses of one group of held_list.sql.
-- :event empty for those without an event, null for every event; :from and :to days, or null
SELECT id FROM response
WHERE survey = :survey
  AND status = 'quarantined' AND flag IN ('burst', 'over_guests') AND decision IS NULL
  AND (:event IS NULL OR coalesce(event, '') = :event)
  AND (:from IS NULL OR day BETWEEN :from AND :to)
LIMIT :limit
