-- Claims the response of an invite for this attempt, which brings it up to date. A response that the director
-- included, although none of its revisions is accepted, is replaced only by an accepted one.
-- :response the id of the invite's response
UPDATE response SET attempt_id = :attempt_id
WHERE id = :response
  AND EXISTS (SELECT 1 FROM revision WHERE response = :response AND attempt_id = :attempt_id)
  AND (
    decision IS NOT 'include'
    OR EXISTS (SELECT 1 FROM revision WHERE response = :response AND status = 'accepted')
  )
