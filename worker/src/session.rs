//! Who may read: the director's token as a bearer, or the cookie that it was turned into.

use crate::call::Call;
use crate::clock;
use crate::config;
use crate::random::hex;
use crate::refusal::{Failure, Outcome, Refusal};
use hmac::{Hmac, Mac};
use otklik_embed::settings::Settings;
use otklik_embed::texts::text;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use worker::Env;

const COOKIE: &str = "__Host-otklik-director";

/// A working day and a half: signing in again each morning is cheap, a forgotten laptop is not.
const SESSION_HOURS: i64 = 12;

/// # Errors
/// `unauthorized` without the right token or a session that has not ended.
pub fn require_director(call: &Call, env: &Env) -> Outcome<()> {
    let token = config::director_token(env)?;
    if bearer(call).is_some_and(|given| is_token(&given, &token)) || has_session(call, &token)? {
        return Ok(());
    }
    Err(Refusal::Unauthorized.into())
}

/// As [`require_director`], for what writes: a session alone could be used by a page of another site
/// that the browser counts as the same, as one of a neighbouring domain; a token cannot.
///
/// # Errors
/// `unauthorized`, and `origin_not_allowed` for a session that no page of ours used.
pub fn require_writing_director(call: &Call, env: &Env, settings: &Settings) -> Outcome<()> {
    require_director(call, env)?;
    let token = config::director_token(env)?;
    let by_token = bearer(call).is_some_and(|given| is_token(&given, &token));
    let fetched = call.header("Sec-Fetch-Site");
    let is_ours = fetched.as_deref() == Some("same-origin")
        || call.header("Origin").as_ref() == Some(&settings.public_url);
    if by_token || is_ours {
        return Ok(());
    }
    Err(Refusal::OriginNotAllowed.into())
}

/// Why a page's form may not write: the status and the sentence to show; nothing where it may.
pub fn why_not_write(
    call: &Call,
    env: &Env,
    settings: &Settings,
) -> Outcome<Option<(u16, &'static str)>> {
    let refusal = match require_writing_director(call, env, settings) {
        Ok(()) => return Ok(None),
        Err(Failure::Refusal(refusal)) => refusal,
        Err(failure) => return Err(failure),
    };
    let key = match refusal {
        Refusal::Unauthorized => "error-session_ended",
        _ => "error-origin_not_allowed",
    };
    Ok(Some((refusal.status(), text(call.lang(settings), key))))
}

/// Compares digests in constant time, so that neither length nor content leaks through the clock.
pub fn is_token(given: &str, token: &str) -> bool {
    let (given, token) = (Sha256::digest(given), Sha256::digest(token));
    given.as_slice().ct_eq(token.as_slice()).into()
}

/// The cookie that opens a session now.
pub fn opening_cookie(token: &str) -> worker::Result<String> {
    let ends_at_ms = clock::now_ms() + SESSION_HOURS * 3_600_000;
    let value = [
        ends_at_ms.to_string(),
        ".".to_owned(),
        seal(ends_at_ms, token)?,
    ]
    .concat();
    let max_age = (SESSION_HOURS * 3_600).to_string();
    Ok([COOKIE, "=", &value, ATTRIBUTES, "; Max-Age=", &max_age].concat())
}

/// The cookie that ends any session.
pub fn ending_cookie() -> String {
    [COOKIE, "=", ATTRIBUTES, "; Max-Age=0"].concat()
}

const ATTRIBUTES: &str = "; Path=/; HttpOnly; Secure; SameSite=Strict";

fn bearer(call: &Call) -> Option<String> {
    let header = call.header("Authorization")?;
    let (scheme, token) = header.split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then(|| token.trim().to_owned())
}

fn has_session(call: &Call, token: &str) -> worker::Result<bool> {
    let cookies = call.header("Cookie").unwrap_or_default();
    let value = cookies
        .split(';')
        .find_map(|pair| pair.trim().strip_prefix(COOKIE)?.strip_prefix('='));
    let Some((ends_at_ms, given)) = value.and_then(|value| value.split_once('.')) else {
        return Ok(false);
    };
    let Ok(ends_at_ms) = ends_at_ms.parse::<i64>() else {
        return Ok(false);
    };
    let genuine: bool = seal(ends_at_ms, token)?
        .as_bytes()
        .ct_eq(given.as_bytes())
        .into();
    Ok(genuine && ends_at_ms > clock::now_ms())
}

/// The end of a session under the token as key: another token ends every session.
fn seal(ends_at_ms: i64, token: &str) -> worker::Result<String> {
    let mut mac = <Hmac<Sha256> as Mac>::new_from_slice(token.as_bytes())
        .map_err(|e| worker::Error::RustError(e.to_string()))?;
    mac.update(b"director session until ");
    mac.update(ends_at_ms.to_string().as_bytes());
    Ok(hex(&mac.finalize().into_bytes()))
}
