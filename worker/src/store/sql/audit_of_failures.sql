-- Logs the failed sign-ins of each past minute; failed_sign_in_prune.sql follows in the same batch.
-- :minute the present one, counted from 1970; :action their word
INSERT INTO audit (id, at_ms, actor, action, subject, detail)
SELECT
  lower(hex(randomblob(16))), minute * 60000, 'nobody', :action, '',
  iif(throttled, json_object('n', n, 'throttled', json('true')), json_object('n', n))
FROM failed_sign_in
WHERE minute < :minute
