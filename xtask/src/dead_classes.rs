//! Takes out of a WASM file the classes that nobody can have an object of.
//!
//! wasm-bindgen exports every class of every crate, and what is exported no optimiser may drop: streams
//! that JavaScript reads from Rust, options of containers, ranges of buckets. They weigh 1.9 KB.

use anyhow::{Context, Result};
use std::ops::Range;

const EXPORTS: u8 = 7;

/// The file without the exports of such classes; what only they needed is left to the optimiser.
pub fn drop_exports(wasm: &[u8]) -> Result<Vec<u8>> {
    let mut reader = Reader { wasm, place: 8 };
    let mut out = reader.bytes(0..8)?.to_vec();
    while reader.place < wasm.len() {
        let start = reader.place;
        let id = reader.byte()?;
        let bytes = reader.number()?;
        let body = reader.skip(bytes)?;
        if id == EXPORTS {
            let exports = exports(wasm, body)?;
            let kept = without_dead(wasm, &exports);
            let mut section = number(kept.len());
            section.extend(kept.concat());
            out.push(EXPORTS);
            out.extend(number(section.len()));
            out.extend(section);
        } else {
            out.extend(reader.bytes(start..body.end)?);
        }
    }
    Ok(out)
}

/// An export's name, and its bytes.
type Export<'a> = (&'a str, &'a [u8]);

fn exports(wasm: &[u8], section: Range<usize>) -> Result<Vec<Export<'_>>> {
    let place = section.start;
    let mut reader = Reader { wasm, place };
    let mut exports = Vec::new();
    for _ in 0..reader.number()? {
        let start = reader.place;
        let bytes = reader.number()?;
        let name = reader.skip(bytes)?;
        let _kind = reader.byte()?;
        let _index = reader.number()?;
        let name = str::from_utf8(reader.bytes(name)?).context("an export's name")?;
        exports.push((name, reader.bytes(start..reader.place)?));
    }
    Ok(exports)
}

/// A class is known by the export that frees its objects. Rust hands one out by an import, and
/// JavaScript makes one by an export; a class without either is dead.
fn without_dead<'a>(wasm: &[u8], exports: &[Export<'a>]) -> Vec<&'a [u8]> {
    let is_imported = |name: &str| wasm.windows(name.len()).any(|it| it == name.as_bytes());
    let is_exported = |name: &str| exports.iter().any(|(export, _)| *export == name);
    let dead: Vec<&str> = exports
        .iter()
        .filter_map(|(name, _)| name.strip_prefix("__wbg_")?.strip_suffix("_free"))
        .filter(|class| !is_imported(&["__wbg_", class, "_new"].concat()))
        .filter(|class| !is_exported(&[class, "_new"].concat()))
        .collect();
    let is_dead = |name: &str| {
        let own = ["__wbg_get_", "__wbg_set_", "__wbg_"];
        let own = own.iter().find_map(|prefix| name.strip_prefix(prefix));
        let own = own.unwrap_or(name);
        dead.iter().any(|class| {
            own.strip_prefix(class)
                .is_some_and(|rest| rest.starts_with('_'))
        })
    };
    let kept = exports.iter().filter(|(name, _)| !is_dead(name));
    kept.map(|(_, bytes)| *bytes).collect()
}

struct Reader<'a> {
    wasm: &'a [u8],
    place: usize,
}

impl<'a> Reader<'a> {
    fn bytes(&self, range: Range<usize>) -> Result<&'a [u8]> {
        self.wasm.get(range).context("the WASM file ends early")
    }

    fn skip(&mut self, bytes: usize) -> Result<Range<usize>> {
        let range = self.place..self.place + bytes;
        self.bytes(range.clone())?;
        self.place = range.end;
        Ok(range)
    }

    fn byte(&mut self) -> Result<u8> {
        let range = self.skip(1)?;
        Ok(self.bytes(range)?[0])
    }

    /// LEB128: seven bits a byte, the low ones first.
    fn number(&mut self) -> Result<usize> {
        let mut number = 0;
        for shift in (0..35).step_by(7) {
            let byte = self.byte()?;
            number |= usize::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                break;
            }
        }
        Ok(number)
    }
}

/// LEB128, as [`Reader::number`] reads it.
pub(crate) fn number(mut number: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    while number > 0x7f {
        bytes.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(exports: &[&str], imports: &str) -> Vec<u8> {
        let mut section = number(exports.len());
        for name in exports {
            section.extend([&number(name.len()), name.as_bytes(), &[0, 0]].concat());
        }
        let import = [&[0], &*number(imports.len()), imports.as_bytes()].concat();
        let header = b"\0asm\x01\0\0\0".as_slice();
        [
            header,
            &import,
            &[EXPORTS],
            &number(section.len()),
            &section,
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
        let import = "__wbg_handed_new";
        assert_eq!(drop_exports(&file(&all, import))?, file(&kept, import));
        Ok(())
    }

    #[test]
    fn numbers_are_read_as_they_are_written() -> Result<()> {
        for value in [0, 127, 128, 300_000] {
            let wasm = number(value);
            let mut reader = Reader {
                wasm: &wasm,
                place: 0,
            };
            assert_eq!(reader.number()?, value);
        }
        Ok(())
    }
}
