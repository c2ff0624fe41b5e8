-- Moves a request to the state of the step that this attempt added.
UPDATE callback SET state = :state
WHERE id = :callback
  AND EXISTS (SELECT 1 FROM case_event WHERE id = :id AND callback = :callback AND attempt_id = :attempt_id)
