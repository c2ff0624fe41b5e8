-- Admits or clears open requests in quarantine, as the director decided.
-- :id one of them, or null for all; :until_ms received until then: later ones the director has not seen
UPDATE callback SET
  quarantine = iif(:admits, 'admitted', quarantine),
  state = iif(:admits, state, 'spam')
WHERE request = id
  AND (quarantine IS 'held') = 1
  AND (state IN ('new', 'in_work')) = 1
  AND received_at_ms <= :until_ms
  AND (:id IS NULL OR id = :id)
