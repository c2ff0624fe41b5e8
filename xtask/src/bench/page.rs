//! `cargo xtask bench`: how long until a guest can tap, beside a hand-written page, in one run.
//!
//! The bench lies outside of this repository (`OTKLIK_BENCH`, else ../shared/bench) and may be
//! read-only: it is copied to target/bench. Our candidate is the floor's own host page with our
//! snippet, fetched through nginx, because production compresses at the edge and local workerd does not.

use crate::artifacts;
use crate::database;
use crate::http;
use crate::machine;
use crate::process::{Service, run_logged};
use crate::progress::step;
use crate::project::Project;
use crate::proxy;
use crate::server;
use crate::settings::Addresses;
use crate::state::State;
use crate::tools;
use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

#[derive(clap::Args)]
#[group(skip)]
pub struct Args {
    /// Cold loads of each page on each profile
    #[arg(long, default_value_t = 5)]
    runs: u16,
}

const FLOOR: &str = "plain-ext";
const OURS: &str = "otklik";
const PROFILES: [&str; 2] = ["fast3g", "slow4g"];
/// Where the bench serves host pages; browsers send it as the origin.
const HOST_ORIGIN: &str = "http://127.0.0.1:8701";
/// Ready within this many times the floor is what we aim for; the bench informs, it does not fail.
const AIM: f64 = 1.25;

pub fn command(project: &Project, args: &Args) -> Result<()> {
    tools::ensure_for_build(project)?;
    machine::ensure_for_tests(project)?;
    artifacts::build(project)?;
    let bench = copy_bench(project)?;
    let (public, _services) = serve(project)?;
    write_candidate(&bench, &public)?;
    let results = step("measuring", |detail| {
        detail.set(format!("{} runs a page and profile", args.runs));
        measure(project, &bench, args.runs)
    })?;
    println!("\n{}", table(&results)?);
    Ok(())
}

fn copy_bench(project: &Project) -> Result<PathBuf> {
    let source = match env::var_os("OTKLIK_BENCH") {
        Some(path) => PathBuf::from(path),
        None => project.path("../shared/bench"),
    };
    if !source.join("measure.mjs").is_file() {
        bail!(
            "there is no bench in {}: name its folder in OTKLIK_BENCH",
            source.display()
        );
    }
    let target = project.scratch("bench");
    copy(&source, &target)?;
    if !target.join("node_modules/playwright-core").is_dir() {
        step("the bench's npm packages", |_| {
            let mut install = project.command("npm");
            install
                .args(["install", "--no-audit", "--no-fund"])
                .current_dir(&target);
            run_logged(&mut install, &project.log("bench-npm"))
        })?;
    }
    Ok(target)
}

/// By content: the source's files may be read-only, and their copies must not be.
fn copy(source: &Path, target: &Path) -> Result<()> {
    fs::create_dir_all(target).with_context(|| format!("cannot create {}", target.display()))?;
    for entry in
        fs::read_dir(source).with_context(|| format!("cannot read {}", source.display()))?
    {
        let entry = entry.with_context(|| format!("cannot read {}", source.display()))?;
        let (from, to) = (entry.path(), target.join(entry.file_name()));
        if from.is_dir() {
            if entry.file_name() != "node_modules" {
                copy(&from, &to)?;
            }
        } else {
            let bytes =
                fs::read(&from).with_context(|| format!("cannot read {}", from.display()))?;
            fs::write(&to, bytes).with_context(|| format!("cannot write {}", to.display()))?;
        }
    }
    Ok(())
}

fn serve(project: &Project) -> Result<(String, [Service; 2])> {
    let [port, proxy_port] = http::free_ports::<2>()?;
    let public = format!("http://127.0.0.1:{proxy_port}");
    let state = State::fresh(project, "bench-state")?;
    let addresses = Addresses {
        public_url: public.clone(),
        allowed_origins: vec![HOST_ORIGIN.to_owned()],
    };
    state.prepare(project, &addresses)?;
    database::migrate(project, &state)?;
    let worker = server::start(project, &state, port)?;
    let proxy = proxy::start(project, proxy_port, port)?;
    Ok((public, [proxy, worker]))
}

/// The floor's host page with our snippet in place of its script: the same question, NPS.
fn write_candidate(bench: &Path, public: &str) -> Result<()> {
    let head = fs::read_to_string(bench.join("pages/_host_head.html"))
        .context("the bench has no host page")?;
    let snippet = format!(
        r#"<a data-otklik href="{public}/s/client?lang=en">Tell us how it was</a><script async src="{public}/embed/client.js?lang=en"></script></body></html>"#
    );
    let folder = bench.join("site").join(OURS);
    fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
    fs::write(
        folder.join("index.html"),
        format!("{}{snippet}", head.trim_end()),
    )
    .context("cannot write the candidate")?;
    let candidate = json!({
        "selector": "label.otklik-point[data-score=\"0\"]",
        "steps": ["label.otklik-point[data-score=\"9\"]"],
        "after": "textarea",
    });
    fs::write(folder.join("cand.json"), candidate.to_string()).context("cannot write the candidate")
}

fn measure(project: &Project, bench: &Path, n_runs: u16) -> Result<Value> {
    let out = bench.join("results.json");
    let mut node = project.node_script(&bench.join("measure.mjs"))?;
    node.args([
        "--site",
        "pages,site",
        "--cands",
        &format!("{FLOOR},{OURS}"),
        "--profiles",
        &PROFILES.join(","),
    ])
    .args(["--runs", &n_runs.to_string(), "--out"])
    .arg(&out)
    .current_dir(bench);
    run_logged(&mut node, &project.log("bench"))?;
    let text =
        fs::read_to_string(&out).with_context(|| format!("cannot read {}", out.display()))?;
    let report: Value = serde_json::from_str(&text).context("the bench's report is not JSON")?;
    Ok(report["results"].clone())
}

fn table(results: &Value) -> Result<String> {
    let mut text = format!(
        "  {:<10}{:<12}{:>9}{:>13}{:>9}{:>10}{:>10}{:>14}\n",
        "profile", "page", "ready ms", "min-max", "x floor", "KB wire", "requests", "interactive"
    );
    for profile in PROFILES {
        let median = |page: &str| results[format!("{page}|{profile}")]["median"].clone();
        let number = |value: &Value, name: &str| {
            value[name]
                .as_f64()
                .with_context(|| format!("the bench gave no {name}; see its log"))
        };
        let floor = number(&median(FLOOR), "ready_ms")?;
        for page in [FLOOR, OURS] {
            let median = median(page);
            let ready = number(&median, "ready_ms")?;
            let range = format!(
                "{}-{}",
                number(&median, "ready_min")?,
                number(&median, "ready_max")?
            );
            let interactive = if median["interactive_ok"] == true {
                "yes"
            } else {
                "NO"
            };
            let beyond = if ready / floor > AIM {
                "  beyond the aim"
            } else {
                ""
            };
            text += &format!(
                "  {profile:<10}{page:<12}{ready:>9.0}{range:>13}{:>9.2}{:>10.1}{:>10.0}{interactive:>14}{beyond}\n",
                ready / floor,
                number(&median, "bytes_ready")? / 1024.0,
                number(&median, "requests_ready")?,
            );
        }
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_names_the_ratio_and_what_is_beyond_the_aim() -> Result<()> {
        let page = |ready: u32| json!({ "median": { "ready_ms": ready, "ready_min": ready, "ready_max": ready, "bytes_ready": 2048, "requests_ready": 2, "interactive_ok": true } });
        let results = json!({
            "plain-ext|fast3g": page(100), "otklik|fast3g": page(120),
            "plain-ext|slow4g": page(100), "otklik|slow4g": page(130),
        });
        let text = table(&results)?;
        assert!(text.contains("1.20") && text.contains("1.30"), "{text}");
        assert_eq!(text.matches("beyond the aim").count(), 1, "{text}");
        Ok(())
    }

    #[test]
    fn a_missing_measurement_is_an_error() {
        assert!(table(&json!({})).is_err());
    }
}
