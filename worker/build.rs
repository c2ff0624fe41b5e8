//! Takes comments and line breaks out of the statements and the style of tables: they are for readers,
//! and 2 KB of the worker.

#![expect(clippy::expect_used, reason = "a build that cannot go on says why")]

use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    println!("cargo:rerun-if-changed=src/sql");
    println!("cargo:rerun-if-changed=src/director.css");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    let style = fs::read_to_string("src/director.css").expect("UTF-8");
    fs::write(out.join("director.css"), bare_style(&style)).expect("OUT_DIR can be written");
    let out = out.join("sql");
    fs::create_dir_all(&out).expect("OUT_DIR can be written");
    for entry in fs::read_dir("src/sql").expect("src/sql") {
        let path = entry.expect("an entry").path();
        let sql = fs::read_to_string(&path).expect("UTF-8");
        let name = path.file_name().map(Path::new).expect("a name");
        fs::write(out.join(name), bare(&sql)).expect("OUT_DIR can be written");
    }
}

/// No text in our statements holds `--` or more than one space.
fn bare(sql: &str) -> String {
    let code = sql
        .lines()
        .map(|line| line.split("--").next().unwrap_or(line));
    let words: Vec<&str> = code.flat_map(str::split_whitespace).collect();
    words.join(" ")
}

/// No text in our style holds a comment's marks or more than one space.
fn bare_style(css: &str) -> String {
    let mut parts = css.split("/*");
    let mut code = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        code += part.split_once("*/").map_or("", |(_, code)| code);
    }
    let words: Vec<&str> = code.split_whitespace().collect();
    let mut bare = words.join(" ");
    for sign in ["{", "}", ";", ",", ">"] {
        let spaced = [&[" ", sign][..], &[sign, " "][..]].map(<[&str]>::concat);
        for wide in spaced {
            bare = bare.replace(&wide, sign);
        }
    }
    bare.replace(": ", ":").replace(";}", "}")
}
