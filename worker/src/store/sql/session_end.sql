-- Ends a session.
DELETE FROM session WHERE hash = :hash
