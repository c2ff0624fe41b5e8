//! Takes out of the worker's code what cleans up while a panic passes.
//!
//! The worker catches a panic where it began to serve the request, and forgets the whole future there
//! (`worker/src/contained.rs`): nobody ever sees what was under way, so nothing of it needs to be put in
//! order. That code is in nearly every function and weighs 15 KB. Catching itself stays.

use crate::dead_classes::number;
use anyhow::{Context, Result};
use std::ops::Range;
use wasmparser::{BlockType, Catch, FunctionBody, Operator, Parser, Payload};

const CODE: u8 = 10;

/// The file without its cleanups: the optimiser finds that nothing leads to them any more.
pub fn drop_cleanups(wasm: &[u8]) -> Result<Vec<u8>> {
    let mut code = Vec::new();
    let mut section = 0..0;
    for payload in Parser::new(0).parse_all(wasm) {
        match payload? {
            Payload::CodeSectionStart { range, count, .. } => {
                code.extend(number(count as usize));
                section = range;
            }
            Payload::CodeSectionEntry(body) => {
                let body = without_cleanups(wasm, &body)?;
                code.extend(number(body.len()));
                code.extend(body);
            }
            _ => {}
        }
    }
    let start = section_start(wasm, &section).context("a file without code")?;
    let mut out = wasm[..start].to_vec();
    out.push(CODE);
    out.extend(number(code.len()));
    out.extend(code);
    out.extend(&wasm[section.end..]);
    Ok(out)
}

/// Where the section's id stands: before the number of its bytes, which has five digits at most.
fn section_start(wasm: &[u8], section: &Range<usize>) -> Option<usize> {
    let starts = (2..=6).map(|before| section.start.checked_sub(before));
    starts.flatten().find(|start| wasm[*start] == CODE)
}

/// A cleanup catches everything and throws it again, for which it needs what was thrown. The guards of
/// wasm-bindgen do so too; they are for exceptions of imports that are not said to throw, and of ours none
/// does.
fn without_cleanups(wasm: &[u8], body: &FunctionBody<'_>) -> Result<Vec<u8>> {
    let mut kept = Vec::new();
    let mut from = body.range().start;
    let mut operators = body.get_operators_reader()?;
    while !operators.eof() {
        let start = operators.original_position();
        let Operator::TryTable { try_table } = operators.read()? else {
            continue;
        };
        let is_cleanup = |catch: &Catch| matches!(catch, Catch::AllRef { .. });
        if !try_table.catches.iter().any(is_cleanup) {
            continue;
        }
        kept.extend(&wasm[from..start]);
        from = operators.original_position();
        let catches = try_table.catches.iter().filter(|it| !is_cleanup(it));
        let catches: Vec<Vec<u8>> = catches.map(written).collect();
        kept.push(0x1f);
        kept.extend(type_of(try_table.ty)?);
        kept.extend(number(catches.len()));
        kept.extend(catches.concat());
    }
    kept.extend(&wasm[from..body.range().end]);
    Ok(kept)
}

fn type_of(ty: BlockType) -> Result<Vec<u8>> {
    match ty {
        BlockType::Empty => Ok(vec![0x40]),
        BlockType::FuncType(index) => {
            // A signed number: its last byte must not look negative.
            let mut bytes = number(index as usize);
            if let Some(last) = bytes.last_mut()
                && *last & 0x40 != 0
            {
                *last |= 0x80;
                bytes.push(0);
            }
            Ok(bytes)
        }
        BlockType::Type(ty) => match ty {
            wasmparser::ValType::I32 => Ok(vec![0x7f]),
            wasmparser::ValType::I64 => Ok(vec![0x7e]),
            wasmparser::ValType::F32 => Ok(vec![0x7d]),
            wasmparser::ValType::F64 => Ok(vec![0x7c]),
            other => anyhow::bail!("a block of another type: {other}"),
        },
    }
}

fn written(catch: &Catch) -> Vec<u8> {
    match *catch {
        Catch::One { tag, label } => {
            [vec![0], number(tag as usize), number(label as usize)].concat()
        }
        Catch::OneRef { tag, label } => {
            [vec![1], number(tag as usize), number(label as usize)].concat()
        }
        Catch::All { label } => [vec![2], number(label as usize)].concat(),
        Catch::AllRef { label } => [vec![3], number(label as usize)].concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A module of one function with this body.
    fn module(body: &[u8]) -> Vec<u8> {
        let mut code = vec![1, body.len() as u8];
        code.extend(body);
        let mut wasm = b"\0asm\x01\0\0\0".to_vec();
        // One type, one function of it.
        wasm.extend([1, 4, 1, 0x60, 0, 0, 3, 2, 1, 0]);
        wasm.extend([CODE, code.len() as u8]);
        wasm.extend(code);
        wasm
    }

    #[test]
    fn cleanups_go_and_catches_stay() -> Result<()> {
        // block (result exnref), try_table with the catches, nop, end, return, end, throw_ref, end.
        let body = |catches: &[u8]| {
            let start: &[u8] = &[0, 0x02, 0x69, 0x1f, 0x40];
            let end: &[u8] = &[0x01, 0x0b, 0x0f, 0x0b, 0x0a, 0x0b];
            [start, catches, end].concat()
        };
        for (catches, left) in [
            // catch_all_ref: a cleanup.
            (&[1, 3, 0][..], &[0][..]),
            // With a catch of a tag beside it, which stays.
            (&[2, 0, 0, 0, 3, 0], &[1, 0, 0, 0]),
            // A catch of a tag with its reference, and one of everything without.
            (&[1, 1, 0, 0], &[1, 1, 0, 0]),
            (&[1, 2, 0], &[1, 2, 0]),
        ] {
            assert_eq!(drop_cleanups(&module(&body(catches)))?, module(&body(left)));
        }
        Ok(())
    }

    #[test]
    fn numbers_of_types_stay_positive() -> Result<()> {
        assert_eq!(type_of(BlockType::FuncType(5))?, [5]);
        assert_eq!(type_of(BlockType::FuncType(64))?, [0xc0, 0]);
        assert_eq!(type_of(BlockType::FuncType(200))?, [0xc8, 1]);
        Ok(())
    }
}
