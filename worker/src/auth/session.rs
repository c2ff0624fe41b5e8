//! The credentials of a request: a bearer's token, or the cookie of a session that signing in with the director's
//! secret opened.
//!
//! A session is a row of the database, so that signing out ends it wherever its cookie was copied to.

use super::actor::Actor;
use crate::http::request::Request;
use crate::platform::random;
use hex::encode as hex;
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

const COOKIE: &str = "__Host-otklik-director";

const ATTRIBUTES: &str = "; Path=/; HttpOnly; Secure; SameSite=Strict";

/// A working day and a half: signing in each morning costs little, an open session on a lost laptop a lot.
const SESSION_HOURS: i64 = 12;

/// Compares digests in constant time, so that neither length nor content leaks through the clock.
pub fn is_token(given: &str, token: &str) -> bool {
    let (given, token) = (Sha256::digest(given), Sha256::digest(token));
    given.as_slice().ct_eq(token.as_slice()).into()
}

/// A session about to be stored, whose sender knew the secret.
pub struct NewSession {
    pub hash: String,
    /// UTC milliseconds.
    pub expires_at_ms: i64,
    /// The header `Set-Cookie`.
    pub cookie: String,
    pub actor: Actor,
}

/// A session for whoever knows the secret; `None` for everybody else.
///
/// # Errors
/// The platform has no source of randomness.
pub fn sign_in(given: &str, secret: &str, now_ms: i64) -> worker::Result<Option<NewSession>> {
    if !is_token(given, secret) {
        return Ok(None);
    }
    let value = hex(random::bytes::<32>()?);
    let max_age = SESSION_HOURS * 3_600;
    Ok(Some(NewSession {
        hash: hash(&value, secret)?,
        expires_at_ms: now_ms + SESSION_HOURS * 3_600_000,
        cookie: format!("{COOKIE}={value}{ATTRIBUTES}; Max-Age={max_age}"),
        actor: Actor::secret(),
    }))
}

/// The session that a request's cookie names, open or not.
pub struct Named {
    pub hash: String,
    pub actor: Actor,
}

/// # Errors
/// The secret cannot be a key; no request can cause it.
pub fn named(request: &Request, secret: &str) -> worker::Result<Option<Named>> {
    let cookies = request.header("Cookie").unwrap_or_default();
    let mut pairs = cookies.split(';');
    let value = pairs.find_map(|pair| pair.trim().strip_prefix(COOKIE)?.strip_prefix('='));
    // Anything else names no session, and needs no look-up.
    let value =
        value.filter(|it| it.len() == 64 && it.bytes().all(|byte| byte.is_ascii_hexdigit()));
    let named = value.map(|value| {
        Ok(Named {
            hash: hash(value, secret)?,
            actor: Actor::session(),
        })
    });
    named.transpose()
}

/// The cookie that a browser forgets.
pub fn ending_cookie() -> String {
    format!("{COOKIE}={ATTRIBUTES}; Max-Age=0")
}

/// The token of the header `Authorization`.
pub fn bearer(request: &Request) -> Option<String> {
    let header = request.header("Authorization")?;
    let (scheme, token) = header.split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then(|| token.trim().to_owned())
}

/// The HMAC of a cookie's value under the director's secret, in hex: who reads the database learns no cookie, and
/// another secret ends every session.
fn hash(value: &str, secret: &str) -> worker::Result<String> {
    let mut mac = <Hmac<Sha256> as Mac>::new_from_slice(secret.as_bytes())
        .map_err(|e| worker::Error::RustError(e.to_string()))?;
    mac.update(b"director session ");
    mac.update(value.as_bytes());
    Ok(hex(mac.finalize().into_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_secret_ends_every_session() {
        let of = |value: &str, secret: &str| hash(value, secret).unwrap();
        assert_eq!(of("one", "secret"), of("one", "secret"));
        assert_ne!(of("one", "secret"), of("one", "another secret"));
        assert_ne!(of("one", "secret"), of("two", "secret"));
        assert_eq!(of("one", "secret").len(), 64);
    }
}
