-- A page of requests, those in quarantine or the others: the open ones first, then the newest first. What a visitor may
-- change by asking again is the newest row's; it is due when the first of its rows is. Sealed contacts are those of the first row and of the newest ones.
-- Its steps are the newest :events_max.
-- :after_open, :after_ms and :after_id the last request of the page before; :times_max rows that are counted;
-- :contacts_max
SELECT
  c.id, c.survey, c.state,
  (SELECT count(*) FROM case_event AS e WHERE e.callback = c.id AND e.kind = 'attempt') AS attempts,
  (
    SELECT json_group_array(json_object('at_ms', one.at_ms, 'kind', one.kind, 'word', one.word))
    FROM (
      SELECT e.at_ms, e.kind, e.word FROM case_event AS e
      WHERE e.callback = c.id
      ORDER BY e.at_ms DESC, e.id
      LIMIT :events_max
    ) AS one
  ) AS events, newest.channel, newest.locale, newest.call_window, newest."by", c.received_at_ms,
  (
    SELECT min(t.due_at_ms) FROM callback AS t WHERE t.request = c.id AND (t.state <> 'cancelled' OR t.id = c.id)
  ) AS due_at_ms,
  (SELECT count(*) FROM (
    SELECT 1 FROM callback AS t WHERE t.request = c.id AND (t.state <> 'cancelled' OR t.id = c.id) LIMIT :times_max
  )) AS times,
  (
    SELECT json_group_array(json_object('id', one.id, 'at_ms', one.at_ms, 'key_id', one.key_id, 'sealed', one.sealed))
    FROM (
      SELECT t.id, coalesce(t.revised_at_ms, t.received_at_ms) AS at_ms, contact.key_id, contact.sealed
      FROM callback AS t
      JOIN contact ON contact.callback = t.id
      WHERE t.request = c.id AND (t.state <> 'cancelled' OR t.id = c.id)
      ORDER BY t.id = t.request DESC, coalesce(t.revised_at_ms, t.received_at_ms) DESC
      LIMIT :contacts_max
    ) AS one
  ) AS contacts
FROM (
  SELECT id, survey, state, received_at_ms
  FROM callback
  WHERE request = id
    AND (quarantine IS 'held') = :held
    AND (state IN ('new', 'in_work'), received_at_ms, id) < (:after_open, :after_ms, :after_id)
  ORDER BY state IN ('new', 'in_work') DESC, received_at_ms DESC, id DESC
  LIMIT :limit
) AS c
JOIN callback AS newest ON newest.id = (
    SELECT t.id FROM callback AS t
    WHERE t.request = c.id AND (t.state <> 'cancelled' OR t.id = c.id)
    ORDER BY coalesce(t.revised_at_ms, t.received_at_ms) DESC, t.id
    LIMIT 1
  )
ORDER BY c.state IN ('new', 'in_work') DESC, c.received_at_ms DESC, c.id DESC
