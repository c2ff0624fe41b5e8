-- What became of an attempt, unless a later one has begun; that it arrived is true whenever it is told.
-- ?1 sequence number, ?2 number of the attempt, ?3 state, ?4 not to be tried before (UTC ms), ?5 error
UPDATE notice SET state = ?3, next_at_ms = ?4, error = ?5
WHERE seq = ?1 AND (attempts = ?2 OR ?3 = 'sent')
