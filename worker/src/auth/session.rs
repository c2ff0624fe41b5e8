//! The credentials of a request: a bearer's token, or the cookie that a sign-in with the director's token set.

use crate::http::request::Request;
use hex::encode as hex;
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

const COOKIE: &str = "__Host-otklik-director";

/// A working day and a half: signing in each morning costs little, an open session on a lost laptop a lot.
const SESSION_HOURS: i64 = 12;

/// Compares digests in constant time, so that neither length nor content leaks through the clock.
pub fn is_token(given: &str, token: &str) -> bool {
    let (given, token) = (Sha256::digest(given), Sha256::digest(token));
    given.as_slice().ct_eq(token.as_slice()).into()
}

/// The cookie of a session that starts now.
pub fn opening_cookie(token: &str, now_ms: i64) -> worker::Result<String> {
    let ends_at_ms = now_ms + SESSION_HOURS * 3_600_000;
    let signature = signature(ends_at_ms, token)?;
    let max_age = SESSION_HOURS * 3_600;
    Ok(format!(
        "{COOKIE}={ends_at_ms}.{signature}{ATTRIBUTES}; Max-Age={max_age}"
    ))
}

/// The cookie that ends the session.
pub fn ending_cookie() -> String {
    format!("{COOKIE}={ATTRIBUTES}; Max-Age=0")
}

const ATTRIBUTES: &str = "; Path=/; HttpOnly; Secure; SameSite=Strict";

/// The token of the header `Authorization`.
pub fn bearer(request: &Request) -> Option<String> {
    let header = request.header("Authorization")?;
    let (scheme, token) = header.split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then(|| token.trim().to_owned())
}

/// Whether the cookie is of a session that has not ended.
pub fn is_open(request: &Request, token: &str, now_ms: i64) -> worker::Result<bool> {
    let cookies = request.header("Cookie").unwrap_or_default();
    let value = cookies
        .split(';')
        .find_map(|pair| pair.trim().strip_prefix(COOKIE)?.strip_prefix('='));
    let Some((ends_at_ms, given)) = value.and_then(|value| value.split_once('.')) else {
        return Ok(false);
    };
    let Ok(ends_at_ms) = ends_at_ms.parse::<i64>() else {
        return Ok(false);
    };
    let genuine: bool = signature(ends_at_ms, token)?
        .as_bytes()
        .ct_eq(given.as_bytes())
        .into();
    Ok(genuine && ends_at_ms > now_ms)
}

/// The HMAC of a session's end under the director's token, so that a new token ends every session.
fn signature(ends_at_ms: i64, token: &str) -> worker::Result<String> {
    let mut mac = <Hmac<Sha256> as Mac>::new_from_slice(token.as_bytes())
        .map_err(|e| worker::Error::RustError(e.to_string()))?;
    mac.update(b"director session until ");
    mac.update(ends_at_ms.to_string().as_bytes());
    Ok(hex(mac.finalize().into_bytes()))
}
