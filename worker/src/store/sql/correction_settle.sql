-- Settles the corrections of a response that came from elsewhere: adopted, they count from now on as any other; declined,
-- they stay in its history.
-- :until_ms sent until then: later ones the director has not seen
UPDATE revision SET
  attempt_id = :attempt_id,
  status = iif(:adopt, 'accepted', status),
  flag = iif(:adopt, NULL, 'director')
WHERE response = :response AND flag = 'changed_elsewhere' AND at_ms <= :until_ms
