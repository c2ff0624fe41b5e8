//! Rate limits, by the platform's own counters: approximate, and each location counts for itself.
//!
//! Personal links are limited one by one, never by network: a venue's guests, or a company's, share
//! one address.

use crate::http::error::{ClientError, Result};
use crate::http::request::Request;
use crate::platform::bindings::Bindings;
use crate::platform::clock;
use crate::platform::link_code;
use otklik_embed::settings::Settings;
use otklik_survey::limits;
use std::cell::RefCell;
use std::collections::BTreeMap;

/// A kind of request that is limited. `wrangler.jsonc` has the number a minute.
#[derive(Clone, Copy)]
pub enum Limit<'a> {
    /// Answers to a survey by open links: far beyond what an agency's guests send.
    Survey(&'a str),
    /// Answers by open links from one network.
    Network,
    /// Submissions through one invite.
    Invite(&'a str),
    /// Requests of unknown links, surveys and callbacks from one network.
    Miss,
    /// Callbacks requested from one network.
    Callback,
    /// Wrong guesses at the director's secret from one network.
    SignIn,
    /// The same from all networks: a botnet has many.
    SignInAll,
    /// Callbacks requested for one phone, by its hash, from whatever networks.
    CallbackPhone(&'a str),
    /// Callbacks requested of the deployment.
    Callbacks,
}

impl<'a> Limit<'a> {
    const fn binding(self) -> &'static str {
        match self {
            Limit::Survey(_) => "LIMIT_SURVEY",
            Limit::Network => "LIMIT_NETWORK",
            Limit::Invite(_) => "LIMIT_INVITE",
            Limit::Miss => "LIMIT_MISS",
            Limit::Callback => "LIMIT_CALLBACK",
            Limit::SignIn => "LIMIT_SIGN_IN",
            Limit::SignInAll => "LIMIT_SIGN_IN_ALL",
            Limit::CallbackPhone(_) => "LIMIT_CALLBACK_PHONE",
            Limit::Callbacks => "LIMIT_CALLBACKS",
        }
    }

    /// The key of the counter; `None` for the client's network.
    const fn own_key(self) -> Option<&'a str> {
        match self {
            Limit::Survey(key) | Limit::Invite(key) | Limit::CallbackPhone(key) => Some(key),
            Limit::Callbacks | Limit::SignInAll => Some("all"),
            Limit::Network | Limit::Miss | Limit::Callback | Limit::SignIn => None,
        }
    }
}

/// Counts a request.
///
/// # Errors
/// `too_many_requests` where there were too many within the last minute.
pub async fn check(
    limit: Limit<'_>,
    request: &Request,
    bindings: &Bindings,
    settings: &Settings,
    now_ms: i64,
) -> Result<()> {
    let key = match limit.own_key() {
        Some(key) => key.to_owned(),
        None => network(request, bindings, settings, now_ms)?,
    };
    // A limiter that is unavailable or not bound must not cost a vote. Deep health reports it.
    let Ok(limiter) = bindings.rate_limiter(limit.binding()) else {
        return Ok(());
    };
    match limiter.limit(key.clone()).await {
        Ok(outcome) if !outcome.success => {
            if let Limit::Miss = limit {
                remember_past_misses(key, minute(now_ms));
            }
            Err(ClientError::TooMany.into())
        }
        Ok(_) | Err(_) => Ok(()),
    }
}

thread_local! {
    /// The networks that this isolate refused for their misses, each with the last minute in which it did. The
    /// platform's counter cannot be asked without counting.
    static PAST_MISSES: RefCell<BTreeMap<String, i64>> = const { RefCell::new(BTreeMap::new()) };
}

const fn minute(now_ms: i64) -> i64 {
    now_ms.div_euclid(60_000)
}

fn remember_past_misses(network: String, minute: i64) {
    PAST_MISSES.with_borrow_mut(|past| {
        if past.len() >= limits::PAST_MISSES_MAX {
            past.retain(|_, last| *last >= minute);
        }
        // Full of this minute's: the others are counted as before, and cost a read each.
        if past.len() < limits::PAST_MISSES_MAX {
            past.insert(network, minute);
        }
    });
}

/// # Errors
/// `too_many_requests` where this isolate refused the network for its misses within this minute.
pub fn refuse_past_misses(
    request: &Request,
    bindings: &Bindings,
    settings: &Settings,
    now_ms: i64,
) -> Result<()> {
    if PAST_MISSES.with_borrow(BTreeMap::is_empty) {
        return Ok(());
    }
    let network = network(request, bindings, settings, now_ms)?;
    let last = PAST_MISSES.with_borrow(|past| past.get(&network).copied());
    if last == Some(minute(now_ms)) {
        return Err(ClientError::TooMany.into());
    }
    Ok(())
}

/// # Errors
/// A limiter is not bound: `wrangler.jsonc` is older than the worker.
pub fn are_bound(bindings: &Bindings) -> worker::Result<()> {
    for limit in [
        Limit::Survey(""),
        Limit::Network,
        Limit::Invite(""),
        Limit::Miss,
        Limit::Callback,
        Limit::SignIn,
        Limit::SignInAll,
        Limit::CallbackPhone(""),
        Limit::Callbacks,
    ] {
        bindings.rate_limiter(limit.binding())?;
    }
    Ok(())
}

/// The counter's key of the client's network; another one each day.
fn network(
    request: &Request,
    bindings: &Bindings,
    settings: &Settings,
    now_ms: i64,
) -> Result<String> {
    let day = clock::day_of(now_ms, &settings.zone)?;
    let key = bindings.link_key()?;
    Ok(link_code::pseudonym(&key, &day, &request.network()))
}
