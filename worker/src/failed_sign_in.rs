//! Wrong guesses at the director's secret: counted by network and in all, logged by minute.
//!
//! The secret is compared first, and only failures are counted, so that no flood of guesses keeps its owner out.

use crate::http::error::{ClientError, Error, Result};
use crate::http::rate_limit::{self, Limit};
use crate::http::request::Request;
use crate::platform::bindings::Bindings;
use crate::store::Store;
use otklik_embed::settings::Settings;
use std::cell::Cell;

thread_local! {
    /// The last minute of which this isolate has stored that guesses were refused.
    static THROTTLED_MINUTE: Cell<i64> = const { Cell::new(0) };
}

/// Counts a wrong guess.
///
/// # Errors
/// `too_many_sign_ins` where there were too many within the last minute: more than 10 of the network, or more than 300
/// of all.
pub async fn count(
    request: &Request,
    bindings: &Bindings,
    settings: &Settings,
    store: &Store,
    now_ms: i64,
) -> Result<()> {
    let mut throttled = false;
    for limit in [Limit::SignIn, Limit::SignInAll] {
        match rate_limit::check(limit, request, bindings, settings, now_ms).await {
            Ok(()) => {}
            Err(Error::ClientError(_)) => {
                throttled = true;
                break;
            }
            Err(error) => return Err(error),
        }
    }
    let minute = now_ms.div_euclid(60_000);
    // Of the refused guesses an isolate stores one a minute: a flood must not become a flood of writes.
    if !throttled || THROTTLED_MINUTE.replace(minute) != minute {
        // Whether it is logged or not, the guess is wrong.
        if let Err(error) = store.count_failed_sign_in(now_ms, throttled).await {
            error.log();
        }
    }
    if throttled {
        return Err(ClientError::TooManySignIns.into());
    }
    Ok(())
}
