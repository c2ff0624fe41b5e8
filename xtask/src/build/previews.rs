//! `cargo xtask previews`: the pictures of link previews, from markup drawn by Chromium.
//!
//! They are kept in the repository: a deployment needs no browser, and the fonts are those of one machine.
//! Each holds the hash of its markup, by which a test finds stale pictures.

use crate::build::input_hash;
use crate::env::process::run_logged;
use crate::env::progress::step;
use crate::env::project::Project;
use crate::env::system_deps;
use anyhow::{Context, Result};
use otklik_embed::page::preview::{self, HEIGHT_PX, Motif, Picture, WIDTH_PX};
use png::{BitDepth, ColorType, Compression, Decoder, Encoder};
use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{BufReader, BufWriter};
use std::path::{Path, PathBuf};

/// The folder from which the worker serves them.
const FOLDER: &str = "worker/assets/preview";
/// Four bits a pixel: two colours with the steps between them need no more.
const COLOURS_MAX: usize = 16;
/// The keyword of the PNG's text chunk with the hash of its markup.
const DIGEST: &str = "Source";

/// The colours of the forms, and the font that matches them best.
const STYLE: &str = "
*{box-sizing:border-box;margin:0}
body{width:1200px;height:630px;background:#eef1f5;color:#1b1f24;font-family:'Liberation Sans',Arial,sans-serif}
main{position:absolute;inset:50px;padding:56px 64px;background:#fff;border-radius:28px;
  display:flex;flex-direction:column;justify-content:center;gap:52px}
h1{font-size:62px;line-height:1.2;text-wrap:balance}
.row{display:flex;gap:10px}
.row b{flex:1;padding:25px 0;border-radius:14px;background:#1b4fd6;color:#fff;font-size:40px;text-align:center}
.ends{display:flex;justify-content:space-between;gap:40px;margin-top:18px;color:#545c66;font-size:31px}
.field{flex:2;height:96px;border:4px solid #868e99;border-radius:14px;padding:0 26px;color:#545c66;font-size:36px;line-height:88px}
.field+b{flex:none;padding:0 44px;line-height:96px;font-size:36px;white-space:nowrap}";

pub fn command(project: &Project) -> Result<()> {
    system_deps::ensure_for_tests(project)?;
    let folder = project.path(FOLDER);
    fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
    step("previews of links", |detail| {
        let mut largest = 0;
        for picture in preview::pictures() {
            let path = file(&folder, &picture);
            draw(project, &picture, &path)?;
            let n_bytes = fs::metadata(&path).map_or(0, |data| data.len());
            largest = largest.max(n_bytes);
        }
        detail.set(format!("{} KB at most", largest.div_ceil(1024)));
        Ok(())
    })
}

fn file(folder: &Path, picture: &Picture) -> PathBuf {
    folder.join(&picture.name).with_extension("png")
}

/// The picture as a page of its size.
fn markup(picture: &Picture) -> String {
    let below = match &picture.motif {
        Motif::Scale {
            values,
            ends: [low, high],
        } => {
            let cells: String = values
                .iter()
                .map(|value| format!("<b>{value}</b>"))
                .collect();
            format!(
                "<div><div class=row>{cells}</div><div class=ends><span>{}</span><span>{}</span></div></div>",
                escaped(low),
                escaped(high)
            )
        }
        Motif::Phone { label, button } => format!(
            "<div class=row><span class=field>{}</span><b>{}</b></div>",
            escaped(label),
            escaped(button)
        ),
    };
    format!(
        "<!doctype html><html lang={}><meta charset=utf-8><style>{STYLE}</style><main><h1>{}</h1>{below}</main>",
        picture.lang.code(),
        escaped(&picture.sentence)
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

fn draw(project: &Project, picture: &Picture, path: &Path) -> Result<()> {
    let work = project.scratch("previews");
    fs::create_dir_all(&work).context("target/ cannot be written")?;
    let markup = markup(picture);
    let page = work.join("page.html");
    let shot = work.join("shot.png");
    fs::write(&page, &markup).context("target/ cannot be written")?;
    let browser = system_deps::find("chromium").context("chromium is not installed")?;
    let mut chromium = project.command(browser);
    chromium
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--hide-scrollbars",
            "--disable-lcd-text",
            "--force-device-scale-factor=1",
        ])
        .arg(format!("--window-size={WIDTH_PX},{HEIGHT_PX}"))
        .arg(format!(
            "--user-data-dir={}",
            work.join("profile").display()
        ))
        .arg(format!("--screenshot={}", shot.display()))
        .arg(format!("file://{}", page.display()));
    run_logged(&mut chromium, &project.log("previews"))?;
    let pixels = rgb(&shot)?;
    write(path, &pixels, &input_hash::of_bytes(markup.as_bytes()))
}

type Colour = [u8; 3];

fn rgb(path: &Path) -> Result<Vec<Colour>> {
    let file = File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut reader = Decoder::new(BufReader::new(file)).read_info()?;
    let size = reader
        .output_buffer_size()
        .context("the picture is too large")?;
    let mut bytes = vec![0; size];
    let frame = reader.next_frame(&mut bytes)?;
    anyhow::ensure!(
        (frame.width, frame.height) == (WIDTH_PX, HEIGHT_PX) && frame.bit_depth == BitDepth::Eight,
        "Chromium drew {} by {}",
        frame.width,
        frame.height
    );
    let n_channels = frame.color_type.samples();
    anyhow::ensure!(n_channels >= 3, "Chromium drew no colours");
    let pixels = bytes.chunks_exact(n_channels);
    Ok(pixels.map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect())
}

/// The most frequent colours; every other becomes the nearest of them.
fn palette(pixels: &[Colour]) -> Vec<Colour> {
    let mut counts: HashMap<Colour, usize> = HashMap::new();
    for pixel in pixels {
        *counts.entry(*pixel).or_default() += 1;
    }
    let mut colours: Vec<(Colour, usize)> = counts.into_iter().collect();
    colours.sort_by_key(|(colour, count)| (std::cmp::Reverse(*count), *colour));
    let mut palette: Vec<Colour> = Vec::new();
    for (colour, count) in colours {
        // A background keeps its own colour. Among edge colours, neighbours of a colour already chosen would
        // displace the steps between.
        let is_ground = count * 100 > pixels.len();
        let is_new = is_ground || palette.iter().all(|it| distance(*it, colour) > 900);
        if is_new && palette.len() < COLOURS_MAX {
            palette.push(colour);
        }
    }
    palette
}

fn distance(one: Colour, two: Colour) -> u32 {
    let square = |place: usize| u32::from(one[place].abs_diff(two[place])).pow(2);
    square(0) + square(1) + square(2)
}

fn write(path: &Path, pixels: &[Colour], digest: &str) -> Result<()> {
    let palette = palette(pixels);
    let mut nearest: HashMap<Colour, u8> = HashMap::new();
    let mut place = |pixel: &Colour| {
        *nearest.entry(*pixel).or_insert_with(|| {
            let places = (0_u8..).zip(&palette);
            let place = places.min_by_key(|(_, colour)| distance(**colour, *pixel));
            place.map_or(0, |(place, _)| place)
        })
    };
    let packed: Vec<u8> = pixels
        .chunks_exact(2)
        .map(|pair| place(&pair[0]) << 4 | place(&pair[1]))
        .collect();
    let file = File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
    let mut encoder = Encoder::new(BufWriter::new(file), WIDTH_PX, HEIGHT_PX);
    encoder.set_color(ColorType::Indexed);
    encoder.set_depth(BitDepth::Four);
    encoder.set_palette(palette.concat());
    encoder.set_compression(Compression::High);
    encoder.set_filter(png::Filter::NoFilter);
    encoder.add_text_chunk(DIGEST.to_owned(), digest.to_owned())?;
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&packed)?;
    writer
        .finish()
        .with_context(|| format!("cannot write {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE_MAX_BYTES: u64 = 30 * 1024;

    #[test]
    fn pictures_are_small_and_match_the_texts() -> Result<()> {
        let project = Project::find()?;
        let folder = project.path(FOLDER);
        let pictures = preview::pictures();
        for picture in &pictures {
            let path = file(&folder, picture);
            let name = path.display();
            let advice = || format!("{name}: run `cargo xtask previews`");
            let opened = File::open(&path).with_context(advice)?;
            assert!(opened.metadata()?.len() <= SIZE_MAX_BYTES, "{name}");
            let mut reader = Decoder::new(BufReader::new(opened)).read_info()?;
            assert_eq!(reader.info().size(), (WIDTH_PX, HEIGHT_PX), "{name}");
            reader.finish()?;
            let texts = &reader.info().uncompressed_latin1_text;
            let digest = texts.iter().find(|text| text.keyword == DIGEST);
            let today = input_hash::of_bytes(markup(picture).as_bytes());
            assert_eq!(
                digest.map(|it| it.text.as_str()),
                Some(today.as_str()),
                "{}",
                advice()
            );
        }
        let n_files = fs::read_dir(&folder)?.count();
        assert_eq!(n_files, pictures.len(), "a picture that no page names");
        Ok(())
    }

    #[test]
    fn palette_keeps_the_most_frequent_colours() {
        let mut pixels = vec![[255, 255, 255]; 100];
        pixels.extend([[27, 79, 214]; 50]);
        pixels.extend([[238, 241, 245]; 30]);
        pixels.push([254, 255, 255]);
        let grounds = [[255, 255, 255], [27, 79, 214], [238, 241, 245]];
        assert_eq!(palette(&pixels), grounds);
    }
}
