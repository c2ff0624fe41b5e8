//! A day, optionally within a first and a last one.

use crate::calendar::day::Day;
use crate::question::answer::{AnswerDraft, AnswerPart, FormAnswer, Value};
use crate::question::draft::QuestionDraft;
use crate::question::import_cell::{ImportCell, ImportRules};
use crate::question::kind_rules::{DocumentField, KindRules};
use crate::text::given;
use crate::validation_error::Code;

/// No day: the text of a cell that no format of its mapping fits.
const UNREADABLE: &str = "?";

/// A day of the calendar, without a time or a zone. Its answer is a text, `YYYY-MM-DD`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Date {
    min: Option<Day>,
    max: Option<Day>,
}

impl Date {
    pub(super) fn new(draft: &QuestionDraft) -> Date {
        Date {
            min: draft.min,
            max: draft.max,
        }
    }

    /// The first day that can be answered; `None` without a limit.
    pub fn min(&self) -> Option<Day> {
        self.min
    }

    /// The last day that can be answered; `None` without a limit.
    pub fn max(&self) -> Option<Day> {
        self.max
    }

    fn contains(&self, day: Day) -> bool {
        self.min.is_none_or(|min| min <= day) && self.max.is_none_or(|max| day <= max)
    }
}

impl KindRules for Date {
    fn fields(&self) -> &'static [DocumentField] {
        &[
            DocumentField {
                name: "min",
                is_required: false,
            },
            DocumentField {
                name: "max",
                is_required: false,
            },
        ]
    }

    fn write(&self, draft: &mut QuestionDraft) {
        draft.min = self.min;
        draft.max = self.max;
    }

    fn check(&self, refuse: &mut dyn FnMut(Code, &str)) {
        if let (Some(min), Some(max)) = (self.min, self.max)
            && max < min
        {
            refuse(Code::DatesReversed, ".max");
        }
    }

    fn merge(&mut self, earlier: &QuestionDraft) {
        self.min = self
            .min
            .zip(earlier.min)
            .map(|(min, earlier)| min.min(earlier));
        self.max = self
            .max
            .zip(earlier.max)
            .map(|(max, earlier)| max.max(earlier));
    }

    fn guest_errors(&self) -> &'static [Code] {
        &[Code::BadDate, Code::DateOutOfRange]
    }

    fn answer_of_form(&self, form: &FormAnswer<'_>) -> AnswerDraft {
        answer_of(form.value())
    }

    fn accept(&self, draft: &AnswerDraft) -> Result<Option<Value>, Code> {
        if draft.score.is_some() || draft.options.is_some() || draft.other.is_some() {
            return Err(Code::WrongKind);
        }
        let text = draft.text.as_deref().unwrap_or_default().trim();
        if text.is_empty() {
            return Ok(None);
        }
        let day = Day::parse(text).ok_or(Code::BadDate)?;
        if !self.contains(day) {
            return Err(Code::DateOutOfRange);
        }
        Ok(Some(Value::Text(day.to_string())))
    }

    fn import_rules(&self) -> ImportRules {
        ImportRules {
            bad_word: Code::BadDate,
            has_separator: false,
            has_formats: true,
        }
    }

    fn is_import_word(&self, word: &str) -> bool {
        Day::parse(word).is_some_and(|day| self.contains(day))
    }

    /// A column with formats is not read as ISO too: `2026-05-04` may mean the 5th of April there.
    fn answer_of_cell(&self, cell: &ImportCell<'_>) -> AnswerDraft {
        let text = cell.text();
        if text.is_empty() || cell.formats.is_empty() || cell.translated(text).is_some() {
            return answer_of(cell.meaning());
        }
        let mut stamps = cell.formats.iter().filter_map(|format| format.read(text));
        let day = stamps.next().and_then(|stamp| stamp.day());
        answer_of(&day.map_or_else(|| UNREADABLE.to_owned(), |day| day.to_string()))
    }

    fn export_columns(&self) -> &'static [AnswerPart] {
        &[AnswerPart::Text]
    }
}

/// No answer where the text is empty.
fn answer_of(text: &str) -> AnswerDraft {
    AnswerDraft {
        text: given(text.trim()),
        ..AnswerDraft::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::time_format::TimeFormat;
    use crate::phone::redact::redacted;
    use crate::question::draft::KindName;
    use std::collections::BTreeMap;

    fn date(min: &str, max: &str) -> Date {
        Date::new(&draft(min, max))
    }

    fn draft(min: &str, max: &str) -> QuestionDraft {
        QuestionDraft {
            min: Day::parse(min),
            max: Day::parse(max),
            ..QuestionDraft::new("day", KindName::Date)
        }
    }

    fn accepted(date: &Date, text: &str) -> Result<Option<String>, Code> {
        let value = date.accept(&answer_of(text))?;
        Ok(value.map(|value| match value {
            Value::Text(text) => text,
            other => panic!("{other:?}"),
        }))
    }

    #[test]
    fn a_day_within_the_limits_is_accepted() {
        let date = date("2026-05-01", "2026-05-31");
        for day in ["2026-05-01", "2026-05-31"] {
            assert_eq!(accepted(&date, day), Ok(Some(day.to_owned())));
            assert_eq!(
                accepted(&date, &[" ", day, "\n"].concat()),
                Ok(Some(day.to_owned()))
            );
        }
        for day in ["2026-04-30", "2026-06-01"] {
            assert_eq!(accepted(&date, day), Err(Code::DateOutOfRange));
        }
        assert_eq!(accepted(&date, ""), Ok(None));
    }

    #[test]
    fn any_day_is_accepted_without_limits() {
        for day in ["1970-01-01", "9999-12-31"] {
            assert_eq!(accepted(&date("", ""), day), Ok(Some(day.to_owned())));
        }
    }

    #[test]
    fn a_text_that_is_no_day_is_refused() {
        for text in ["2026-02-30", "01.05.2026", "tomorrow", "2026-05-01T10:00"] {
            assert_eq!(accepted(&date("", ""), text), Err(Code::BadDate), "{text}");
        }
    }

    #[test]
    fn an_answer_of_another_kind_is_refused() {
        let score = AnswerDraft {
            score: Some(5),
            ..answer_of("2026-05-01")
        };
        assert_eq!(date("", "").accept(&score), Err(Code::WrongKind));
    }

    #[test]
    fn limits_in_the_wrong_order_are_refused() {
        let errors = |date: Date| {
            let mut errors = Vec::new();
            date.check(&mut |code, path| errors.push((code, path.to_owned())));
            errors
        };
        assert_eq!(errors(date("2026-05-01", "2026-05-01")), []);
        assert_eq!(errors(date("2026-05-01", "")), []);
        let reversed = [(Code::DatesReversed, ".max".to_owned())];
        assert_eq!(errors(date("2026-05-02", "2026-05-01")), reversed);
    }

    #[test]
    fn stored_days_of_earlier_versions_stay_valid() {
        let mut narrowed = date("2026-05-10", "2026-05-20");
        narrowed.merge(&draft("2026-05-01", "2026-05-15"));
        assert_eq!(narrowed, date("2026-05-01", "2026-05-20"));
        narrowed.merge(&draft("", "2026-05-15"));
        assert_eq!(narrowed, date("", "2026-05-20"));
    }

    #[test]
    fn a_cell_is_read_by_the_formats_of_its_mapping() {
        let words = BTreeMap::from([
            ("не помню".to_owned(), String::new()),
            ("New Year".to_owned(), "2026-01-01".to_owned()),
        ]);
        let read = |formats: &[&str], text: &str| {
            let formats = formats
                .iter()
                .map(|format| TimeFormat::parse(format).unwrap());
            let cell = ImportCell {
                texts: vec![text],
                options: vec![],
                words: &words,
                separator: None,
                other: "",
                rest_is_other: false,
                formats: &formats.collect::<Vec<_>>(),
            };
            let answer = date("", "").answer_of_cell(&cell);
            date("", "").accept(&answer)
        };
        let day = |day: &str| Ok(Some(Value::Text(day.to_owned())));
        assert_eq!(read(&[], "2026-05-04"), day("2026-05-04"));
        assert_eq!(read(&[], "04.05.2026"), Err(Code::BadDate));
        let formats = ["DD.MM.YYYY", "DD.MM.YYYY hh:mm"];
        assert_eq!(read(&formats, "4.5.2026"), day("2026-05-04"));
        assert_eq!(read(&formats, "04.05.2026 23:59"), day("2026-05-04"));
        assert_eq!(read(&formats, "2026-05-04"), Err(Code::BadDate));
        assert_eq!(read(&["YYYY-DD-MM"], "2026-05-13"), Err(Code::BadDate));
        assert_eq!(read(&formats, "New Year"), day("2026-01-01"));
        assert_eq!(read(&formats, "не помню"), Ok(None));
        assert_eq!(read(&formats, ""), Ok(None));
    }

    #[test]
    fn a_stored_day_is_not_redacted_as_a_phone() {
        assert_eq!(redacted("2026-12-31"), "2026-12-31");
    }
}
