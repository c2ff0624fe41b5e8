//! A walk through JSON that collects all errors, each with its path.

use crate::survey_doc::document::{Named, Texts};
use otklik_survey::{Code, Lang, ValidationError, clean_line, limits, longer};
use serde_json::Value;
use std::cell::RefCell;

/// A part of a JSON document, present or absent, with its path.
pub struct JsonPart<'a> {
    pub value: Option<&'a Value>,
    path: String,
    errors: &'a RefCell<Vec<ValidationError>>,
}

pub type Items<'a> = std::vec::IntoIter<JsonPart<'a>>;

impl<'a> JsonPart<'a> {
    /// The whole document; its errors are collected in `errors`.
    pub fn whole(json: &'a Value, errors: &'a RefCell<Vec<ValidationError>>) -> JsonPart<'a> {
        JsonPart {
            value: Some(json),
            path: String::new(),
            errors,
        }
    }

    pub fn report(&self, code: Code) {
        let error = ValidationError::new(code, self.path.clone());
        self.errors.borrow_mut().push(error);
    }

    fn at(&self, value: Option<&'a Value>, path: String) -> JsonPart<'a> {
        let errors = self.errors;
        JsonPart {
            value,
            path,
            errors,
        }
    }

    pub fn field(&self, name: &str) -> JsonPart<'a> {
        let dot = if self.path.is_empty() { "" } else { "." };
        let value = self.value.and_then(|value| value.get(name));
        self.at(value, [&self.path, dot, name].concat())
    }

    pub fn needed(&self, name: &str) -> JsonPart<'a> {
        let part = self.field(name);
        // A missing parent has been reported: its fields are not.
        if part.value.is_none() && self.value.is_some_and(Value::is_object) {
            part.report(Code::MissingField);
        }
        part
    }

    /// Reads a value; `None` where it is absent, or has another type, which is reported.
    fn typed<T>(&self, read: impl Fn(&'a Value) -> Option<T>) -> Option<T> {
        let read = read(self.value?);
        if read.is_none() {
            self.report(Code::WrongType);
        }
        read
    }

    pub fn as_text(&self) -> Option<&'a str> {
        self.typed(Value::as_str)
    }

    pub fn as_number(&self) -> Option<f64> {
        self.typed(Value::as_f64)
    }

    /// Reads a value and converts it; reports `code` where the conversion fails.
    pub fn fitting<T, V>(
        &self,
        read: impl Fn(&JsonPart<'a>) -> Option<V>,
        code: Code,
        fit: impl Fn(V) -> Option<T>,
    ) -> Option<T> {
        let fitted = fit(read(self)?);
        if fitted.is_none() {
            self.report(code);
        }
        fitted
    }

    pub fn word<T>(&self, parse: impl Fn(&str) -> Option<T>) -> Option<T> {
        self.fitting(JsonPart::as_text, Code::UnknownValue, parse)
    }

    /// Empty where there is none.
    pub fn text(&self) -> &'a str {
        self.as_text().unwrap_or_default()
    }

    pub fn flag(&self) -> bool {
        self.typed(Value::as_bool).unwrap_or_default()
    }

    /// 0, which is no version, where it is absent or unreadable.
    pub fn version(&self) -> u32 {
        let version = self.fitting(JsonPart::as_number, Code::BadVersion, |number| {
            (number.fract() == 0.0 && number >= 1.0).then_some(number as u32)
        });
        version.unwrap_or(0)
    }

    pub fn items(&self) -> Items<'a> {
        let items = self.typed(Value::as_array).map_or(&[][..], Vec::as_slice);
        let items = items.iter().enumerate().map(|(place, item)| {
            let path = format!("{}[{place}]", self.path);
            self.at(Some(item), path)
        });
        items.collect::<Vec<_>>().into_iter()
    }

    /// The names of an object's fields.
    pub fn names(&self) -> Vec<&'a str> {
        let object = self.typed(Value::as_object);
        let names = object.map(|object| object.keys().map(String::as_str));
        names.into_iter().flatten().collect()
    }

    pub fn has_only(&self, known: &[&str]) {
        for name in self.names() {
            if !known.contains(&name) {
                self.field(name).report(Code::UnknownField);
            }
        }
    }

    /// Reads a text in each language; `read` gets one language's part and the part of all languages.
    pub fn texts<T>(&self, read: impl Fn(&JsonPart<'a>, &JsonPart<'a>) -> T) -> Texts<T> {
        self.has_only(&Lang::CODES);
        Texts::each(|lang| read(&self.needed(lang.code()), self))
    }

    pub fn named(&self, ids: &[&str], read: impl Fn(&JsonPart<'a>) -> String) -> Named {
        self.has_only(ids);
        let texts = ids
            .iter()
            .map(|id| ((*id).to_owned(), read(&self.needed(id))));
        Named(texts.collect())
    }

    pub fn labels(&self, count: usize) -> Vec<String> {
        let labels = self.items();
        if labels.len() != count && self.value.is_some_and(Value::is_array) {
            self.report(Code::WrongCount);
        }
        labels
            .map(|label| label.line(limits::LABEL_MAX_CHARS, &[]))
            .collect()
    }

    /// A text of one line, as it will be shown.
    pub fn line(&self, max_chars: usize, placeholders: &[&str]) -> String {
        let Some(text) = self.as_text() else {
            return String::new();
        };
        let line = clean_line(text);
        let without = |text: String, name: &&str| text.replace(&["{", name, "}"].concat(), "");
        if line.is_empty() {
            self.report(Code::MissingText);
        } else if longer(Some(&line), max_chars) {
            self.report(Code::TextTooLong);
        } else if placeholders
            .iter()
            .fold(line.clone(), without)
            .contains('{')
        {
            self.report(Code::UnknownPlaceholder);
        }
        line
    }
}
