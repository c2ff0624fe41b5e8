//! The download size of each page and file for guests, and the worker's size, after brotli at quality 11. KB
//! are 1024 bytes.

use crate::build::artifacts::{self, Artifacts};
use crate::build::brotli_q11;
use crate::env::http;
use crate::env::project::Project;
use crate::local::database;
use crate::local::server;
use crate::local::settings::Addresses;
use crate::local::state::State;
use anyhow::{Context, Result, bail};
use otklik_embed::fields::field_name;
use otklik_survey::Lang;
use serde_json::Value;
use std::fs;
use std::path::Path;
use ureq::Agent;

const LANGS: [&str; Lang::ALL.len()] = Lang::CODES;
/// The loader with the form inside: one request that some networks cut at 16 KB.
const LOADER_KB: f64 = 6.5;
/// A vote page and the thank-you page after it.
const VOTE_KB: f64 = 12.0;
/// Loaded after the first paint on host pages.
const WIDGET_KB: f64 = 80.0;
/// A third of the limit of Cloudflare's free plan.
const WORKER_KB: f64 = 1200.0;

/// One line of the table: a size for each language, or one for all.
struct Line {
    name: String,
    n_bytes: Vec<usize>,
    budget_kb: f64,
}

impl Line {
    fn is_over(&self) -> bool {
        self.n_bytes
            .iter()
            .any(|n_bytes| kb(*n_bytes) > self.budget_kb)
    }
}

fn kb(n_bytes: usize) -> f64 {
    n_bytes as f64 / 1024.0
}

/// Builds, serves an empty database for a moment, and measures.
pub fn command(project: &Project) -> Result<()> {
    let built = artifacts::build(project)?;
    let [port] = http::free_ports::<1>()?;
    let base = format!("http://localhost:{port}");
    let state = State::fresh(project, "budgets-state")?;
    state.prepare(
        project,
        &Addresses {
            public_url: base.clone(),
            allowed_origins: Vec::new(),
        },
    )?;
    database::migrate(project, &state)?;
    let _service = server::start(project, &state, port)?;
    check(project, &built, &base)
}

/// Prints the table; fails where a line is over its budget.
pub fn check(project: &Project, built: &Artifacts, base: &str) -> Result<()> {
    let agent = http::agent();
    let mut lines = vec![];
    for survey in surveys(project)? {
        for form in ["survey", "callback"] {
            lines.push(loader(&agent, base, &survey.id, form)?);
        }
        lines.push(vote(&agent, base, &survey)?);
    }
    lines.push(Line {
        name: "widget: WASM and glue".to_owned(),
        n_bytes: vec![file(&built.widget.wasm)? + file(&built.widget.js)?],
        budget_kb: WIDGET_KB,
    });
    lines.push(Line {
        name: "worker: WASM and glue".to_owned(),
        n_bytes: vec![file(&built.worker.wasm)? + file(&built.worker.js)?],
        budget_kb: WORKER_KB,
    });
    println!("\n{}", table(&lines));
    let over: Vec<&str> = lines
        .iter()
        .filter(|line| line.is_over())
        .map(|line| line.name.as_str())
        .collect();
    if !over.is_empty() {
        bail!("over budget: {}", over.join(", "));
    }
    Ok(())
}

fn table(lines: &[Line]) -> String {
    let mut text = format!(
        "  {:<28}{:>8}{:>8}{:>8}{:>9}\n",
        "KB after brotli", LANGS[0], LANGS[1], LANGS[2], "budget"
    );
    for line in lines {
        let mut cells: String = line
            .n_bytes
            .iter()
            .map(|n_bytes| format!("{:>8.2}", kb(*n_bytes)))
            .collect();
        if line.n_bytes.len() == 1 {
            cells = format!("{:>16}{cells}", "");
        }
        let verdict = if line.is_over() { "  OVER" } else { "" };
        text += &format!(
            "  {:<28}{cells}{:>9.1}{verdict}\n",
            line.name, line.budget_kb
        );
    }
    text
}

struct Survey {
    id: String,
    /// Form fields that a complete answer needs, with a value each.
    required: Vec<(String, String)>,
}

fn surveys(project: &Project) -> Result<Vec<Survey>> {
    let folder = project.path("embed/surveys");
    let mut found = Vec::new();
    for entry in
        fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))?
    {
        let path = entry.context("a survey cannot be read")?.path();
        if path
            .extension()
            .is_some_and(|extension| extension == "json")
        {
            let text = fs::read_to_string(&path)
                .with_context(|| format!("cannot read {}", path.display()))?;
            found.push(
                survey(&text).with_context(|| format!("{} is not a survey", path.display()))?,
            );
        }
    }
    if found.is_empty() {
        bail!("{} holds no survey to measure", folder.display());
    }
    found.sort_by(|one, two| one.id.cmp(&two.id));
    Ok(found)
}

fn survey(text: &str) -> Result<Survey> {
    let value: Value = serde_json::from_str(text)?;
    let id = value["id"].as_str().context("no id")?.to_owned();
    let questions = value["questions"].as_array().context("no questions")?;
    let mut required = Vec::new();
    for question in questions
        .iter()
        .filter(|question| question["required"] == true)
    {
        let name = question["id"].as_str().context("a question without id")?;
        let kind = question["kind"]
            .as_str()
            .context("a question without kind")?;
        let answer = match kind {
            "csat" => "5",
            "nps" => "10",
            "ces" => "7",
            other => bail!("xtask does not know how to answer a required {other} question"),
        };
        required.push((field_name(name), answer.to_owned()));
    }
    Ok(Survey { id, required })
}

fn loader(agent: &Agent, base: &str, survey: &str, form: &str) -> Result<Line> {
    let mut n_bytes = Vec::new();
    for lang in LANGS {
        let url = format!("{base}/embed/{survey}.js?lang={lang}&form={form}");
        n_bytes.push(size(&page(agent, &url)?)?);
    }
    let suffix = if form == "survey" { "" } else { " callback" };
    Ok(Line {
        name: format!("loader {survey}{suffix}"),
        n_bytes,
        budget_kb: LOADER_KB,
    })
}

fn vote(agent: &Agent, base: &str, survey: &Survey) -> Result<Line> {
    let mut n_bytes = Vec::new();
    for lang in LANGS {
        let url = format!("{base}/s/{}?lang={lang}", survey.id);
        let form = page(agent, &url)?;
        let mut fields = hidden_fields(&form);
        fields.extend(survey.required.iter().cloned());
        let body: Vec<String> = fields
            .iter()
            .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
            .collect();
        let thanks = http::post(
            agent,
            &url,
            "application/x-www-form-urlencoded",
            "198.19.0.1",
            &body.join("&"),
        )?;
        if thanks.status != 200 {
            bail!("the form of {url} was answered {}", thanks.status);
        }
        n_bytes.push(size(&form)? + size(&thanks.body)?);
    }
    Ok(Line {
        name: format!("vote page and thanks {}", survey.id),
        n_bytes,
        budget_kb: VOTE_KB,
    })
}

fn page(agent: &Agent, url: &str) -> Result<String> {
    let answer = http::get(agent, url)?;
    if answer.status != 200 {
        bail!("{url} answered {}", answer.status);
    }
    Ok(answer.body)
}

fn size(body: &str) -> Result<usize> {
    Ok(brotli_q11(body.as_bytes())?.len())
}

fn file(path: &Path) -> Result<usize> {
    let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(brotli_q11(&bytes)?.len())
}

/// Names and values of the page's hidden inputs, as a browser would send them.
fn hidden_fields(html: &str) -> Vec<(String, String)> {
    html.split("<input")
        .skip(1)
        .filter_map(|rest| {
            let tag = rest.split('>').next()?;
            let is_hidden = attribute(tag, "type")? == "hidden";
            is_hidden.then(|| {
                Some((
                    attribute(tag, "name")?,
                    attribute(tag, "value").unwrap_or_default(),
                ))
            })?
        })
        .collect()
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let value = tag
        .split_once(&format!(" {name}=\""))?
        .1
        .split('"')
        .next()?;
    Some(
        value
            .replace("&quot;", "\"")
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&amp;", "&"),
    )
}

/// Percent-encoding of everything but unreserved characters.
fn encode(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                char::from(byte).to_string()
            }
            other => format!("%{other:02X}"),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_fields_are_read_and_visible_ones_are_not() {
        let html = r#"<form><input type="hidden" name="id" value="a&amp;b"><input type="radio" name="q.x" value="5"><input name="rev" type="hidden" value="1"></form>"#;
        let expected =
            [("id", "a&b"), ("rev", "1")].map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(hidden_fields(html), expected);
    }

    #[test]
    fn a_survey_is_answered_by_its_required_questions() -> Result<()> {
        let found = survey(
            r#"{"id":"site","questions":[{"id":"found","kind":"csat","required":true},{"id":"comment","kind":"text"}]}"#,
        )?;
        assert_eq!(found.required, [("q.found".to_owned(), "5".to_owned())]);
        Ok(())
    }

    #[test]
    fn one_byte_past_the_budget_is_over() {
        let line = |n_bytes: usize| Line {
            name: String::new(),
            n_bytes: vec![n_bytes],
            budget_kb: 6.0,
        };
        assert!(!line(6 * 1024).is_over());
        assert!(line(6 * 1024 + 1).is_over());
    }

    #[test]
    fn form_values_are_percent_encoded() {
        assert_eq!(encode("q.a b&Я"), "q.a%20b%26%D0%AF");
    }
}
