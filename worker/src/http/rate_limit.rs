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

/// A kind of request that is limited. `wrangler.jsonc` has the number a minute.
#[derive(Clone, Copy)]
pub enum Limit<'a> {
    /// Answers to a survey by open links: far beyond what an agency's guests send.
    Survey(&'a str),
    /// Answers by open links from one network.
    Network,
    /// Submissions through one invite.
    Invite(&'a str),
    /// Requests of unknown links from one network.
    Miss,
    /// Callbacks requested from one network.
    Callback,
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
            Limit::CallbackPhone(_) => "LIMIT_CALLBACK_PHONE",
            Limit::Callbacks => "LIMIT_CALLBACKS",
        }
    }

    /// The key of the counter; `None` for the client's network.
    const fn own_key(self) -> Option<&'a str> {
        match self {
            Limit::Survey(key) | Limit::Invite(key) | Limit::CallbackPhone(key) => Some(key),
            Limit::Callbacks => Some("all"),
            Limit::Network | Limit::Miss | Limit::Callback => None,
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
    match limiter.limit(key).await {
        Ok(outcome) if !outcome.success => Err(ClientError::TooMany.into()),
        Ok(_) | Err(_) => Ok(()),
    }
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
    let address = request.header("CF-Connecting-IP").unwrap_or_default();
    let day = clock::day_of(now_ms, &settings.zone)?;
    let key = bindings.link_key()?;
    Ok(link_code::pseudonym(&key, &day, prefix(&address)))
}

/// The part of an address that names a network: three numbers of IPv4, three groups of IPv6.
fn prefix(address: &str) -> &str {
    let separator = if address.contains(':') { ':' } else { '.' };
    let third = address.match_indices(separator).nth(2);
    third.map_or(address, |(end, _)| &address[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_is_the_first_half_of_an_address() {
        for (address, expected) in [
            ("192.0.2.17", "192.0.2"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1"),
            ("2001:db8::1", "2001:db8:"),
            ("::1", "::1"),
            ("", ""),
        ] {
            assert_eq!(prefix(address), expected, "{address}");
        }
    }
}
