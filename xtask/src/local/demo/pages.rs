//! The demo site's pages: each is written once, its sentences once per language.
//!
//! `texts/<lang>.txt` has lines `key = sentence`. In a page, `{{t.key}}` is replaced by the sentence,
//! `{{part.top}}` by the file `parts/top.html`, `{{server}}` by the deployment's address, `{{lang}}` by the
//! language, `{{home}}` by that language's first page (`/`, `/uk/`, `/en/`), `{{page}}` by the page's name.

use anyhow::{Context, Result, bail};
use otklik_survey::Lang;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The first is the one at `/`.
const LANGS: [&str; Lang::ALL.len()] = Lang::CODES;

/// The language of a path's first segment, and the rest of it.
pub fn language(path: &str) -> (&'static str, &str) {
    let (first, rest) = path.split_once('/').unwrap_or((path, ""));
    let named = LANGS[1..].iter().find(|lang| **lang == first);
    named.map_or((LANGS[0], path), |lang| (lang, rest))
}

/// A page as it is sent.
pub fn render(root: &Path, page: &str, lang: &str, server: &str) -> Result<String> {
    let home = home(lang);
    let name = if page == "index.html" { "" } else { page };
    let texts = texts(root, lang)?;
    let source = fill(&read(root, page)?, |key| {
        let part = key.strip_prefix("part.");
        part.map(|part| read(root, &format!("parts/{part}.html")))
            .transpose()
    })?;
    let sent = fill(&source, |key| {
        let known = match key {
            "server" => server.to_owned(),
            "lang" => lang.to_owned(),
            "home" => home.clone(),
            "page" => name.to_owned(),
            _ => {
                let text = key.strip_prefix("t.").and_then(|key| texts.get(key));
                escape(text.with_context(|| format!("{page} in {lang}: nothing is {key}"))?)
            }
        };
        Ok(Some(known))
    })?;
    // Marks links to this same page.
    let here = format!("<a href=\"{home}{name}\"");
    Ok(sent.replace(&here, &format!("{here} aria-current=\"page\"")))
}

fn home(lang: &str) -> String {
    if lang == LANGS[0] {
        "/".to_owned()
    } else {
        format!("/{lang}/")
    }
}

fn read(root: &Path, name: &str) -> Result<String> {
    fs::read_to_string(root.join(name)).with_context(|| format!("{name} of the demo site"))
}

/// Replaces each `{{key}}`; an unknown key stays.
fn fill(source: &str, value: impl Fn(&str) -> Result<Option<String>>) -> Result<String> {
    let mut filled = String::with_capacity(source.len());
    let mut rest = source;
    while let Some((before, after)) = rest.split_once("{{") {
        let (key, after) = after.split_once("}}").context("a {{ without its }}")?;
        filled.push_str(before);
        filled.push_str(&value(key)?.unwrap_or_else(|| format!("{{{{{key}}}}}")));
        rest = after;
    }
    filled.push_str(rest);
    Ok(filled)
}

fn texts(root: &Path, lang: &str) -> Result<BTreeMap<String, String>> {
    let mut texts = BTreeMap::new();
    for line in read(root, &format!("texts/{lang}.txt"))?.lines() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let (key, text) = line
            .split_once(" = ")
            .with_context(|| format!("{lang}.txt: {line:?} is no \"key = sentence\""))?;
        if texts.insert(key.to_owned(), text.to_owned()).is_some() {
            bail!("{lang}.txt has {key} twice");
        }
    }
    Ok(texts)
}

/// Sentences are plain text, in an element or between quotes; markup belongs into the pages.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests;
