//! A panic ends one request and no other.

use futures_util::FutureExt;
use std::any::Any;
use std::panic::AssertUnwindSafe;

/// Awaits a future; where it panics, returns the panic's message. Nothing of the future is used after a
/// panic, so nothing half done is seen.
///
/// # Errors
/// The message of the panic.
pub async fn catch_panic<F: Future>(future: F) -> Result<F::Output, String> {
    let caught = AssertUnwindSafe(future).catch_unwind().await;
    caught.map_err(|payload| message(payload.as_ref()).to_owned())
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
