-- Settles the corrections of a response that came from elsewhere: adopted, they count from now on as any other; declined,
-- they stay in its history.
UPDATE revision SET
  attempt_id = :attempt_id,
  status = iif(:adopt, 'accepted', status),
  flag = iif(:adopt, NULL, 'director')
WHERE response = :response AND flag = 'changed_elsewhere'
