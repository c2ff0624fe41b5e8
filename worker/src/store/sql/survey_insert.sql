-- Publishes a version where it is the next one of its survey.
-- ?1 survey, ?2 version, ?3 document, ?4 now, ?5 the version that the product came with, ?6 how many there
-- may be of all surveys
INSERT INTO survey_version (survey, version, document, published_at_ms)
SELECT ?1, ?2, ?3, ?4
WHERE ?2 = 1 + coalesce((SELECT max(version) FROM survey_version WHERE survey = ?1), ?5)
  AND (SELECT count(*) FROM survey_version) < ?6
