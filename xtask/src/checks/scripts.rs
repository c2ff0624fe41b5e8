//! JavaScript: the product's is the loader alone, and the widget's glue keeps to what strict host pages allow.

use crate::env::process::capture;
use crate::env::project::Project;
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::Path;

struct Allowed {
    /// A file, or a folder with its slash.
    path: &'static str,
    #[expect(dead_code, reason = "for readers of the table")]
    reason: &'static str,
}

/// Every script that is written by hand. What is not here is written in Rust.
const ALLOWED: [Allowed; 8] = [
    Allowed {
        path: "embed/src/client/loader.js",
        reason: "works before the widget's WASM, and where none may run",
    },
    Allowed {
        path: "embed/demo/",
        reason: "the demo site's own",
    },
    Allowed {
        path: "bench/",
        reason: "drives browsers and peers; a worker by hand to compare with",
    },
    Allowed {
        path: "tests/e2e/",
        reason: "services of the tests in workerd, and an oracle in another language",
    },
    Allowed {
        path: "xtask/src/checks/memory/wasm.mjs",
        reason: "speaks to workerd's debugger",
    },
    Allowed {
        path: "xtask/src/local/modules.mjs",
        reason: "lists the modules that workerd gets",
    },
    Allowed {
        path: "xtask/src/local/workerd.mjs",
        reason: "starts miniflare, a library of Node",
    },
    Allowed {
        path: "xtask/src/ops/backup/sqlite.mjs",
        reason: "reads a database by Node's SQLite",
    },
];

/// What a host page's Content-Security-Policy can forbid: setting HTML (`require-trusted-types-for`), and code made of
/// text (without `unsafe-eval`).
const FORBIDDEN: [&str; 4] = ["innerHTML", "outerHTML", "Function(", "eval("];

/// Checks that every tracked script is in the table, and that the table allows none that is gone: it could come back unseen.
pub fn check(project: &Project) -> Result<String> {
    let mut list = project.command("git");
    list.args(["ls-files", "-z", "--", "*.js", "*.mjs", "*.cjs"]);
    let list = capture(&mut list).context("the tracked scripts cannot be listed")?;
    let scripts: Vec<&str> = list.split('\0').filter(|path| !path.is_empty()).collect();
    let others: Vec<&str> = scripts
        .iter()
        .copied()
        .filter(|it| !is_allowed(it))
        .collect();
    if !others.is_empty() {
        bail!(
            "scripts outside of the table in xtask/src/checks/scripts.rs: {}",
            others.join(", ")
        );
    }
    let is_stale = |it: &&Allowed| !scripts.iter().any(|path| it.covers(path));
    if let Some(stale) = ALLOWED.iter().find(is_stale) {
        bail!("{} allows a script that is gone", stale.path);
    }
    Ok(format!("{} scripts", scripts.len()))
}

fn is_allowed(path: &str) -> bool {
    ALLOWED.iter().any(|it| it.covers(path))
}

impl Allowed {
    fn covers(&self, path: &str) -> bool {
        if self.path.ends_with('/') {
            path.starts_with(self.path)
        } else {
            path == self.path
        }
    }
}

/// Checks the published glue, which wasm-bindgen generates from what the widget's crates import.
pub fn check_glue(js: &Path) -> Result<String> {
    let glue = fs::read_to_string(js).with_context(|| format!("cannot read {}", js.display()))?;
    let found = forbidden_in(&glue);
    if !found.is_empty() {
        bail!(
            "{} contains {}, which strict host pages refuse",
            js.display(),
            found.join(", ")
        );
    }
    Ok(format!("{} bytes", glue.len()))
}

fn forbidden_in(script: &str) -> Vec<&'static str> {
    let is_part = |sign: char| sign.is_alphanumeric() || ['_', '$'].contains(&sign);
    let contains = |word: &&str| {
        script
            .match_indices(*word)
            .any(|(at, _)| !script[..at].ends_with(is_part))
    };
    FORBIDDEN.into_iter().filter(contains).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_are_allowed_by_name_or_folder() {
        for allowed in ["embed/src/client/loader.js", "bench/worker/run.mjs"] {
            assert!(is_allowed(allowed), "{allowed}");
        }
        for other in [
            "embed/src/client/queue.js",
            "embed/src/client/loader.js/x.js",
            "worker/src/a.mjs",
        ] {
            assert!(!is_allowed(other), "{other}");
        }
    }

    #[test]
    fn our_scripts_are_in_the_table() -> Result<()> {
        check(&Project::find()?).map(|_| ())
    }

    #[test]
    fn html_and_code_made_of_text_are_found() {
        let glue = "e.innerHTML=t;new Function(x);isFunction(y);retrieval(z);f.apply(g)";
        assert_eq!(forbidden_in(glue), ["innerHTML", "Function("]);
        assert_eq!(forbidden_in("globalThis.eval(x)"), ["eval("]);
    }
}
