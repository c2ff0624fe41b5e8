//! `cargo xtask import`: a file of answers, sent to `POST /v1/import` in parts. Rows already stored are not
//! stored again, so the import may be aborted and repeated at any time.

pub mod sender;

use crate::env::progress::{Detail, step};
use crate::env::project::Project;
use crate::env::tools;
use anyhow::{Context, Result, bail};
use otklik_survey::csv::{BadQuote, Record, Table};
use otklik_survey::import::MappingDraft;
use otklik_survey::limits;
use sender::Sender;
use serde_json::{Value, json};
use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::PathBuf;

#[derive(clap::Args)]
pub struct Args {
    /// A table in UTF-8, with a header
    file: PathBuf,
    /// A ready mapping of `docs/import` by its name, or a file
    #[arg(long)]
    mapping: String,
    /// Report the rows to store and the errors, and store nothing
    #[arg(long)]
    dry_run: bool,
    /// The deployed worker instead of the local one, with a director's token in OTKLIK_TOKEN
    #[arg(long)]
    remote: bool,
    /// Rows of one part: fewer where a worker of the free plan runs out of time
    #[arg(long, default_value_t = limits::IMPORT_ROWS_MAX as u64, value_parser = clap::value_parser!(u64).range(1..=1_000))]
    rows: u64,
}

pub fn command(project: &Project, args: &Args) -> Result<()> {
    tools::ensure_npm_packages(project)?;
    let mapping = mapping(project, &args.mapping)?;
    let table =
        fs::read(&args.file).with_context(|| format!("cannot read {}", args.file.display()))?;
    let table = String::from_utf8(table)
        .with_context(|| format!("{} is not UTF-8: save it as such", args.file.display()))?;
    let file = File::of(&table)?;
    let mut sender = Sender::start(project, args.remote, "/v1/import")?;
    let mut total = Total::default();
    let name = if args.dry_run {
        "rows tried"
    } else {
        "rows sent"
    };
    step(name, |detail| {
        let mut from = 0;
        for part in file.rows.chunks(args.rows as usize) {
            let part = ImportPart { rows: part, from };
            from += part.rows.len();
            send(&mut sender, &file, &mapping, args.dry_run, part, &mut total)?;
            total.show(detail, file.rows.len());
        }
        Ok(())
    })?;
    total.print(args.dry_run);
    Ok(())
}

/// A mapping, parsed as the worker does: an error has its line.
fn mapping(project: &Project, name: &str) -> Result<Value> {
    let ready = project
        .path("docs/import")
        .join(name)
        .with_extension("json");
    let path = if ready.is_file() {
        ready
    } else {
        PathBuf::from(name)
    };
    let text =
        fs::read_to_string(&path).with_context(|| format!("no mapping {}", path.display()))?;
    let failed = || format!("{} is no mapping", path.display());
    serde_json::from_str::<MappingDraft>(&text).with_context(failed)?;
    serde_json::from_str(&text).with_context(failed)
}

struct File<'a> {
    /// What each part begins with: the line that names the delimiter, and the header.
    header: String,
    rows: Vec<Record<'a>>,
    /// The number of equal rows before each row.
    repeats: Vec<u32>,
}

impl<'a> File<'a> {
    fn of(table: &'a str) -> Result<File<'a>> {
        let table = Table::of(table);
        let rows: Result<Vec<Record<'a>>, BadQuote> = table.records().collect();
        let mut rows = match rows {
            Ok(rows) => rows,
            Err(bad) => bail!(
                "line {}: a cell begins with a quotation mark that is not closed at its end; nothing was sent",
                bad.line
            ),
        };
        if rows.len() < 2 {
            bail!("the table has no rows under its header");
        }
        let header = [table.head, rows.remove(0).text].concat();
        let mut seen: HashMap<&[String], u32> = HashMap::new();
        let mut repeats = Vec::with_capacity(rows.len());
        for row in &rows {
            let n = seen.entry(&row.cells).or_default();
            repeats.push(*n);
            *n += 1;
        }
        Ok(File {
            header,
            rows,
            repeats,
        })
    }
}

/// Rows sent in one request.
#[derive(Clone, Copy)]
struct ImportPart<'a> {
    rows: &'a [Record<'a>],
    /// The number of rows of the file before this part.
    from: usize,
}

impl<'a> ImportPart<'a> {
    fn halves(self) -> [ImportPart<'a>; 2] {
        let (first, second) = self.rows.split_at(self.rows.len() / 2);
        let from = self.from + first.len();
        [
            ImportPart {
                rows: first,
                ..self
            },
            ImportPart { rows: second, from },
        ]
    }

    fn body(self, file: &File<'_>, mapping: &Value, dry_run: bool) -> String {
        let rows = self.rows.iter().map(|row| row.text);
        let lines: Vec<&str> = [&*file.header].into_iter().chain(rows).collect();
        let repeats = &file.repeats[self.from..self.from + self.rows.len()];
        json!({
            "mapping": mapping, "csv": lines.join("\r\n"), "dry_run": dry_run, "repeats": repeats,
        })
        .to_string()
    }
}

/// Sends a part, in halves where it is too large.
fn send(
    sender: &mut Sender,
    file: &File<'_>,
    mapping: &Value,
    dry_run: bool,
    part: ImportPart<'_>,
    total: &mut Total,
) -> Result<()> {
    let body = part.body(file, mapping, dry_run);
    let is_sent = body.len() <= limits::IMPORT_BODY_MAX_BYTES;
    let answer = if is_sent {
        sender.send(&body)?
    } else {
        json!({"status": 413, "body": "{}"})
    };
    let reply: Value = serde_json::from_str(answer["body"].as_str().unwrap_or_default())
        .unwrap_or_else(|_| answer["body"].clone());
    match answer["status"].as_u64() {
        Some(200) => {
            total.add(&reply, part.rows);
            Ok(())
        }
        Some(413) if part.rows.len() > 1 => {
            for half in part.halves() {
                send(sender, file, mapping, dry_run, half, total)?;
            }
            Ok(())
        }
        Some(422) => {
            let error = &reply["error"];
            let one = [error.clone()];
            let all = error["all"].as_array().map_or(&one[..], Vec::as_slice);
            let all = all
                .iter()
                .map(|it| format!("  {}: {}", text(it, "field"), text(it, "message")));
            bail!(
                "the mapping does not fit:\n{}",
                all.collect::<Vec<_>>().join("\n")
            )
        }
        _ => bail!(
            "row {} and those after it were not stored; correct the error and run the command again: {} {reply}",
            part.from + 1,
            answer["status"]
        ),
    }
}

fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap_or_default()
}

#[derive(Default)]
struct Total {
    rows: u64,
    stored: u64,
    already: u64,
    /// A line for each error.
    row_errors: Vec<String>,
    n_rejected: usize,
    unknown_events: BTreeSet<String>,
}

impl Total {
    fn add(&mut self, reply: &Value, rows: &[Record<'_>]) {
        let count = |name: &str| reply[name].as_u64().unwrap_or(0);
        self.rows += count("rows");
        self.stored += count("stored");
        self.already += count("already");
        let list = |name: &str| reply[name].as_array().cloned().unwrap_or_default();
        let mut rejected = BTreeSet::new();
        for row_error in list("rejected") {
            let place = row_error["row"].as_u64().unwrap_or(0) as usize;
            rejected.insert(place);
            let line = place.checked_sub(1).and_then(|place| rows.get(place));
            let line = line.map_or(0, |row| row.line);
            let (column, reason) = (text(&row_error, "column"), text(&row_error, "reason"));
            let column = if column.is_empty() { "the row" } else { column };
            self.row_errors
                .push(format!("line {line}, {column}: {reason}"));
        }
        self.n_rejected += rejected.len();
        let events = list("unknown_events").into_iter();
        self.unknown_events
            .extend(events.filter_map(|it| it.as_str().map(str::to_owned)));
    }

    fn show(&self, detail: &Detail, of: usize) {
        detail.set(format!("{} of {of}", self.rows));
    }

    fn print(&self, dry_run: bool) {
        for row_error in &self.row_errors {
            println!("{row_error}");
        }
        if !self.unknown_events.is_empty() {
            let events: Vec<&str> = self.unknown_events.iter().map(String::as_str).collect();
            println!(
                "no such events, their answers are a site's: {}",
                events.join(", ")
            );
        }
        println!(
            "{} rows: {} {}, {} there already, {} rejected",
            self.rows,
            self.stored,
            if dry_run { "would be stored" } else { "stored" },
            self.already,
            self.n_rejected
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "a,b\r\n1,2\r\n\"x\r\ny\",2\r\n1,2\r\n3,4\r\n1,2\r\n";

    #[test]
    fn parts_are_tables_of_their_own() -> Result<()> {
        let file = File::of(TABLE)?;
        let whole = ImportPart {
            rows: &file.rows,
            from: 0,
        };
        assert_eq!(file.repeats, [0, 0, 1, 0, 2]);
        let [first, second] = whole.halves();
        let body = |part: ImportPart<'_>| -> Result<Value> {
            let body = part.body(&file, &Value::Null, true);
            Ok(serde_json::from_str(&body)?)
        };
        let reply = body(first)?;
        assert_eq!(reply["csv"], "a,b\r\n1,2\r\n\"x\r\ny\",2");
        assert_eq!(reply["repeats"], json!([0, 0]));
        let reply = body(second)?;
        assert_eq!(reply["csv"], "a,b\r\n1,2\r\n3,4\r\n1,2");
        assert_eq!(reply["repeats"], json!([1, 0, 2]));
        assert!(File::of("a,b\n").is_err());
        Ok(())
    }

    #[test]
    fn errors_have_the_lines_of_the_file() -> Result<()> {
        let file = File::of(TABLE)?;
        let mut total = Total::default();
        let reply = json!({
            "rows": 5, "stored": 3, "already": 1, "unknown_events": ["ev-9"],
            "rejected": [
                {"row": 3, "column": "b", "reason": "Too much."},
                {"row": 3, "column": "", "reason": "Too little."},
            ],
        });
        total.add(&reply, &file.rows);
        assert_eq!(
            total.row_errors,
            ["line 5, b: Too much.", "line 5, the row: Too little."]
        );
        assert_eq!((total.rows, total.stored, total.already), (5, 3, 1));
        assert_eq!(total.n_rejected, 1);
        Ok(())
    }

    #[test]
    fn every_ready_mapping_is_found_by_its_name() -> Result<()> {
        let project = Project::find()?;
        for name in ["google-forms", "yandex-forms", "own-export"] {
            assert_eq!(mapping(&project, name)?["name"], name);
        }
        assert!(mapping(&project, "Cargo.toml").is_err());
        assert!(mapping(&project, "nowhere").is_err());
        Ok(())
    }
}
