//! Limits a panic to its request.

use futures_util::FutureExt;
use std::any::Any;
use std::future::poll_fn;
use std::panic::AssertUnwindSafe;
use std::pin::{Pin, pin};
use std::task::{Context, Poll};

/// Awaits a future; if it panics, returns the panic's message. The future is dropped then, so that nobody sees its
/// state.
///
/// # Errors
/// The message of the panic.
pub async fn catch_panic<F: Future>(future: F) -> Result<F::Output, String> {
    let mut future = pin!(AssertUnwindSafe(future).catch_unwind());
    let result = poll_fn(|context| poll_out_of_line(future.as_mut(), context)).await;
    result.map_err(|payload| message(payload.as_ref()).to_owned())
}

/// Never inlined: LLVM 22 makes invalid WASM where it inlines the catch into an async function, at optimisation levels
/// above size (llvm-project 194184 fixes a bug that looks the same).
#[inline(never)]
fn poll_out_of_line<F: Future>(future: Pin<&mut F>, context: &mut Context<'_>) -> Poll<F::Output> {
    future.poll(context)
}

/// The argument of `panic!`: a literal or a formatted text.
fn message(payload: &(dyn Any + Send)) -> &str {
    let text = payload.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| payload.downcast_ref::<&str>().copied())
        .unwrap_or("a panic without a message")
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::FutureExt;

    async fn panic_of(with: u8) -> u8 {
        assert!(with != 1, "the literal");
        assert!(with != 2, "formatted: {with}");
        if with == 3 {
            std::panic::panic_any(with);
        }
        with
    }

    #[test]
    fn a_panic_is_returned_as_its_message() {
        let of = |with| catch_panic(panic_of(with)).now_or_never();
        assert_eq!(of(0), Some(Ok(0)));
        for (with, message) in [
            (1, "the literal"),
            (2, "formatted: 2"),
            (3, "a panic without a message"),
        ] {
            assert_eq!(of(with), Some(Err(message.to_owned())));
        }
    }
}
