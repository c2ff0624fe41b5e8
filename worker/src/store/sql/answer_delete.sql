-- Deletes the answers of the response that this attempt claimed.
DELETE FROM answer
WHERE response = (SELECT id FROM response WHERE id = :id AND attempt_id = :attempt_id)
