-- Entries of the audit log, the latest first.
-- :from_ms, :until_ms (excluded), :action may be null; :after_ms and :after_seq of the last entry of the page before
SELECT seq, at_ms, actor, role, token, action, subject, detail
FROM audit
WHERE (at_ms < :after_ms OR (at_ms = :after_ms AND seq < :after_seq))
  AND (:from_ms IS NULL OR at_ms >= :from_ms)
  AND (:until_ms IS NULL OR at_ms < :until_ms)
  AND (:action IS NULL OR action = :action)
ORDER BY at_ms DESC, seq DESC
LIMIT :limit
