-- The beginning of each statement that adds to the audit log; an entry that an earlier attempt of the batch added
-- stays, by its id.
INSERT INTO audit (id, at_ms, actor, role, token, action, subject, detail)
SELECT :audit_id, :at_ms, :actor, :role, :token, :action, :subject,
