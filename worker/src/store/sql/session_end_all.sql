-- Ends every session.
DELETE FROM session
