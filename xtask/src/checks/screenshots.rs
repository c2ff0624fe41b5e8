//! `cargo xtask screenshots`: the README's pictures, from the end-to-end tests that open every page of the
//! running product.

use crate::build::artifacts;
use crate::checks::report::Checks;
use crate::checks::test::{Run, SERVERS, end_to_end};
use crate::env::project::Project;
use crate::env::system_deps;
use crate::local::test_env::TestEnv;
use anyhow::{Context, Result, ensure};
use png::{Decoder, Encoder};
use std::fs::{self, File};
use std::io::{BufReader, BufWriter};
use std::path::Path;

/// A picture of the tests, its name in `docs/`, and the height to keep, in pixels.
const KEPT: [(&str, &str, u32); 5] = [
    ("director-en-1280-light", "director", 560),
    ("inline-en-390-light", "survey-phone", 950),
    ("client-en-390-dark", "vote-page-dark", 950),
    ("builder-en-1280-light", "builder", 1000),
    ("email-en-1280-light", "letter", 1000),
];

pub fn command(project: &Project) -> Result<()> {
    system_deps::ensure_for_tests(project)?;
    artifacts::build(project)?;
    let mut checks = Checks::default();
    let run = Run {
        filters: vec!["layout::", "playground::"],
        environment: vec![("OTKLIK_PICTURES", "1".to_owned())],
        ..Run::default()
    };
    if let Some(test_env) = checks.run(SERVERS, |_| TestEnv::start(project)) {
        end_to_end(project, &mut checks, &test_env, &run);
    }
    checks.close()?;
    let folder = project.path("docs");
    fs::create_dir_all(&folder).context("docs/ cannot be made")?;
    for (taken, kept, height_px) in KEPT {
        let from = project.scratch("screens").join(taken).with_extension("png");
        let to = folder.join(kept).with_extension("png");
        crop(&from, &to, height_px).with_context(|| format!("no picture {}", from.display()))?;
    }
    Ok(())
}

/// The top of a picture.
fn crop(from: &Path, to: &Path, height_px: u32) -> Result<()> {
    let mut reader = Decoder::new(BufReader::new(File::open(from)?)).read_info()?;
    let n_bytes = reader.output_buffer_size().context("a picture too large")?;
    let mut pixels = vec![0; n_bytes];
    let frame = reader.next_frame(&mut pixels)?;
    let height_px = height_px.min(frame.height);
    let end = frame.line_size * height_px as usize;
    ensure!(end <= pixels.len(), "a picture shorter than it says");
    let mut encoder = Encoder::new(BufWriter::new(File::create(to)?), frame.width, height_px);
    encoder.set_color(frame.color_type);
    encoder.set_depth(frame.bit_depth);
    encoder.set_compression(png::Compression::High);
    encoder.write_header()?.write_image_data(&pixels[..end])?;
    Ok(())
}
