-- Responses of one group of held_list.sql that the director has seen: those of an anonymous survey go by quarter alone.
-- :event empty for those without an event, null for a quarter's; :from and :to its days, or null; :until_ms received until
-- then
SELECT id FROM response
WHERE survey = :survey
  AND status = 'quarantined' AND flag IN ('burst', 'over_guests') AND decision IS NULL
  AND received_at_ms <= :until_ms
  AND (:event IS NULL) = (survey IN (SELECT survey FROM survey_version WHERE document ->> 'anonymous'))
  AND (:event IS NULL OR coalesce(event, '') = :event)
  AND (:from IS NULL OR day BETWEEN :from AND :to)
LIMIT :limit
