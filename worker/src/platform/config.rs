//! What a deployment sets: the agency's settings and the secrets.

use otklik_embed::settings::{Settings, is_for_tests};
use worker::Env;

/// The agency's settings, from the variable `SETTINGS`.
///
/// # Errors
/// The variable is missing, no such object, or names addresses that guests must not meet: the
/// deployment is broken, not the request.
pub fn settings(env: &Env) -> worker::Result<Settings> {
    // As a text: serde_json is here anyway, and a reader of JavaScript's objects would be another.
    let object = js_sys::Reflect::get(env, &"SETTINGS".into())?;
    let text = js_sys::JSON::stringify(&object)?;
    let text = text.as_string().ok_or("the variable SETTINGS is missing")?;
    let settings: Settings = serde_json::from_str(&text)?;
    if let Some(mistake) = settings.mistake() {
        return Err(mistake.into());
    }
    if settings.turnstile.is_some() {
        turnstile_secret(env, &settings)?;
    }
    Ok(settings)
}

/// What Turnstile knows the deployment by, from the secret `TURNSTILE_SECRET`.
///
/// # Errors
/// The secret is missing, or is one for tests, which vouches for anybody, where others reach the
/// deployment.
pub fn turnstile_secret(env: &Env, settings: &Settings) -> worker::Result<String> {
    let secret = env.secret("TURNSTILE_SECRET")?.to_string();
    if is_for_tests(&secret) && !settings.is_local() {
        return Err("TURNSTILE_SECRET is one for tests".into());
    }
    Ok(secret)
}

/// The director's token, from the secret `DIRECTOR_TOKEN`.
///
/// # Errors
/// The secret is missing, or shorter than 16 characters, which could be guessed.
pub fn director_token(env: &Env) -> worker::Result<String> {
    let token = env.secret("DIRECTOR_TOKEN")?.to_string();
    if token.len() < 16 {
        return Err("DIRECTOR_TOKEN is shorter than 16 characters".into());
    }
    Ok(token)
}

/// The key that seals contacts, from the secret `CONTACT_KEY`: base64 of 32 bytes.
///
/// # Errors
/// The secret is missing or is no such key.
pub fn contact_key(env: &Env) -> worker::Result<crate::platform::contact_cipher::ContactKey> {
    let secret = env.secret("CONTACT_KEY")?.to_string();
    crate::platform::contact_cipher::ContactKey::parse(&secret)
        .ok_or_else(|| "CONTACT_KEY is not the base64 of 32 bytes".into())
}

/// The key that codes of links are made with, from the secret `LINK_KEY`: base64 of 32 bytes.
///
/// # Errors
/// The secret is missing or is no such key.
pub fn link_key(env: &Env) -> worker::Result<crate::platform::link_code::LinkKey> {
    let secret = env.secret("LINK_KEY")?.to_string();
    crate::platform::link_code::LinkKey::parse(&secret)
        .ok_or_else(|| "LINK_KEY is not the base64 of 32 bytes".into())
}
