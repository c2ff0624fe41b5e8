-- Deletes the counts that audit_of_failures.sql has made entries of.
DELETE FROM failed_sign_in WHERE minute < :minute
