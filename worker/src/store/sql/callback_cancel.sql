-- Cancels a callback of an open request. Whoever knows a phone can ask for it: so the first row cancels itself, and the
-- others are a request without it (callback_release.sql); any other row withdraws from the request alone.
UPDATE callback SET state = 'cancelled'
WHERE id = :id
  AND state IN ('new', 'in_work')
  AND (SELECT open.state FROM callback AS open WHERE open.id = callback.request) IN ('new', 'in_work')
