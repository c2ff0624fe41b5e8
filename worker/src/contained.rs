//! A panic ends one request and no other.
//!
//! What was under way is forgotten, not dropped: no code of ours cleans up while a panic passes (the
//! build takes it out, a fifteenth of the worker), so that a future that panicked is left as it lies.
//! Its memory is lost until the isolate ends.

use std::mem::forget;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::{Context, Poll};

/// A future that ends where it panics. It belongs around all that serves a request: with code of the
/// request's own around it, the compiler of November 2026 writes files that catch nothing.
pub struct Contained<F> {
    future: Option<Pin<Box<F>>>,
}

impl<F: Future> Contained<F> {
    pub fn new(future: F) -> Contained<F> {
        Contained {
            future: Some(Box::pin(future)),
        }
    }
}

impl<F: Future> Future for Contained<F> {
    /// `None` where it panicked; the panic itself is in the log.
    type Output = Option<F::Output>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let Some(future) = &mut self.future else {
            return Poll::Ready(None);
        };
        match catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(context))) {
            Ok(polled) => polled.map(Some),
            Err(_) => {
                // What it holds is half done: to drop it could drop twice.
                forget(self.future.take());
                Poll::Ready(None)
            }
        }
    }
}
