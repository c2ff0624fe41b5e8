//! The built-in surveys: their structure in `surveys/`, their sentences in the catalogs.

use otklik_survey::Survey;
use std::sync::LazyLock;

const SOURCES: [&str; 5] = [
    include_str!("../surveys/guest.json"),
    include_str!("../surveys/client.json"),
    include_str!("../surveys/stage.json"),
    include_str!("../surveys/effort.json"),
    include_str!("../surveys/site.json"),
];

static BUILT_IN: LazyLock<Vec<Survey>> = LazyLock::new(|| {
    let parsed = SOURCES.iter().map(|json| serde_json::from_str(json));
    parsed.filter_map(Result::ok).collect()
});

/// Every version of every built-in survey, in the order in which a director reads them.
pub fn all() -> &'static [Survey] {
    &BUILT_IN
}

/// The current version of a survey.
pub fn find(id: &str) -> Option<&'static Survey> {
    let versions = all().iter().filter(|survey| survey.id() == id);
    versions.max_by_key(|survey| survey.version())
}

/// The version that was answered, for a page that was opened before the current one came out; the
/// current one where there is no such version, to refuse it.
pub fn answered(current: &'static Survey, version: u32) -> &'static Survey {
    let mut versions = all().iter().filter(|survey| survey.id() == current.id());
    versions
        .find(|survey| survey.version() == version)
        .unwrap_or(current)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_source_is_a_survey() {
        for source in SOURCES {
            serde_json::from_str::<Survey>(source).unwrap();
        }
        assert_eq!(all().len(), SOURCES.len());
    }
}
