-- Counts the accepted responses among :ids, which this attempt wrote or claimed, as answers to the agency's invites
-- (:sign 1), or no longer (:sign -1). An imported response has no invite of this database.
-- :ids JSON array
INSERT INTO invite_count (event, survey, touchpoint, channel, n, answered)
SELECT counted.value, i.survey, coalesce(i.touchpoint, ''), i.channel, 0, count(*)
FROM response AS r
JOIN invite AS i ON i.code = r.invite
CROSS JOIN json_each(json_array(i.event, '')) AS counted
WHERE r.id IN (SELECT value FROM json_each(:ids)) AND r.attempt_id = :attempt_id
  AND r.status = 'accepted' AND i.issuer = 'agency'
GROUP BY 1, 2, 3, 4
ON CONFLICT DO UPDATE SET answered = answered + :sign * excluded.answered
