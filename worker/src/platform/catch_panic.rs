//! A panic ends one request and no other.
//!
//! What was under way is forgotten, not dropped: no code of ours cleans up while a panic passes (the
//! build takes it out, a fifteenth of the worker), so that a future that panicked is left as it lies.
//! Its memory is lost until the isolate ends.

use std::mem::forget;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::{Context, Poll};

/// A future that ends where it panics.
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
        let mut polled = Poll::Pending;
        if ends_well(&mut || polled = future.as_mut().poll(context)) {
            return polled.map(Some);
        }
        // What it holds is half done: to drop it could drop twice.
        forget(self.future.take());
        Poll::Ready(None)
    }
}

/// The one catch of ours, in a function of its own: the build takes cleanups out of functions that catch
/// nothing, which all others are then.
#[inline(never)]
fn ends_well(work: &mut dyn FnMut()) -> bool {
    catch_unwind(AssertUnwindSafe(work)).is_ok()
}
