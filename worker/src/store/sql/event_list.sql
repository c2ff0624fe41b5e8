-- Events, the latest first; begins with event_columns.sql. Every parameter but :limit may be null for no limit.
-- :from and :to days, both included; :after_date and :after_id of the last event of the page before
WHERE (:from IS NULL OR date >= :from)
  AND (:to IS NULL OR date <= :to)
  AND (:manager IS NULL OR manager = :manager)
  AND (:state IS NULL OR state = :state)
  AND (:after_date IS NULL OR (date, id) < (:after_date, :after_id))
ORDER BY date DESC, id DESC
LIMIT :limit
