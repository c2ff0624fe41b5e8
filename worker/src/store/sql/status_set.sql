-- Sets the status of the claimed responses. A flag that is there stays.
-- :ids JSON array; :decision the director's, or null; :flag may be null
UPDATE response SET
  status = :status,
  flag = coalesce(flag, :flag),
  decision = coalesce(:decision, decision)
WHERE id IN (SELECT value FROM json_each(:ids)) AND attempt_id = :attempt_id
