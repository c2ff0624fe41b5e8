-- Replaces sealed contacts by the same under another key, where they are still what was read: a correction may have
-- come meanwhile.
-- :rows JSON array of `RekeyedContact`
UPDATE contact SET key_id = :key_id, sealed = given.value ->> 'sealed'
FROM json_each(:rows) AS given
WHERE contact.callback = given.value ->> 'callback' AND contact.sealed = given.value ->> 'was'
