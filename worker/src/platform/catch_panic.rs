//! A panic ends one request and no other.

use futures_util::FutureExt;
use std::any::Any;
use std::future::poll_fn;
use std::panic::AssertUnwindSafe;
use std::pin::{Pin, pin};
use std::task::{Context, Poll};

/// Awaits a future; where it panics, returns the panic's message. Nothing of the future is used after a
/// panic, so nothing half done is seen.
///
/// # Errors
/// The message of the panic.
pub async fn catch_panic<F: Future>(future: F) -> Result<F::Output, String> {
    let mut caught = pin!(AssertUnwindSafe(future).catch_unwind());
    let caught = poll_fn(|context| poll_apart(caught.as_mut(), context)).await;
    caught.map_err(|payload| message(payload.as_ref()).to_owned())
}

/// A call of its own: where LLVM 22 inlines the catch into an async function, at optimisation levels above
/// size, it makes WASM that does not validate (llvm-project 194184 mends what looks the same).
#[inline(never)]
fn poll_apart<F: Future>(future: Pin<&mut F>, context: &mut Context<'_>) -> Poll<F::Output> {
    future.poll(context)
}

/// What `panic!` was given: a literal, or a text that was formatted.
fn message(payload: &(dyn Any + Send)) -> &str {
    let text = payload.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| payload.downcast_ref::<&str>().copied())
        .unwrap_or("a panic without a message")
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::FutureExt;

    async fn panics(with: u8) -> u8 {
        assert!(with != 1, "the literal");
        assert!(with != 2, "formatted: {with}");
        if with == 3 {
            std::panic::panic_any(with);
        }
        with
    }

    #[test]
    fn a_panic_is_returned_as_its_message() {
        let of = |with| catch_panic(panics(with)).now_or_never();
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
