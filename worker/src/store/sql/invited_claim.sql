-- Marks the response of an invite as this batch's to bring up to date. One that the director counted,
-- though none of its revisions counts, is changed by none of the same kind.
-- ?1 id of the invite's response, ?2 write id
UPDATE response SET attempt_id = ?2
WHERE id = ?1 AND EXISTS (SELECT 1 FROM revision WHERE response = ?1 AND attempt_id = ?2)
  AND (
    decision IS NOT 'include'
    OR EXISTS (SELECT 1 FROM revision WHERE response = ?1 AND status = 'accepted')
  )
