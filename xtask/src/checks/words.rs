//! One word a thing: finds words that the project has replaced, in every tracked file.

use crate::env::process::capture;
use crate::env::project::Project;
use anyhow::{Context, Result, bail};
use std::fs;

/// Where a word is not allowed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scope {
    /// In identifiers of code and between backticks in Markdown, whole or as a part: `basis` also forbids
    /// `answer_basis` and `AnswerBasis`. A word that ends with `_` is a prefix.
    Identifier,
    /// The same, only for identifiers of Rust that start with a capital letter, outside comments.
    Type,
    /// In comments and in Markdown.
    Prose,
}

struct Word {
    word: &'static str,
    instead: &'static str,
    scope: Scope,
}

const fn identifier(word: &'static str, instead: &'static str) -> Word {
    Word {
        word,
        instead,
        scope: Scope::Identifier,
    }
}

const fn type_name(word: &'static str, instead: &'static str) -> Word {
    Word {
        word,
        instead,
        scope: Scope::Type,
    }
}

/// Words without an ordinary English meaning in this project. A common word cannot be checked by a search.
const WORDS: [Word; 16] = [
    identifier("basis", "source"),
    identifier("standing", "status"),
    identifier("suspicion", "flag"),
    identifier("ruling", "decision"),
    identifier("notice_", "outbox_ or message_"),
    identifier("contribution", "tally_delta"),
    identifier("bundle", "random_group"),
    identifier("take_over", "enhance"),
    identifier("when_calm", "when_idle"),
    identifier("write_id", "attempt_id"),
    identifier("promised_at", "due_at"),
    identifier("from_word", "parse"),
    type_name("refusal", "ClientError"),
    type_name("rejection", "ValidationError"),
    type_name("told", "a name for the content"),
    Word {
        word: "told",
        instead: "sent, shown, returned, reported or listed",
        scope: Scope::Prose,
    },
];

struct Exception {
    word: &'static str,
    /// A file, a folder with its slash, or the end of files' names.
    path: &'static str,
    #[expect(dead_code, reason = "for readers of the table")]
    reason: &'static str,
}

const EXCEPTIONS: [Exception; 2] = [
    Exception {
        word: "bundle",
        path: "xtask/src/build/",
        reason: "esbuild bundles modules",
    },
    Exception {
        word: "basis",
        path: ".css",
        reason: "the property flex-basis",
    },
];

/// Contains the words themselves.
const OWN_FILE: &str = "xtask/src/checks/words.rs";

/// Extensions of checked files.
const CHECKED: [&str; 11] = [
    "rs", "sql", "js", "mjs", "json", "jsonc", "css", "html", "toml", "ftl", "md",
];

pub fn check(project: &Project) -> Result<String> {
    let mut list = project.command("git");
    list.args(["ls-files", "-z"]);
    let list = capture(&mut list).context("the tracked files cannot be listed")?;
    let (mut hits, mut n_files) = (Vec::new(), 0);
    for path in list.split('\0').filter(|path| is_checked(path)) {
        let file = project.path(path);
        // Deleted, and not committed yet.
        if !file.exists() {
            continue;
        }
        let text = fs::read_to_string(&file).with_context(|| format!("cannot read {path}"))?;
        hits.extend(hits_of(path, &text));
        n_files += 1;
    }
    if !hits.is_empty() {
        bail!("{}\n{} replaced words", hits.join("\n"), hits.len());
    }
    Ok(format!("{n_files} files"))
}

fn extension(path: &str) -> &str {
    path.rsplit_once('.').map_or("", |(_, extension)| extension)
}

fn is_checked(path: &str) -> bool {
    let is_generated = path.ends_with("package-lock.json");
    CHECKED.contains(&extension(path)) && !is_generated && path != OWN_FILE
}

/// A line for each hit: the file, the line, the word and its replacement.
fn hits_of(path: &str, text: &str) -> Vec<String> {
    let mut hits = Vec::new();
    if words_within(text).is_empty() {
        return hits;
    }
    for (number, line) in text.lines().enumerate() {
        let words = words_within(line);
        if words.is_empty() {
            continue;
        }
        let parts = Parts::of(path, line);
        for Word { word, instead, .. } in words.into_iter().filter(|it| parts.contain(it)) {
            if !is_excepted(word, path) {
                let number = number + 1;
                hits.push(format!("{path}:{number}: `{word}`: use {instead}"));
            }
        }
    }
    hits
}

/// The words whose letters occur in a text. Few lines contain any, and only those are split into identifiers.
fn words_within(text: &str) -> Vec<&'static Word> {
    let letters = text.to_lowercase().replace('_', "");
    let is_within = |word: &&Word| letters.contains(&word.word.replace('_', ""));
    WORDS.iter().filter(is_within).collect()
}

fn is_excepted(word: &str, path: &str) -> bool {
    EXCEPTIONS
        .iter()
        .any(|it| it.word == word && (path.starts_with(it.path) || path.ends_with(it.path)))
}

/// A line, split by the scopes of words.
struct Parts<'a> {
    identifiers: Vec<&'a str>,
    types: Vec<&'a str>,
    prose: &'a str,
}

impl<'a> Parts<'a> {
    fn of(path: &str, line: &'a str) -> Parts<'a> {
        let words = |text: &'a str| text.split(|sign: char| !sign.is_alphanumeric() && sign != '_');
        let (mut identifiers, mut types, mut prose) = (Vec::new(), Vec::new(), "");
        match extension(path) {
            "md" => {
                identifiers.extend(line.split('`').skip(1).step_by(2).flat_map(words));
                prose = line;
            }
            "toml" => prose = comment(line, "#"),
            // A key and its sentence, which is for guests.
            "ftl" => identifiers.extend(line.split(" = ").take(1).flat_map(words)),
            extension => {
                let sign = if extension == "sql" { "--" } else { "//" };
                prose = comment(line, sign);
                identifiers.extend(words(line));
                if extension == "rs" {
                    let code = line.strip_suffix(prose).unwrap_or(line);
                    let is_type = |name: &&str| name.starts_with(char::is_uppercase);
                    types.extend(words(code).filter(is_type));
                }
            }
        }
        Parts {
            identifiers,
            types,
            prose,
        }
    }

    fn contain(&self, word: &Word) -> bool {
        match word.scope {
            Scope::Identifier => self.identifiers.iter().any(|it| names(it, word.word)),
            Scope::Type => self.types.iter().any(|it| names(it, word.word)),
            Scope::Prose => self
                .prose
                .split(|sign: char| !sign.is_alphanumeric())
                .any(|it| it.eq_ignore_ascii_case(word.word)),
        }
    }
}

/// The comment of a line, or nothing. A sign within a text or an address has no space before it.
fn comment<'a>(line: &'a str, sign: &str) -> &'a str {
    let trimmed = line.trim_start();
    if trimmed.starts_with(sign) || trimmed.starts_with("/*") || trimmed.starts_with("* ") {
        return trimmed;
    }
    line.find(&format!(" {sign} "))
        .map_or("", |start| &line[start..])
}

/// Whether an identifier in any case contains `word`, which is in snake case.
fn names(identifier: &str, word: &str) -> bool {
    let mut snake = String::from("_");
    let mut was_lower = false;
    for sign in identifier.chars() {
        if was_lower && sign.is_uppercase() {
            snake.push('_');
        }
        was_lower = sign.is_lowercase();
        snake.extend(sign.to_lowercase());
    }
    let wanted = format!("_{word}");
    if word.ends_with('_') {
        return snake.contains(&wanted);
    }
    snake.push('_');
    snake.contains(&format!("{wanted}_"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(path: &str, text: &str) -> Vec<String> {
        let hits = hits_of(path, text);
        let short = |hit: &String| hit.split(": use").next().unwrap_or_default().to_owned();
        hits.iter().map(short).collect()
    }

    #[test]
    fn identifiers_are_found_in_every_case() {
        let text = "let answer_basis = 1;\nstruct TakeOver;\nx.writeId();\nNOTICE_MAX;\nlet basisful = notice;\n";
        let found = [
            "a.rs:1: `basis`",
            "a.rs:2: `take_over`",
            "a.rs:3: `write_id`",
            "a.rs:4: `notice_`",
        ];
        assert_eq!(lines("a.rs", text), found);
    }

    #[test]
    fn type_names_leave_english_alone() {
        let text = "// A refusal is a 4xx.\nfn refusal() -> RefusalKind {}\n";
        assert_eq!(lines("a.rs", text), ["a.rs:2: `refusal`"]);
    }

    #[test]
    fn told_is_found_in_comments_and_markdown() {
        for (path, text) in [
            ("a.rs", "let x = 1; // As told."),
            ("a.sql", "-- Told once."),
            ("a.toml", "# told"),
            ("a.mjs", " * told"),
            ("a.md", "The guest is told."),
        ] {
            assert_eq!(lines(path, text), [format!("{path}:1: `told`")]);
        }
        for (path, text) in [
            ("a.rs", "let sentence = \"was told\"; // An untold story."),
            ("a.ftl", "sent = You will be told"),
        ] {
            assert!(hits_of(path, text).is_empty(), "{text}");
        }
    }

    #[test]
    fn identifiers_of_markdown_stand_between_backticks() {
        let text = "On the basis of the column `basis`";
        assert_eq!(lines("a.md", text), ["a.md:1: `basis`"]);
        assert!(hits_of("a.md", "On this basis").is_empty());
    }

    #[test]
    fn every_hit_of_a_file_is_reported() {
        let text = "basis\nbasis, standing\n";
        let found = [
            "a.sql:1: `basis`",
            "a.sql:2: `basis`",
            "a.sql:2: `standing`",
        ];
        assert_eq!(lines("a.sql", text), found);
    }

    #[test]
    fn exceptions_belong_to_their_file() {
        assert!(lines("xtask/src/build/embed_assets.rs", "fn bundle() {}").is_empty());
        assert_eq!(lines("worker/src/lib.rs", "fn bundle() {}").len(), 1);
    }
}
