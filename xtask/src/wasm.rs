//! What the passes over the worker's WASM share.

use anyhow::{Context, Result};
use std::ops::Range;
use wasmparser::{FunctionBody, Parser, Payload};

pub const EXPORTS: u8 = 7;
pub const CODE: u8 = 10;

/// The file with each function's body replaced by what `rewrite` makes of it, in their order.
pub fn with_bodies(
    wasm: &[u8],
    mut rewrite: impl FnMut(usize, &FunctionBody<'_>) -> Result<Vec<u8>>,
) -> Result<Vec<u8>> {
    let mut bodies = Vec::new();
    let mut section = 0..0;
    for payload in Parser::new(0).parse_all(wasm) {
        match payload? {
            Payload::CodeSectionStart { range, .. } => section = range,
            Payload::CodeSectionEntry(body) => {
                let body = rewrite(bodies.len(), &body)?;
                bodies.push([number(body.len()), body].concat());
            }
            _ => {}
        }
    }
    with_section(wasm, CODE, section, &bodies)
}

/// The file with other items in one of its sections, whose contents stand at `section`.
pub fn with_section(
    wasm: &[u8],
    id: u8,
    section: Range<usize>,
    items: &[Vec<u8>],
) -> Result<Vec<u8>> {
    // The id stands before the number of its bytes, which has five digits at most.
    let starts = (2..=6).map(|before| section.start.checked_sub(before));
    let start = starts.flatten().find(|start| wasm[*start] == id);
    let start = start.with_context(|| format!("a file without section {id}"))?;
    let contents = [number(items.len()), items.concat()].concat();
    let mut out = wasm[..start].to_vec();
    out.push(id);
    out.extend(number(contents.len()));
    out.extend(contents);
    out.extend(&wasm[section.end..]);
    Ok(out)
}

/// LEB128: seven bits a byte, the low ones first.
pub fn number(mut number: usize) -> Vec<u8> {
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

    #[test]
    fn numbers_have_seven_bits_a_byte() {
        assert_eq!(number(0), [0]);
        assert_eq!(number(127), [0x7f]);
        assert_eq!(number(128), [0x80, 1]);
        assert_eq!(number(300_000), [0xe0, 0xa7, 0x12]);
    }
}
