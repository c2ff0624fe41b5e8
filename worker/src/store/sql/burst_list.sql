-- The accepted votes of an open link in the current window.
-- :id a vote of the burst, :since_ms the start of the window
SELECT r.id
FROM response AS r
WHERE r.survey = :survey
  AND (r.event, r.source) IS (SELECT event, source FROM response WHERE id = :id)
  AND r.status = 'accepted'
  AND r.received_at_ms >= :since_ms
  AND r.decision IS NULL
LIMIT :limit
