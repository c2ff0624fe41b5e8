//! A message in a chat, by a bot of the agency's own.

use super::super::message;
use super::super::policy::Attempt;
use crate::platform::bindings::Bindings;
use crate::platform::js;
use crate::store::Claimed;
use otklik_embed::settings::Settings;
use serde_json::json;
use wasm_bindgen::JsValue;

/// The bot's token, from the secret `TELEGRAM_TOKEN`.
pub fn token(bindings: &Bindings) -> worker::Result<String> {
    bindings.secret("TELEGRAM_TOKEN")
}

pub async fn send(
    message: &Claimed,
    bindings: &Bindings,
    settings: &Settings,
) -> Result<Attempt, JsValue> {
    let url = format!(
        "{}/bot{}/sendMessage",
        settings.telegram_url,
        token(bindings)?
    );
    let body = json!({
        "chat_id": settings.telegram_chat,
        "text": message::body(message, settings)?,
    });
    let headers = [("Content-Type", "application/json")];
    let posted = js::post(&url, &headers, &body.to_string()).await?;
    Ok(Attempt::of_response(&posted))
}
