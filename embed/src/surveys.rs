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

/// Every built-in survey, in the order in which a director reads them.
pub fn all() -> &'static [Survey] {
    &BUILT_IN
}

/// The current version of a survey.
pub fn find(id: &str) -> Option<&'static Survey> {
    all().iter().find(|survey| survey.id() == id)
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
