//! `cargo xtask size`: the largest functions and crates of the widget's WASM, so that its budget is discussed with
//! figures. Bytes before compression: what a function weighs after it depends on all others.

use crate::build::artifacts;
use crate::env::project::Project;
use anyhow::{Context, Result, ensure};
use std::collections::BTreeMap;
use std::fs;
use std::iter;
use wasmparser::{KnownCustom, Name, NameSectionReader, Parser, Payload, TypeRef};

const N_FUNCTIONS: usize = 20;
const N_CRATES: usize = 20;
/// Longer names end in an ellipsis: a generic one of leptos has more than a thousand characters.
const NAME_MAX: usize = 110;

/// Function bodies are in this section of the binary format.
const CODE_SECTION: u8 = 10;
const CUSTOM_SECTION: u8 = 0;

const STD: [&str; 5] = ["core", "alloc", "std", "compiler_builtins", "__rustc"];
/// In place of a crate: the exports with all that is inlined into them, the glue's shims, methods of primitive types.
const NO_CRATE: &str = "(exports, shims, primitive types)";

pub fn command(project: &Project) -> Result<()> {
    let (widget, named) = artifacts::build_named_widget(project)?;
    let path = &widget.wasm;
    let published = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    let named = Module::parse(&named)?;
    ensure!(
        named.sections == Module::parse(&published)?.sections,
        "the names changed the code: its sections have other sizes than the published ones"
    );
    println!("\n{}", report(&named, published.len()));
    Ok(())
}

/// The parts of a WASM module, in bytes.
#[derive(Debug, Default)]
struct Module {
    /// By the section's id; custom sections are left out.
    sections: BTreeMap<u8, usize>,
    functions: Vec<Function>,
}

#[derive(Debug, PartialEq, Eq)]
struct Function {
    name: String,
    n_bytes: usize,
}

impl Module {
    fn parse(wasm: &[u8]) -> Result<Module> {
        let mut module = Module::default();
        let (mut n_imported, mut names) = (0, BTreeMap::new());
        for payload in Parser::new(0).parse_all(wasm) {
            let payload = payload.context("the WASM cannot be parsed")?;
            if let Some((id, range)) = payload.as_section()
                && id != CUSTOM_SECTION
            {
                module.sections.insert(id, length(&range)?);
            }
            match payload {
                Payload::ImportSection(imports) => {
                    for import in imports.into_imports() {
                        n_imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                    }
                }
                Payload::CodeSectionEntry(body) => module.functions.push(Function {
                    name: String::new(),
                    n_bytes: length(&body.range())?,
                }),
                Payload::CustomSection(section) => {
                    if let KnownCustom::Name(section) = section.as_known() {
                        names = function_names(section)?;
                    }
                }
                _ => {}
            }
        }
        // Imported functions have the first indices.
        for (index, function) in (n_imported..).zip(&mut module.functions) {
            function.name = names.remove(&index).unwrap_or_default();
        }
        Ok(module)
    }
}

fn length(range: &std::ops::Range<u64>) -> Result<usize> {
    Ok(usize::try_from(range.end - range.start)?)
}

fn function_names(section: NameSectionReader<'_>) -> Result<BTreeMap<u32, String>> {
    let mut names = BTreeMap::new();
    for part in section {
        if let Name::Function(map) = part? {
            for naming in map {
                let naming = naming?;
                names.insert(naming.index, naming.name.to_owned());
            }
        }
    }
    Ok(names)
}

/// A name as wasm-bindgen writes it, without the hashes of crates: `core[e6b851d7996f495b]::fmt` is `core::fmt`.
fn without_hashes(name: &str) -> String {
    let mut parts = name.split('[');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part.split_once(']') {
            Some((hash, rest)) if is_hash(hash) => text += rest,
            _ => {
                text.push('[');
                text += part;
            }
        }
    }
    text
}

/// 64 bits without leading zeros; shorter ones are one in four thousand million.
fn is_hash(text: &str) -> bool {
    (8..=16).contains(&text.len()) && text.bytes().all(|digit| digit.is_ascii_hexdigit())
}

/// The first crate in a name that is not of the standard library, else the first: a `Vec` of the widget's steps is the
/// widget's code.
fn crate_of(name: &str) -> &str {
    let is_part = |sign: char| sign.is_alphanumeric() || sign == '_';
    let crates = name.match_indices('[').filter_map(|(at, _)| {
        let (hash, _) = name[at + 1..].split_once(']')?;
        let before = &name[..at];
        let start = before.trim_end_matches(is_part).len();
        (is_hash(hash) && start < at).then_some(&before[start..])
    });
    let mut crates = crates.collect::<Vec<_>>().into_iter();
    let first = crates.clone().next();
    let own = crates.find(|name| !STD.contains(name));
    own.or(first).unwrap_or(NO_CRATE)
}

fn report(module: &Module, n_published: usize) -> String {
    let n_code = module.sections.get(&CODE_SECTION).copied();
    let n_functions: usize = module.functions.iter().map(|it| it.n_bytes).sum();
    let mut functions: Vec<(String, usize)> = Vec::new();
    let mut crates = BTreeMap::<&str, usize>::new();
    for Function { name, n_bytes } in &module.functions {
        functions.push((shown(name), *n_bytes));
        *crates.entry(crate_of(name)).or_default() += n_bytes;
    }
    let crates = crates.into_iter().map(|(name, n)| (name.to_owned(), n));
    format!(
        "{} functions, {} of {} bytes\n{}\n{}\n{}",
        module.functions.len(),
        n_code.unwrap_or(n_functions),
        n_published,
        table("function", functions, N_FUNCTIONS, n_published),
        table("crate", crates.collect(), N_CRATES, n_published),
        table("section", sections(module), usize::MAX, n_published),
    )
}

fn sections(module: &Module) -> Vec<(String, usize)> {
    let name = |id: u8| match id {
        1 => "types",
        2 => "imports, by name",
        3 => "types of functions",
        7 => "exports, by name",
        9 => "elements: functions called by address",
        CODE_SECTION => "code",
        11 => "data: texts and tables",
        _ => "others",
    };
    let mut sizes = BTreeMap::<&str, usize>::new();
    for (id, n_bytes) in &module.sections {
        *sizes.entry(name(*id)).or_default() += n_bytes;
    }
    let sizes = sizes.into_iter();
    sizes.map(|(name, n)| (name.to_owned(), n)).collect()
}

fn shown(name: &str) -> String {
    let name = without_hashes(name);
    match name.char_indices().nth(NAME_MAX) {
        None if name.is_empty() => "(no name)".to_owned(),
        None => name,
        Some((end, _)) => format!("{}…", &name[..end]),
    }
}

/// The largest first; those past `n_shown` are one line.
fn table(title: &str, mut lines: Vec<(String, usize)>, n_shown: usize, n_all: usize) -> String {
    lines.sort_by(|one, two| two.1.cmp(&one.1).then_with(|| one.0.cmp(&two.0)));
    let rest = lines.split_off(n_shown.min(lines.len()));
    let n_rest = rest.iter().map(|(_, n_bytes)| n_bytes).sum();
    let rest = (n_rest > 0).then(|| (format!("({} more)", rest.len()), n_rest));
    let head = format!("  {:>7}{:>8}  {title}\n", "bytes", "share");
    let lines = lines.into_iter().chain(rest).map(|(name, n_bytes)| {
        let percent = n_bytes as f64 * 100.0 / n_all as f64;
        format!("  {n_bytes:>7}{percent:>7.1}%  {name}\n")
    });
    iter::once(head).chain(lines).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An imported function, one of three `nop` with a name, and an empty one without.
    fn module() -> Vec<u8> {
        let names = b"\x00\x04shim\x01\x18w[0123456789abcdef]::big";
        let mut wasm = b"\0asm\x01\0\0\0".to_vec();
        wasm.extend(b"\x01\x04\x01\x60\0\0"); // One type, of no parameters.
        wasm.extend(b"\x02\x07\x01\x01m\x01f\x00\x00"); // The import.
        wasm.extend(b"\x03\x03\x02\0\0"); // Two functions of the type.
        wasm.extend(b"\x0a\x0a\x02\x05\0\x01\x01\x01\x0b\x02\0\x0b"); // Their bodies.
        let n_names = u8::try_from(names.len() + 1).unwrap_or_default();
        wasm.extend([0, n_names + 7]);
        wasm.extend(b"\x04name\x01");
        wasm.extend([n_names, 2]);
        wasm.extend(names);
        wasm
    }

    #[test]
    fn functions_get_their_names_and_sizes() -> Result<()> {
        let module = Module::parse(&module())?;
        let found: Vec<(&str, usize)> = module
            .functions
            .iter()
            .map(|it| (it.name.as_str(), it.n_bytes))
            .collect();
        assert_eq!(found, [("w[0123456789abcdef]::big", 5), ("", 2)]);
        let ids: Vec<u8> = module.sections.keys().copied().collect();
        assert_eq!(ids, [1, 2, 3, CODE_SECTION]);
        Ok(())
    }

    #[test]
    fn hashes_of_crates_are_removed_and_slices_are_not() {
        let name =
            "<alloc[1ab365e22447f0b6]::vec::Vec<[u8]> as core[e6b851d7996f49]::Clone>::clone";
        let bare = "<alloc::vec::Vec<[u8]> as core::Clone>::clone";
        assert_eq!(without_hashes(name), bare);
    }

    #[test]
    fn code_of_the_standard_library_belongs_to_the_crate_that_it_is_for() {
        let cases = [
            ("core[e6b851d7996f495b]::fmt::write", "core"),
            (
                "<alloc[1ab365e22447f0b6]::vec::Vec<otklik_widget[8a265e0d1d82f9d3]::Step>>::push",
                "otklik_widget",
            ),
            ("<[u8]>::starts_with", NO_CRATE),
            ("__wbindgen_malloc", NO_CRATE),
        ];
        for (name, owner) in cases {
            assert_eq!(crate_of(name), owner, "{name}");
        }
    }

    #[test]
    fn lines_past_the_last_are_summed() {
        let lines = [("a", 1), ("b", 5), ("c", 3)].map(|(name, n)| (name.to_owned(), n));
        let expected = "    bytes   share  x\n        5   50.0%  b\n        4   40.0%  (2 more)\n";
        assert_eq!(table("x", lines.to_vec(), 1, 10), expected);
    }
}
