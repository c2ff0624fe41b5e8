-- Admits or clears open requests in quarantine, as the director decided. Admitted are all rows of a request: one that later
-- becomes a request of its own, because its first row was cancelled or corrected, stays admitted.
-- :id one of them, or null for all; :until_ms received until then: later ones the director has not seen
UPDATE callback SET
  quarantine = iif(:admits, 'admitted', quarantine),
  state = iif(:admits, state, 'spam')
WHERE (:admits OR request = id)
  AND quarantine = 'held'
  AND request IN (
    SELECT first.id FROM callback AS first
    WHERE first.request = first.id
      AND (first.quarantine IS 'held') = 1
      AND (first.state IN ('new', 'in_work')) = 1
      AND first.received_at_ms <= :until_ms
      AND (:id IS NULL OR first.id = :id)
  )
