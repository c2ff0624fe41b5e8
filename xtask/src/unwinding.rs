//! Takes out of the worker's code what cleans up while a panic passes.
//!
//! The worker catches a panic where it began to serve the request, and forgets the whole future there
//! (`worker/src/platform/catch_panic.rs`): nobody ever sees what was under way, so nothing of it needs to be put in
//! order. That code is in nearly every function and weighs 15 KB. Catching itself stays.

use crate::wasm::{number, with_bodies};
use anyhow::Result;
use wasmparser::{BlockType, Catch, FunctionBody, Operator};

/// The file without its cleanups: the optimiser finds that nothing leads to them any more.
pub fn drop_cleanups(wasm: &[u8]) -> Result<Vec<u8>> {
    with_bodies(wasm, |_, body| without_cleanups(wasm, body))
}

/// A function that catches for itself stays as it is: within it, what is thrown may reach the catch only by
/// way of a cleanup that throws it again from inside. Where nothing catches, everything thrown leaves the
/// function, with its cleanups or without.
fn catches(body: &FunctionBody<'_>) -> Result<bool> {
    for operator in body.get_operators_reader()? {
        if let Operator::TryTable { try_table } = operator?
            && !try_table.catches.iter().all(is_cleanup)
        {
            return Ok(true);
        }
    }
    Ok(false)
}

fn is_cleanup(catch: &Catch) -> bool {
    matches!(catch, Catch::AllRef { .. })
}

/// A cleanup catches everything and throws it again, for which it needs what was thrown. The guards of
/// wasm-bindgen do so too; they are for exceptions of imports that are not said to throw, and of ours none
/// does.
fn without_cleanups(wasm: &[u8], body: &FunctionBody<'_>) -> Result<Vec<u8>> {
    if catches(body)? {
        return Ok(wasm[body.range()].to_vec());
    }
    let mut kept = Vec::new();
    let mut from = body.range().start;
    let mut operators = body.get_operators_reader()?;
    while !operators.eof() {
        let start = operators.original_position();
        let Operator::TryTable { try_table } = operators.read()? else {
            continue;
        };
        if try_table.catches.is_empty() {
            continue;
        }
        kept.extend(&wasm[from..start]);
        from = operators.original_position();
        kept.push(0x1f);
        kept.extend(type_of(try_table.ty)?);
        kept.extend(number(0));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wasm::CODE;

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
            // With a catch of a tag beside it: the whole function stays.
            (&[2, 0, 0, 0, 3, 0], &[2, 0, 0, 0, 3, 0]),
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
