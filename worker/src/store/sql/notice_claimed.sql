-- The notice that this claim took.
-- ?1 target, ?2 name of the claim
SELECT json_array(seq || '', kind, subject, coalesce(due_at_ms || '', ''), made_at_ms || '', attempts || '') AS row
FROM notice
WHERE claim = ?2
  AND seq = (
    SELECT seq FROM notice WHERE state = 'waiting' AND target = ?1 ORDER BY kind, seq LIMIT 1
  )
