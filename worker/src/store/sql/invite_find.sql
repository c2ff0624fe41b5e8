-- What an invite that takes an answer is for.
-- ?1 code, ?2 today in the agency's zone
SELECT json_array(response, survey, coalesce(touchpoint, '')) AS row
FROM invite_open
WHERE code = ?1 AND until >= ?2
