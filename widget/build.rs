//! Turns the widget's own sentences into a table of every language. They are not in the loader's payload: that is downloaded
//! before the first paint.

#![expect(
    clippy::expect_used,
    reason = "a build script stops the build by panicking"
)]

use otklik_survey::Lang;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// Their keys in the catalogs.
const KEYS: [&str; 17] = [
    "queue-kept",
    "queue-refused",
    "queue-expired",
    "close",
    "appeared",
    "appeared-callback",
    "next",
    "back",
    "send",
    "progress",
    "offer-text",
    "offer-call",
    "offer-message",
    "offer-no",
    "framed",
    "error-missing_answer",
    "error-text_too_long",
];

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let mut table = String::from("&[");
    for lang in Lang::ALL {
        let code = lang.code();
        let path = Path::new("../embed/texts").join(code).with_extension("ftl");
        println!("cargo:rerun-if-changed={}", path.display());
        let catalog = fs::read_to_string(&path).expect("the catalog is there");
        for key in KEYS {
            let mut lines = catalog.lines();
            let sentence = lines.find_map(|line| line.strip_prefix(&[key, " = "].concat()));
            let sentence = sentence
                .expect("one line each")
                .replace("{ $", "{")
                .replace(" }", "}");
            table += &format!("({code:?}, {key:?}, {sentence:?}),");
        }
    }
    table.push(']');
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    fs::write(out.join("sentences.rs"), table).expect("OUT_DIR is writable");
}
