//! `cargo xtask import`: a file of answers, sent to `POST /v1/import` in parts. Rows already stored are not
//! stored again, so the import may be aborted and repeated at any time.

mod file;
pub mod sender;
mod total;

use crate::env::progress::step;
use crate::env::project::Project;
use crate::env::tools;
use anyhow::{Context, Result, bail};
use file::File;
use otklik_survey::csv::Record;
use otklik_survey::import::MappingDraft;
use otklik_survey::limits;
use sender::Sender;
use serde_json::{Value, json};
use std::fs;
use std::path::PathBuf;
use total::{Total, text};

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
        assert_eq!(reply["csv"], "sep=,\r\na,b\r\n1,2\r\n\"x\r\ny\",2");
        assert_eq!(reply["repeats"], json!([0, 0]));
        let reply = body(second)?;
        assert_eq!(reply["csv"], "sep=,\r\na,b\r\n1,2\r\n3,4\r\n1,2");
        assert_eq!(reply["repeats"], json!([1, 0, 2]));
        assert!(File::of("a,b\n", &draft()?).is_err());
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
