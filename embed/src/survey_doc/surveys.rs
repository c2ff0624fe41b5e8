//! Every known version of every survey: the built-in ones, with their structure in `surveys/` and their texts in the
//! catalogs, and those that the agency has published.
//!
//! Versions are immutable and kept for the isolate's life; the caller of [`add`] bounds their number.

use crate::survey_doc::document::Document;
use otklik_survey::{Lang, Survey};
use std::cell::RefCell;
use std::sync::LazyLock;

/// The id of the survey that guests of an event are asked.
pub const EVENT_SURVEY: &str = "guest";

const SOURCES: [&str; 5] = [
    include_str!("../../surveys/guest.json"),
    include_str!("../../surveys/client.json"),
    include_str!("../../surveys/stage.json"),
    include_str!("../../surveys/effort.json"),
    include_str!("../../surveys/site.json"),
];

static BUILT_IN: LazyLock<Vec<Document>> = LazyLock::new(|| {
    let parsed = SOURCES.iter().map(|json| serde_json::from_str(json));
    let surveys = parsed.filter_map(Result::ok);
    surveys.map(Document::built_in).collect()
});

thread_local! {
    static KNOWN: RefCell<Known> = RefCell::new(Known::built_in());
}

struct Known {
    versions: Vec<&'static Document>,
    /// One for each id, in the order of the director's pages: the current version with the questions of earlier ones.
    surveys: Vec<&'static Survey>,
}

impl Known {
    fn built_in() -> Known {
        let mut known = Known {
            versions: Vec::new(),
            surveys: Vec::new(),
        };
        for document in BUILT_IN.iter() {
            known.add(document);
        }
        known
    }

    fn add(&mut self, document: &'static Document) {
        self.versions.push(document);
        self.versions.sort_by_key(|it| it.version());
        let of_this = self.versions.iter().filter(|it| it.id() == document.id());
        let summed = of_this.fold(None, |earlier: Option<Survey>, version| {
            let survey = Survey::clone(version);
            Some(match earlier {
                Some(earlier) => survey.with_earlier(&earlier),
                None => survey,
            })
        });
        let Some(summed) = summed else { return };
        let summed: &'static Survey = Box::leak(Box::new(summed));
        match self.surveys.iter_mut().find(|it| it.id() == summed.id()) {
            Some(known) => *known = summed,
            None => self.surveys.push(summed),
        }
    }
}

/// Keeps a published version.
pub fn add(document: Document) {
    if answered(document.id(), document.version()).is_none() {
        KNOWN.with_borrow_mut(|known| known.add(Box::leak(Box::new(document))));
    }
}

/// One for each id, in the order of the director's pages: the current version, and behind its questions and options
/// those of earlier versions. Everything that a stored answer can refer to.
pub fn all() -> impl Iterator<Item = &'static Survey> + Clone {
    KNOWN.with_borrow(|known| known.surveys.clone()).into_iter()
}

/// Every version of every survey.
pub fn versions() -> Vec<&'static Survey> {
    KNOWN.with_borrow(|known| known.versions.iter().map(|it| &***it).collect())
}

/// The current version of each survey, in the same order.
pub fn current() -> impl Iterator<Item = &'static Document> + Clone {
    all().filter_map(|survey| find(survey.id()))
}

/// The current version of a survey.
pub fn find(id: &str) -> Option<&'static Document> {
    KNOWN.with_borrow(|known| {
        let versions = known.versions.iter().filter(|survey| survey.id() == id);
        versions.copied().max_by_key(|survey| survey.version())
    })
}

/// A version of a survey: a page that was opened before an edit answers the version that it shows.
pub fn answered(id: &str, version: u32) -> Option<&'static Document> {
    KNOWN.with_borrow(|known| {
        let mut versions = known.versions.iter().copied();
        versions.find(|survey| survey.id() == id && survey.version() == version)
    })
}

/// The version of a built-in survey; 0 for an agency's own survey.
pub fn built_in_version(id: &str) -> u32 {
    let mut built_in = BUILT_IN.iter().filter(|survey| survey.id() == id);
    built_in.next_back().map_or(0, |survey| survey.version())
}

/// Whether any version of the survey is anonymous.
pub fn is_anonymous(id: &str) -> bool {
    all().any(|survey| survey.id() == id && survey.is_anonymous())
}

/// The title of a survey; its id where the survey is unknown.
pub fn title(lang: Lang, id: &str) -> &str {
    find(id).map_or(id, |survey| survey.title(lang))
}

/// The target of a question, where the current version sets one.
pub fn target(survey: &str, question: &str) -> Option<f64> {
    find(survey)?.target(question)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::survey_doc::reader::read;

    #[test]
    fn every_source_is_a_survey() {
        for source in SOURCES {
            serde_json::from_str::<Survey>(source).unwrap();
        }
        assert_eq!(all().count(), SOURCES.len());
    }

    /// A built-in survey can be edited and published.
    #[test]
    fn every_built_in_survey_is_a_document() {
        for document in current() {
            let written = serde_json::to_value(document.written()).unwrap();
            assert_eq!(read(&written).as_ref(), Ok(document));
        }
    }

    #[test]
    fn an_edit_is_current_and_earlier_versions_can_be_answered() {
        let first = find("guest").unwrap();
        let mut json = serde_json::to_value(first.written()).unwrap();
        json["version"] = 2.into();
        let questions = json["questions"].as_array_mut().unwrap();
        let liked = questions.remove(1);
        add(read(&json).unwrap());
        let edited = find("guest").unwrap();
        assert_eq!((edited.version(), edited.questions().len()), (2, 3));
        assert_eq!(answered("guest", 1), Some(first));
        assert_eq!(answered("guest", 2), Some(edited));
        assert_eq!(answered("guest", 3), None);
        let summed = all().next().unwrap();
        assert_eq!((summed.version(), summed.questions().len()), (2, 4));
        assert_eq!(summed.questions()[3].id, liked["id"]);
        assert_eq!(all().count(), SOURCES.len());
        add(read(&json).unwrap());
        assert_eq!(
            find("guest"),
            Some(edited),
            "the same again changes nothing"
        );
    }
}
