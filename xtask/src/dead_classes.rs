//! Takes out of a WASM file the classes that nobody can have an object of.
//!
//! wasm-bindgen exports every class of every crate, and what is exported no optimiser may drop: streams
//! that JavaScript reads from Rust, options of containers, ranges of buckets. Some of their functions stand
//! in the table of functions besides, which no optimiser may shorten either. They weigh 5 KB.

use crate::wasm::{EXPORTS, number, with_bodies, with_section};
use anyhow::Result;
use std::collections::HashSet;
use wasmparser::{Export, ExternalKind, KnownCustom, Name, Parser, Payload, TypeRef};

/// A body that ends where it begins: no locals, `unreachable`, `end`.
const NEVER: [u8; 3] = [0, 0x00, 0x0b];

/// The file without the exports of such classes, and with nothing in the functions that are named after
/// one; what only they needed is left to the optimiser.
pub fn drop_dead(wasm: &[u8]) -> Result<Vec<u8>> {
    let file = File::of(wasm)?;
    let dead = file.dead_classes(wasm);
    let named = file.functions_of(&dead);
    let emptied = with_bodies(wasm, |number, body| {
        let is_dead = named.contains(&(file.n_imported + number as u32));
        Ok(match is_dead {
            true => NEVER.to_vec(),
            false => wasm[body.range()].to_vec(),
        })
    })?;
    // The exports stand before the code, where nothing has moved.
    let kept = file.exports.iter().filter(|it| !is_of(it.name, &dead));
    let kept: Vec<Vec<u8>> = kept.map(written).collect();
    with_section(&emptied, EXPORTS, file.export_section.clone(), &kept)
}

#[derive(Default)]
struct File<'a> {
    exports: Vec<Export<'a>>,
    export_section: std::ops::Range<usize>,
    n_imported: u32,
    /// Each function's number and name.
    names: Vec<(u32, &'a str)>,
}

impl<'a> File<'a> {
    fn of(wasm: &'a [u8]) -> Result<File<'a>> {
        let mut file = File::default();
        for payload in Parser::new(0).parse_all(wasm) {
            match payload? {
                Payload::ImportSection(imports) => {
                    for import in imports.into_imports() {
                        let is_function = matches!(import?.ty, TypeRef::Func(_));
                        file.n_imported += u32::from(is_function);
                    }
                }
                Payload::ExportSection(exports) => {
                    file.export_section = exports.range();
                    file.exports = exports.into_iter().collect::<Result<_, _>>()?;
                }
                Payload::CustomSection(custom) => {
                    let KnownCustom::Name(names) = custom.as_known() else {
                        continue;
                    };
                    for name in names {
                        let Name::Function(functions) = name? else {
                            continue;
                        };
                        for function in functions {
                            let function = function?;
                            file.names.push((function.index, function.name));
                        }
                    }
                }
                _ => {}
            }
        }
        Ok(file)
    }

    /// A class is known by the export that frees its objects. Rust hands one out by an import, and
    /// JavaScript makes one by an export; a class without either is dead.
    fn dead_classes(&self, wasm: &[u8]) -> Vec<&'a str> {
        let is_imported = |name: &str| wasm.windows(name.len()).any(|it| it == name.as_bytes());
        let is_exported = |name: &str| self.exports.iter().any(|export| export.name == name);
        let exports = self.exports.iter();
        exports
            .filter_map(|export| export.name.strip_prefix("__wbg_")?.strip_suffix("_free"))
            .filter(|class| !is_imported(&["__wbg_", class, "_new"].concat()))
            .filter(|class| !is_exported(&[class, "_new"].concat()))
            .collect()
    }

    /// Functions in whose name a class is a word: its own, and those made for it.
    fn functions_of(&self, classes: &[&str]) -> HashSet<u32> {
        let is_class = |word: &str| classes.iter().any(|it| it.eq_ignore_ascii_case(word));
        let names = self.names.iter();
        names
            .filter(|(_, name)| name.split(is_between_words).any(is_class))
            .map(|(index, _)| *index)
            .collect()
    }
}

fn is_between_words(character: char) -> bool {
    !character.is_alphanumeric() && character != '_'
}

fn is_of(export: &str, classes: &[&str]) -> bool {
    let own = ["__wbg_get_", "__wbg_set_", "__wbg_"];
    let own = own.iter().find_map(|prefix| export.strip_prefix(prefix));
    let own = own.unwrap_or(export);
    classes.iter().any(|class| {
        own.strip_prefix(class)
            .is_some_and(|rest| rest.starts_with('_'))
    })
}

fn written(export: &Export<'_>) -> Vec<u8> {
    let kind = match export.kind {
        ExternalKind::Func | ExternalKind::FuncExact => 0,
        ExternalKind::Table => 1,
        ExternalKind::Memory => 2,
        ExternalKind::Global => 3,
        ExternalKind::Tag => 4,
    };
    let name = export.name.as_bytes();
    let index = number(export.index as usize);
    [number(name.len()), name.to_vec(), vec![kind], index].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wasm::CODE;

    /// A module of one import, as many functions as names, these exports of the first, and these names.
    fn file(import: &str, exports: &[&str], names: &[&str], bodies: &[&[u8]]) -> Vec<u8> {
        let text = |text: &str| [number(text.len()), text.as_bytes().to_vec()].concat();
        let section = |id: u8, items: Vec<Vec<u8>>| {
            let contents = [number(items.len()), items.concat()].concat();
            [vec![id], number(contents.len()), contents].concat()
        };
        let imports = vec![[text(""), text(import), vec![0, 0]].concat()];
        let exports = exports.iter().map(|name| [text(name), vec![0, 1]].concat());
        let code = bodies
            .iter()
            .map(|body| [number(body.len()), body.to_vec()].concat());
        let names = names.iter().enumerate();
        let names: Vec<_> = names
            .map(|(at, name)| [number(at + 1), text(name)].concat())
            .collect();
        let names = section(1, names);
        let custom = [text("name"), names].concat();
        [
            b"\0asm\x01\0\0\0".to_vec(),
            section(1, vec![vec![0x60, 0, 0]]),
            section(2, imports),
            section(3, bodies.iter().map(|_| vec![0]).collect()),
            section(EXPORTS, exports.collect()),
            section(CODE, code.collect()),
            [vec![0], number(custom.len()), custom].concat(),
        ]
        .concat()
    }

    #[test]
    fn classes_that_nobody_can_have_are_dropped() -> Result<()> {
        let all = [
            "fetch",
            "__wbg_made_free",
            "made_new",
            "__wbg_handed_free",
            "__wbg_get_handed_x",
            "__wbg_dead_free",
            "__wbg_get_dead_x",
            "__wbg_set_dead_x",
            "dead_pull",
            "deadline",
        ];
        let kept = [&all[..5], &all[9..]].concat();
        let names = ["a::b<Dead>::c", "a::Deadline", "dead_end", "Made"];
        let nothing: &[u8] = &[0, 0x01, 0x0b];
        let import = "__wbg_handed_new";
        assert_eq!(
            drop_dead(&file(import, &all, &names, &[nothing; 4]))?,
            file(import, &kept, &names, &[&NEVER, nothing, nothing, nothing]),
        );
        Ok(())
    }
}
