//! Which folder may use which: arrows go downwards, and there are no import cycles.
//!
//! The tables here are the documentation of the layers. A folder is a module of a package's root.

mod imports;

use crate::env::project::Project;
use anyhow::{Context, Result, bail};
use imports::{Modules, Source, folder};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

struct Package {
    folder: &'static str,
    /// Folders, the lowest first. Those of one layer do not use each other. The root file is above them.
    layers: &'static [&'static [&'static str]],
}

const PACKAGES: [Package; 4] = [
    Package {
        folder: "survey/src",
        layers: &[
            &["closed_enum", "plural"],
            &[
                "audit",
                "csv",
                "lang",
                "limits",
                "role",
                "text",
                "validation_error",
            ],
            &["calendar", "phone"],
            &["question"],
            &["survey"],
            &["response"],
            &["callback", "event", "stats"],
            &["import"],
        ],
    },
    Package {
        folder: "embed/src",
        layers: &[
            &["fields", "i18n"],
            &["look"],
            &["settings"],
            &["survey_doc"],
            &["page"],
            // The loader carries the painted form.
            &["client", "email"],
        ],
    },
    Package {
        folder: "worker/src",
        layers: &[
            // Bindings of the platform: time, randomness, keys, JavaScript.
            &["platform"],
            &["http"],
            // Defines `Scope` and `Principal`, which every list and number of the store takes.
            &["auth"],
            &["store"],
            &["failed_sign_in"],
            // The context of handlers.
            &["ctx"],
            &["stats", "outbox"],
            &["guest", "agency"],
            &["health"],
            &["router"],
        ],
    },
    Package {
        folder: "xtask/src",
        layers: &[
            &["env"],
            &["build"],
            &["local"],
            &["ops"],
            &["bench"],
            &["checks"],
        ],
    },
];

pub fn check(project: &Project) -> Result<String> {
    let mut errors = Vec::new();
    let mut n_modules = 0;
    for package in &PACKAGES {
        let mut sources = Vec::new();
        collect(&project.path(package.folder), &mut Vec::new(), &mut sources)?;
        n_modules += sources.len();
        let found = errors_of(package.layers, &sources);
        errors.extend(
            found
                .into_iter()
                .map(|error| format!("{}: {error}", package.folder)),
        );
    }
    if !errors.is_empty() {
        bail!("{}", errors.join("\n"));
    }
    Ok(format!("{n_modules} modules"))
}

/// Every file as a module; `mod.rs`, `lib.rs` and `main.rs` are their folder.
fn collect(folder: &Path, path: &mut Vec<String>, sources: &mut Vec<Source>) -> Result<()> {
    let entries =
        fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    for entry in entries {
        let file = entry?.path();
        let stem = file
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if file.is_dir() {
            path.push(stem);
            collect(&file, path, sources)?;
            path.pop();
        } else if file.extension().is_some_and(|end| end == "rs") {
            let mut module = path.clone();
            if !["mod", "lib", "main"].contains(&stem.as_str()) {
                module.push(stem);
            }
            let text = fs::read_to_string(&file)
                .with_context(|| format!("cannot read {}", file.display()))?;
            sources.push(Source::new(module.join("::"), &text));
        }
    }
    Ok(())
}

fn errors_of(layers: &[&[&str]], sources: &[Source]) -> Vec<String> {
    let layer = |module: &str| match folder(module) {
        "" => Some(layers.len()),
        folder => layers.iter().position(|folders| folders.contains(&folder)),
    };
    let modules = Modules::of(sources);
    let mut errors = BTreeSet::new();
    for (from, to) in modules.arrows() {
        match (layer(from), layer(to)) {
            (None, _) => {
                errors.insert(format!("{} is in no layer", folder(from)));
            }
            (Some(_), None) => {
                errors.insert(format!("{} is in no layer", folder(to)));
            }
            (Some(low), Some(high)) if folder(from) != folder(to) && low <= high => {
                errors.insert(format!("upwards: {from} uses {to}"));
            }
            _ => {}
        }
    }
    errors.extend(
        modules
            .circle()
            .map(|circle| format!("a circle: {}", circle.join(" -> "))),
    );
    errors.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LAYERS: &[&[&str]] = &[&["low"], &["left", "right"]];

    fn found(files: &[(&str, &str)]) -> Vec<String> {
        let sources: Vec<Source> = files
            .iter()
            .map(|(module, text)| Source::new((*module).to_owned(), text))
            .collect();
        errors_of(LAYERS, &sources)
    }

    #[test]
    fn downwards_is_allowed() {
        let none: [&str; 0] = [];
        assert_eq!(
            found(&[
                ("", "mod low;\nmod left;\nuse left::Thing;\n"),
                ("low", "pub struct Thing;\n"),
                ("left", "use crate::low::{self, Thing};\nuse std::fmt;\n"),
            ]),
            none
        );
    }

    #[test]
    fn upwards_sideways_and_the_root_are_errors() {
        let files = [
            ("", "pub struct Root;\n"),
            ("low", "fn f() { crate::left::g(); }\n"),
            ("left", "use crate::{right::{h, i}, Root};\n"),
            ("right", "// crate::left is only spoken of\n"),
        ];
        assert_eq!(
            found(&files),
            [
                "upwards: left uses ",
                "upwards: left uses right",
                "upwards: low uses left"
            ]
        );
    }

    #[test]
    fn import_cycle_within_a_folder_is_an_error() {
        let files = [
            ("low", "mod a;\nmod b;\npub use b::Shared;\n"),
            // By the name within the folder.
            ("low::a", "use super::Shared;\n"),
            ("low::b", "pub struct Shared;\nuse crate::low::a;\n"),
        ];
        assert_eq!(found(&files), ["a circle: low::a -> low::b -> low::a"]);
    }

    #[test]
    fn tests_may_use_anything() {
        let files = [
            ("", "#[cfg(test)]\nmod oracle;\n"),
            (
                "low",
                "#[cfg(test)]\nmod tests {\n    use crate::left::g;\n}\n",
            ),
            ("left", ""),
            ("oracle", "use crate::left::g;\n"),
        ];
        assert!(found(&files).is_empty());
    }

    #[test]
    fn every_folder_has_a_layer() {
        let files = [("new", "use crate::low::f;\n"), ("low", "")];
        assert_eq!(found(&files), ["new is in no layer"]);
    }
}
