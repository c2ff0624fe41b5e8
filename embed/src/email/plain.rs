//! A letter for readers of plain text.

use crate::email::letter::{Letter, Score};
use crate::i18n::texts::{fill, text};

/// Scales of more values get one address in the plain text: eleven long lines are no choice.
const LINES_MAX: usize = 7;

impl Letter {
    /// The same for readers of plain text: a line with an address for each score, or one address.
    pub fn plain(&self) -> String {
        let lang = self.lang;
        let [low, high] = &self.ends;
        let mut parts = vec![
            format!("{} {}", self.lead, self.count),
            self.question.clone(),
        ];
        let (first, last) = (self.scores.first(), self.scores.last());
        if self.scores.len() <= LINES_MAX {
            parts.push(text(lang, "email-how").to_owned());
            let line = |score: &Score| {
                let end = match score.value {
                    value if first.is_some_and(|first| first.value == value) => Some(low),
                    value if last.is_some_and(|last| last.value == value) => Some(high),
                    _ => None,
                };
                let name = score.label.as_ref().or(end);
                let name = name.map_or(String::new(), |name| format!(" ({name})"));
                format!("{}{name}: {}", score.value, score.url)
            };
            parts.push(self.scores.iter().map(line).collect::<Vec<_>>().join("\n"));
        } else {
            let value =
                |score: Option<&Score>| score.map_or(String::new(), |it| it.value.to_string());
            let values = [
                ("from", value(first)),
                ("low", low.clone()),
                ("to", value(last)),
                ("high", high.clone()),
            ];
            let values: Vec<(&str, &str)> = values
                .iter()
                .map(|(name, value)| (*name, value.as_str()))
                .collect();
            parts.push(format!(
                "{}\n{}",
                fill(text(lang, "email-pick"), &values),
                self.url
            ));
        }
        parts.push(self.who_sees.clone());
        let personal = self.personal.iter().map(String::as_str);
        let small = [self.reason.as_str()].into_iter().chain(personal);
        parts.push(format!("-- \n{}", small.collect::<Vec<_>>().join(" ")));
        parts.push(format!(
            "{}: {}",
            text(lang, "email-unsubscribe"),
            self.unsubscribe
        ));
        parts.extend(self.postal_address.map(str::to_owned));
        parts.join("\n\n") + "\n"
    }
}
