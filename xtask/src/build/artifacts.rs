//! The three builds, each skipped while its inputs are unchanged:
//!
//! 1. the widget: cargo with a size-optimised std, wasm-bindgen, wasm-opt, esbuild, brotli;
//! 2. the assets that `embed` inserts into pages: its script and style, minified;
//! 3. the worker, which carries both the hash of (1) and the text of (2).

use crate::build::embed_assets;
use crate::build::widget::{self, Widget};
use crate::build::worker::{self, Carried, Worker};
use crate::env::progress::step;
use crate::env::project::Project;
use crate::env::tools;
use anyhow::{Context, Result};
use std::fs::{self, File};

/// The built files that the budgets measure.
pub struct Artifacts {
    pub widget: Widget,
    pub worker: Worker,
}

/// Installs missing tools and builds stale artifacts. Two xtasks at once would write the same files: the second
/// waits.
pub fn build(project: &Project) -> Result<Artifacts> {
    let _building = only_builder(project)?;
    let toolchain = tools::ensure_toolchain(project)?;
    let widget = up_to_date_widget(project, &toolchain)?;
    let min = embed_assets::build(project)?;
    let carried = Carried {
        widget: &widget.hash,
        min: &min,
    };
    let worker = worker::build(project, &toolchain, &carried)?;
    Ok(Artifacts { widget, worker })
}

/// The widget alone, and its WASM with the names of its functions.
pub fn build_named_widget(project: &Project) -> Result<(Widget, Vec<u8>)> {
    let _building = only_builder(project)?;
    let toolchain = tools::ensure_toolchain(project)?;
    let widget = up_to_date_widget(project, &toolchain)?;
    let named = widget::with_names(project)?;
    Ok((widget, named))
}

fn up_to_date_widget(project: &Project, toolchain: &str) -> Result<Widget> {
    let inputs = widget::inputs(project, toolchain)?;
    let built = widget::built(project, &inputs);
    let is_stale = built.is_none();
    // The widget's crates need none of the tools.
    tools::ensure_packages(project, || {
        if is_stale {
            widget::compile(project)?;
        }
        Ok(())
    })?;
    match built {
        Some(widget) => Ok(widget),
        None => widget::publish(project, &inputs),
    }
}

/// Held until dropped.
fn only_builder(project: &Project) -> Result<File> {
    let path = project.scratch("xtask-build.lock");
    fs::create_dir_all(project.path("target")).context("cannot create target/")?;
    let lock = File::create(&path).with_context(|| format!("cannot write {}", path.display()))?;
    if lock.try_lock().is_err() {
        step("waiting for another cargo xtask to finish building", |_| {
            lock.lock().context("the build lock cannot be taken")
        })?;
    }
    Ok(lock)
}
