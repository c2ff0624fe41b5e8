-- Takes the first notice that waits for a target, unless it is to be tried later: none overtakes it.
-- ?1 target, ?2 write id, ?3 now (UTC ms), ?4 until when nobody else takes it (UTC ms)
UPDATE notice SET write_id = ?2, attempts = attempts + 1, next_at_ms = ?4
WHERE seq = (SELECT min(seq) FROM notice WHERE state = 'waiting' AND target = ?1)
  AND next_at_ms <= ?3
