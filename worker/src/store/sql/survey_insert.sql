-- Publishes a version where it is the next one of its survey.
-- :built_in_version the version that the product has, or 0; :versions_max versions of all surveys
INSERT INTO survey_version (survey, version, document, published_at_ms)
SELECT :survey, :version, :document, :now_ms
WHERE :version = 1 + coalesce((SELECT max(version) FROM survey_version WHERE survey = :survey), :built_in_version)
  AND (SELECT count(*) FROM survey_version) < :versions_max
