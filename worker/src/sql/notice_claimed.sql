-- The notice that this batch took.
-- ?1 target, ?2 write id
SELECT json_array(seq || '', kind, subject, coalesce(due_at_ms || '', ''), made_at_ms || '', attempts || '') AS row
FROM notice
WHERE state = 'waiting' AND target = ?1 AND write_id = ?2
