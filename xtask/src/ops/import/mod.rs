//! `cargo xtask import`: a file of answers, sent to `POST /v1/import` in parts. Rows already stored are not
//! stored again, so the import may be aborted and repeated at any time.

mod file;
pub mod sender;

use crate::env::progress::{Detail, step};
use crate::env::project::Project;
use crate::env::tools;
use anyhow::{Context, Result, bail};
use file::File;
use otklik_survey::csv::Record;
use otklik_survey::import::MappingDraft;
use otklik_survey::limits;
use sender::Sender;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
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
    let (draft, mapping) = mapping(project, &args.mapping)?;
    let table =
        fs::read(&args.file).with_context(|| format!("cannot read {}", args.file.display()))?;
    let table = String::from_utf8(table)
        .with_context(|| format!("{} is not UTF-8: save it as such", args.file.display()))?;
    let file = File::of(&table, &draft)?;
    let mut sender = Sender::start(project, args.remote, "/v1/import")?;
    let mut total = Total::of(&file);
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
fn mapping(project: &Project, name: &str) -> Result<(MappingDraft, Value)> {
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
    let draft = serde_json::from_str(&text).with_context(failed)?;
    Ok((draft, serde_json::from_str(&text).with_context(failed)?))
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
        let lines: Vec<&str> = [&*file.head].into_iter().chain(rows).collect();
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

/// Lines that are named of each column with cells that were left out.
const LINES_SHOWN: usize = 10;

#[derive(Default)]
struct Total {
    rows: u64,
    stored: u64,
    already: u64,
    /// A line for each error.
    row_errors: Vec<String>,
    n_rejected: usize,
    /// By column and reason, the lines of the cells that rows were stored without.
    left_out: BTreeMap<(String, String), Vec<usize>>,
    unknown_events: BTreeSet<String>,
}

impl Total {
    /// With the rows that are not sent.
    fn of(file: &File<'_>) -> Total {
        Total {
            rows: file.rejected.len() as u64,
            row_errors: file.rejected.clone(),
            n_rejected: file.rejected.len(),
            ..Total::default()
        }
    }

    fn add(&mut self, reply: &Value, rows: &[Record<'_>]) {
        let count = |name: &str| reply[name].as_u64().unwrap_or(0);
        self.rows += count("rows");
        self.stored += count("stored");
        self.already += count("already");
        let list = |name: &str| reply[name].as_array().cloned().unwrap_or_default();
        let line = |row_error: &Value| {
            let place = row_error["row"].as_u64().unwrap_or(0) as usize;
            let line = place.checked_sub(1).and_then(|place| rows.get(place));
            line.map_or(0, |row| row.line)
        };
        let rejected = list("rejected");
        for row_error in &rejected {
            let (column, reason) = (text(row_error, "column"), text(row_error, "reason"));
            let column = if column.is_empty() { "the row" } else { column };
            let line = line(row_error);
            self.row_errors
                .push(format!("line {line}, {column}: {reason}"));
        }
        for cell in list("left_out") {
            let of = (
                text(&cell, "column").to_owned(),
                text(&cell, "reason").to_owned(),
            );
            self.left_out.entry(of).or_default().push(line(&cell));
        }
        let rejected: BTreeSet<_> = rejected.iter().map(|it| it["row"].as_u64()).collect();
        self.n_rejected += rejected.len();
        let events = list("unknown_events").into_iter();
        self.unknown_events
            .extend(events.filter_map(|it| it.as_str().map(str::to_owned)));
    }

    fn show(&self, detail: &Detail, of: usize) {
        detail.set(format!("{} of {of}", self.rows));
    }

    fn print(&self, dry_run: bool) {
        for line in self.row_errors.iter().cloned().chain(self.left_out()) {
            println!("{line}");
        }
        if !self.unknown_events.is_empty() {
            let events: Vec<&str> = self.unknown_events.iter().map(String::as_str).collect();
            println!(
                "no such events, their answers are a site's: {}",
                events.join(", ")
            );
        }
        println!(
            "{} rows: {} {}, {} there already, {} rejected; cells left out: {}",
            self.rows,
            self.stored,
            if dry_run { "would be stored" } else { "stored" },
            self.already,
            self.n_rejected,
            self.left_out.values().map(Vec::len).sum::<usize>()
        );
    }

    /// A line for each column with cells that were left out: half of a table may have them.
    fn left_out(&self) -> impl Iterator<Item = String> {
        self.left_out.iter().map(|((column, reason), lines)| {
            let shown = lines.iter().take(LINES_SHOWN).map(usize::to_string);
            let shown = shown.collect::<Vec<_>>().join(", ");
            let more = match lines.len().saturating_sub(LINES_SHOWN) {
                0 => String::new(),
                n => format!(" and {n} more"),
            };
            format!("{column}: {reason} Lines {shown}{more}")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "a,b\r\n1,2\r\n\"x\r\ny\",2\r\n1,2\r\n3,4\r\n1,2\r\n";

    fn draft() -> Result<MappingDraft> {
        let fields = json!({"reference": {"columns": ["a"]}, "event": {"columns": ["b"]}});
        Ok(serde_json::from_value(json!({"fields": fields}))?)
    }

    #[test]
    fn parts_are_tables_of_their_own() -> Result<()> {
        let file = File::of(TABLE, &draft()?)?;
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
        assert!(File::of("a,b\n", &draft()?).is_err());
        Ok(())
    }

    #[test]
    fn errors_have_the_lines_of_the_file() -> Result<()> {
        let file = File::of(TABLE, &draft()?)?;
        let mut total = Total::of(&file);
        let reply = json!({
            "rows": 5, "stored": 3, "already": 1, "unknown_events": ["ev-9"],
            "rejected": [
                {"row": 3, "column": "b", "reason": "Too much."},
                {"row": 3, "column": "", "reason": "Too little."},
            ],
            "left_out": [{"row": 4, "column": "a", "reason": "Nobody asked."}],
        });
        total.add(&reply, &file.rows);
        assert_eq!(
            total.row_errors,
            ["line 5, b: Too much.", "line 5, the row: Too little."]
        );
        assert_eq!((total.rows, total.stored, total.already), (5, 3, 1));
        assert_eq!(total.n_rejected, 1);
        for _ in 0..11 {
            total.add(&reply, &file.rows);
        }
        let left_out: Vec<String> = total.left_out().collect();
        let lines = "6, 6, 6, 6, 6, 6, 6, 6, 6, 6 and 2 more";
        assert_eq!(left_out, [format!("a: Nobody asked. Lines {lines}")]);
        Ok(())
    }

    #[test]
    fn every_ready_mapping_is_found_by_its_name() -> Result<()> {
        let project = Project::find()?;
        for name in ["google-forms", "yandex-forms", "typeform", "own-export"] {
            assert_eq!(mapping(&project, name)?.1["name"], name);
        }
        assert!(mapping(&project, "Cargo.toml").is_err());
        assert!(mapping(&project, "nowhere").is_err());
        Ok(())
    }
}
