//! `cargo xtask survey check`: validates a survey's document offline by the worker's own parser.

use anyhow::{Context, Result, bail};
use otklik_embed::i18n::texts;
use otklik_embed::survey_doc::reader::read;
use otklik_survey::Lang;
use std::fs;
use std::path::{Path, PathBuf};

#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(clap::Subcommand)]
enum Action {
    /// Report every error of a document with its path; conflicts with other versions appear only when
    /// publishing
    Check { file: PathBuf },
}

pub fn command(args: &Args) -> Result<()> {
    let Action::Check { file } = &args.action;
    println!("{}", check(file)?);
    Ok(())
}

fn check(file: &Path) -> Result<String> {
    let name = file.display();
    let text = fs::read_to_string(file).with_context(|| format!("cannot read {name}"))?;
    let json = serde_json::from_str(&text).with_context(|| format!("{name} is no JSON"))?;
    match read(&json) {
        Ok(document) => {
            let (id, version) = (document.id(), document.version());
            Ok(format!(
                "{name}: version {version} of {id} can be published"
            ))
        }
        Err(errors) => {
            let lines = errors.iter().map(|error| {
                let sentence = texts::error(Lang::En, error.code.as_str(), "");
                format!("  {}: {sentence}", error.field)
            });
            let lines: Vec<String> = lines.collect();
            bail!("{name} cannot be published:\n{}", lines.join("\n"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn document_is_valid_or_every_error_is_reported() -> Result<()> {
        let folder = tempfile()?;
        let file = folder.join("survey.json");
        let example = include_str!("../../../docs/survey.json");
        fs::write(&file, example)?;
        assert!(check(&file)?.contains("version 1 of wedding can be published"));
        let broken = example
            .replacen("\"uk\"", "\"ua\"", 1)
            .replacen("csat", "stars", 1);
        fs::write(&file, broken)?;
        let report = check(&file).err().context("an error")?.to_string();
        for path in ["  title.ua: ", "  title.uk: ", "  questions[0].kind: "] {
            assert!(report.contains(path), "{report}");
        }
        fs::write(&file, "{")?;
        let report = format!("{:#}", check(&file).err().context("an error")?);
        assert!(report.contains("line 1 column 1"), "{report}");
        fs::remove_dir_all(folder)?;
        Ok(())
    }

    fn tempfile() -> Result<PathBuf> {
        let name = format!("otklik-survey-{}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        fs::create_dir_all(&folder)?;
        Ok(folder)
    }
}
