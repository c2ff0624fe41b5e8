//! What search reads is derived from the answers' texts, so it can be checked against them and written again.
//!
//! The words are Rust's: SQLite knows neither the rules of redacting nor letters beyond Latin.

use crate::env::project::Project;
use crate::local::database::{Database, Row};
use anyhow::{Context, Result};
use otklik_survey::phone::redact::search_words;
use std::fs;

/// Answers of one query: their texts are 2,000 characters at most.
const PAGE: usize = 1_000;

/// An answer whose words are not those of its text.
#[derive(Debug)]
pub struct Stale {
    key: [String; 3],
    text: String,
}

pub fn stale(database: &Database<'_>) -> Result<Vec<Stale>> {
    let mut stale = Vec::new();
    let mut after = [const { String::new() }; 3];
    // Every page begins after the last one.
    loop {
        let rows = database.query(&page(&after))?;
        for row in &rows {
            after = key(row);
            let text = text(row, "text");
            if text_of(row, "words") != Some(search_words(text).as_str()) {
                stale.push(Stale {
                    key: after.clone(),
                    text: text.to_owned(),
                });
            }
        }
        if rows.len() < PAGE {
            return Ok(stale);
        }
    }
}

pub fn rebuild(project: &Project, database: &Database<'_>, stale: &[Stale]) -> Result<()> {
    let script = project.scratch("search-words.sql");
    let statements: String = stale.iter().map(Stale::statement).collect();
    fs::write(&script, statements).with_context(|| format!("cannot write {}", script.display()))?;
    let done = database.run_file(&script);
    // It contains guests' texts.
    fs::remove_file(&script).with_context(|| format!("cannot remove {}", script.display()))?;
    done
}

fn page(after: &[String; 3]) -> String {
    let [response, question, option] = after.each_ref().map(|part| literal(part));
    format!(
        "SELECT response, question, option, text, words FROM answer
         WHERE text IS NOT NULL AND (response, question, option) > ({response}, {question}, {option})
         ORDER BY response, question, option LIMIT {PAGE}"
    )
}

impl Stale {
    /// Of an answer that was corrected meanwhile nothing is changed.
    fn statement(&self) -> String {
        let [response, question, option] = self.key.each_ref().map(|part| literal(part));
        let (text, words) = (literal(&self.text), literal(&search_words(&self.text)));
        format!(
            "UPDATE answer SET words = {words} WHERE response = {response} AND question = {question} AND option = {option} AND text = {text};\n"
        )
    }
}

/// In hex, so that no program on the way changes a line end or a quote.
fn literal(text: &str) -> String {
    format!("CAST(x'{}' AS TEXT)", hex(text))
}

fn hex(text: &str) -> String {
    text.bytes().map(|byte| format!("{byte:02x}")).collect()
}

fn key(row: &Row) -> [String; 3] {
    ["response", "question", "option"].map(|name| text(row, name).to_owned())
}

fn text<'row>(row: &'row Row, name: &str) -> &'row str {
    text_of(row, name).unwrap_or_default()
}

fn text_of<'row>(row: &'row Row, name: &str) -> Option<&'row str> {
    row.get(name)?.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_have_no_text_that_could_be_read_as_another() {
        let stale = Stale {
            key: ["a".to_owned(), "b".to_owned(), String::new()],
            text: "';+79161234567".to_owned(),
        };
        assert_eq!(
            stale.statement(),
            "UPDATE answer SET words = CAST(x'273be280a2e280a2e280a2' AS TEXT) WHERE response = CAST(x'61' AS TEXT) \
             AND question = CAST(x'62' AS TEXT) AND option = CAST(x'' AS TEXT) \
             AND text = CAST(x'273b2b3739313631323334353637' AS TEXT);\n"
        );
    }
}
