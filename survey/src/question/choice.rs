//! A choice from a list of options.

use crate::limits;
use crate::question::answer::{AnswerDraft, AnswerPart, FormAnswer, Value};
use crate::question::draft::QuestionDraft;
use crate::question::import_cell::{ImportCell, ImportRules};
use crate::question::kind_rules::{DocumentField, KindRules};
use crate::question::part_id::is_part_id;
use crate::text::{clean_line, given, longer, tidied};
use crate::validation_error::Code;

/// The id of the option that opens the free field of a choice.
pub const OTHER: &str = "other";

/// One of a list of options, or several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    options: Vec<String>,
    several: bool,
}

impl Choice {
    pub(super) fn new(draft: &QuestionDraft) -> Choice {
        Choice {
            options: draft.options.clone(),
            several: draft.several,
        }
    }

    fn has_other(&self) -> bool {
        self.options.iter().any(|option| option == OTHER)
    }
}

impl KindRules for Choice {
    fn options(&self) -> Option<&[String]> {
        Some(&self.options)
    }

    fn is_several(&self) -> bool {
        self.several
    }

    fn fields(&self) -> &'static [DocumentField] {
        &[
            DocumentField {
                name: "options",
                is_required: true,
            },
            DocumentField {
                name: "several",
                is_required: false,
            },
        ]
    }

    fn write(&self, draft: &mut QuestionDraft) {
        draft.options.clone_from(&self.options);
        draft.several = self.several;
    }

    fn check(&self, refuse: &mut dyn FnMut(Code, &str)) {
        if !(2..=limits::OPTIONS_MAX).contains(&self.options.len()) {
            refuse(Code::OptionsOutOfRange, ".options");
        }
        for (index, option) in self.options.iter().enumerate() {
            let path = || [".options[", &index.to_string(), "]"].concat();
            if !is_part_id(option) {
                refuse(Code::BadPartId, &path());
            } else if self.options[..index].contains(option) {
                refuse(Code::SameId, &path());
            }
        }
    }

    fn merge(&mut self, earlier: &QuestionDraft) {
        for option in &earlier.options {
            if !self.options.contains(option) {
                self.options.push(option.clone());
            }
        }
    }

    fn guest_errors(&self) -> &'static [Code] {
        if self.has_other() {
            &[Code::TextTooLong]
        } else {
            &[]
        }
    }

    /// Each ticked box is a field.
    fn posted_max_bytes(&self) -> usize {
        let boxes = self.options.len() * limits::SHORT_FIELD_MAX_BYTES;
        if self.has_other() {
            boxes + limits::text_field_max_bytes(limits::OTHER_MAX_CHARS)
        } else {
            boxes
        }
    }

    fn answer_of_form(&self, form: &FormAnswer<'_>) -> AnswerDraft {
        let options: Vec<String> = form.values.iter().map(|it| (*it).to_owned()).collect();
        let other = given(form.other).filter(|_| form.values.contains(&OTHER));
        AnswerDraft {
            options: Some(options).filter(|options| !options.is_empty()),
            other,
            ..AnswerDraft::default()
        }
    }

    fn accept(&self, draft: &AnswerDraft) -> Result<Option<Value>, Code> {
        if draft.score.is_some() || draft.text.is_some() {
            return Err(Code::WrongKind);
        }
        let mut options = draft.options.clone().unwrap_or_default();
        options.sort_unstable();
        options.dedup();
        if options.iter().any(|option| !self.options.contains(option)) {
            return Err(Code::UnknownOption);
        }
        if options.len() > 1 && !self.several {
            return Err(Code::TooManyOptions);
        }
        let mut other = clean_line(draft.other.as_deref().unwrap_or_default());
        if longer(Some(&other), limits::OTHER_MAX_CHARS) {
            return Err(Code::TextTooLong);
        }
        if !options.iter().any(|option| option == OTHER) {
            other.clear();
        }
        Ok((!options.is_empty()).then_some(Value::Options { options, other }))
    }

    fn import_rules(&self) -> ImportRules {
        ImportRules {
            bad_word: Code::UnknownOption,
            has_separator: true,
            has_formats: false,
        }
    }

    fn is_import_word(&self, word: &str) -> bool {
        self.options.iter().any(|option| option == word)
    }

    fn answer_of_cell(&self, cell: &ImportCell<'_>) -> AnswerDraft {
        let known = cell.words.keys().chain(&self.options);
        let known: Vec<&str> = known.map(String::as_str).collect();
        let mut options: Vec<String> = cell.options.iter().map(|it| (*it).to_owned()).collect();
        let mut other = Vec::new();
        for text in &cell.texts {
            for word in split(&tidy(text, cell.separator), cell.separator, &known) {
                match cell.translated(word).unwrap_or(word) {
                    "" => {}
                    _ if cell.rest_is_other && !known.contains(&word) => {
                        other.push(word.to_owned())
                    }
                    option => options.push(option.to_owned()),
                }
            }
        }
        if !cell.other.is_empty() && !other.iter().any(|word| word == cell.other) {
            other.push(cell.other.to_owned());
        }
        let other = given(&other.join(cell.separator.unwrap_or("; ")));
        if other.is_some() {
            options.push(OTHER.to_owned());
        }
        AnswerDraft {
            options: Some(options).filter(|options| !options.is_empty()),
            other,
            ..AnswerDraft::default()
        }
    }

    fn export_columns(&self) -> &'static [AnswerPart] {
        if self.has_other() {
            &[AnswerPart::Options, AnswerPart::Other]
        } else {
            &[AnswerPart::Options]
        }
    }
}

/// A cell whose words can be compared with those of the mapping. Line ends stay where they separate words.
fn tidy(cell: &str, separator: Option<&str>) -> String {
    if separator.is_some_and(|it| it.contains('\n')) {
        let lines: Vec<String> = cell.lines().map(tidied).collect();
        lines.join("\n")
    } else {
        tidied(cell)
    }
}

/// The words of a cell. A known word is taken whole, also where it contains the separator.
fn split<'c>(cell: &'c str, separator: Option<&str>, known: &[&str]) -> Vec<&'c str> {
    let Some(separator) = separator else {
        return Vec::from_iter(Some(cell).filter(|cell| !cell.is_empty()));
    };
    let mut words = Vec::new();
    let mut rest = cell;
    while !rest.is_empty() {
        let ends = |tail: &str| tail.is_empty() || tail.starts_with(separator);
        let longest_known = known
            .iter()
            .filter(|word| rest.strip_prefix(**word).is_some_and(ends))
            .map(|word| word.len())
            .max();
        let length = longest_known
            .or_else(|| rest.find(separator))
            .unwrap_or(rest.len());
        let (word, tail) = rest.split_at(length);
        words.extend(Some(word.trim()).filter(|word| !word.is_empty()));
        rest = tail.strip_prefix(separator).unwrap_or(tail).trim_start();
    }
    words
}
