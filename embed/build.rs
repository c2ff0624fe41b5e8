//! Turns the Fluent catalogs into sorted tables, and passes on the minified loader and style.

#![expect(
    clippy::expect_used,
    reason = "a build script stops the build by panicking"
)]

#[path = "src/i18n/catalogs.rs"]
mod catalogs;

use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=src/i18n/catalogs.rs");
    println!("cargo:rerun-if-changed=texts");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    let tables = catalogs::tables(|lang| {
        let path = Path::new("texts").join(lang.code()).with_extension("ftl");
        fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
    });
    fs::write(out.join("catalogs.rs"), tables).expect("OUT_DIR is writable");
    pass_on_minified(&out);
}

/// `OTKLIK_MIN_DIR` names the folder of the minified files; without it the sources serve as they are.
fn pass_on_minified(out: &Path) {
    println!("cargo:rerun-if-env-changed=OTKLIK_MIN_DIR");
    let minified = env::var_os("OTKLIK_MIN_DIR").map(PathBuf::from);
    for path in [
        "client/loader.js",
        "page/form.css",
        "page/page.css",
        "page/stars.css",
        "page/faces.css",
        "page/eleven.css",
        "page/choice.css",
        "page/callback.css",
    ] {
        let source = Path::new("src").join(path);
        println!("cargo:rerun-if-changed={}", source.display());
        let from = match &minified {
            Some(folder) => folder.join(path),
            None => source,
        };
        println!("cargo:rerun-if-changed={}", from.display());
        let name = from.file_name().expect("the path names a file");
        fs::copy(&from, out.join(name)).unwrap_or_else(|e| panic!("{}: {e}", from.display()));
    }
}
