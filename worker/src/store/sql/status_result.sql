-- The responses whose status this attempt set.
-- :ids JSON array
SELECT id FROM response
WHERE id IN (SELECT value FROM json_each(:ids)) AND attempt_id = :attempt_id
