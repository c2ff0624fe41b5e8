//! A signed POST to a program of the agency's, by the Standard Webhooks scheme: the id is the same at every
//! attempt, so that a receiver recognizes a repetition, and no field is a visitor's text; the signature is
//! HMAC-SHA256 over id, time and body. <https://www.standardwebhooks.com>

use super::super::message;
use super::super::policy::Attempt;
use crate::platform::bindings::Bindings;
use crate::platform::{clock, js};
use crate::store::Claimed;
use base64ct::{Base64, Encoding as _};
use hmac::{Hmac, Mac};
use otklik_embed::settings::Settings;
use serde::Serialize;
use sha2::Sha256;
use wasm_bindgen::JsValue;

pub async fn send(
    message: &Claimed,
    bindings: &Bindings,
    settings: &Settings,
) -> Result<Attempt, JsValue> {
    let url = settings.webhook_url.as_deref().unwrap_or_default();
    // A moved due time is a new message.
    let due = message.due_at_ms.unwrap_or(0);
    let id = format!("{}_{}_{due}", message.kind, message.seq);
    let body = body(message, message::link(message, settings))?;
    let now_s = (clock::now_ms() / 1_000).to_string();
    let signature = signature(&key(bindings)?, &format!("{id}.{now_s}.{body}"));
    let headers = [
        ("Content-Type", "application/json"),
        ("webhook-id", &id),
        ("webhook-timestamp", &now_s),
        ("webhook-signature", &signature),
    ];
    let posted = js::post(url, &headers, &body).await?;
    Ok(Attempt::of_response(&posted))
}

/// The body of a webhook.
#[derive(Serialize)]
struct Body<'a> {
    r#type: &'a str,
    /// ISO 8601, UTC.
    timestamp: String,
    data: Data<'a>,
}

#[derive(Serialize)]
struct Data<'a> {
    /// Of the callback or the response; of a message about an hour, its start.
    id: &'a str,
    /// How many it is about.
    n: u32,
    link: String,
    /// UTC milliseconds; absent without a due time.
    #[serde(skip_serializing_if = "Option::is_none")]
    due_at_ms: Option<i64>,
}

fn body(message: &Claimed, link: String) -> worker::Result<String> {
    let body = Body {
        r#type: &message.kind,
        timestamp: clock::iso(message.made_at_ms),
        data: Data {
            id: &message.subject,
            n: message.n,
            link,
            due_at_ms: message.due_at_ms,
        },
    };
    Ok(serde_json::to_string(&body)?)
}

fn signature(key: &[u8], signed: &str) -> String {
    // HMAC takes a key of any length.
    let Ok(mut mac) = <Hmac<Sha256> as Mac>::new_from_slice(key) else {
        return String::new();
    };
    mac.update(signed.as_bytes());
    format!("v1,{}", Base64::encode_string(&mac.finalize().into_bytes()))
}

/// The secret `WEBHOOK_SECRET`, as the scheme writes it: `whsec_` and base64.
pub fn key(bindings: &Bindings) -> worker::Result<Vec<u8>> {
    let secret = bindings.secret("WEBHOOK_SECRET")?;
    let key = secret.strip_prefix("whsec_").unwrap_or(&secret);
    let key = Base64::decode_vec(key).ok().filter(|key| key.len() >= 24);
    key.ok_or_else(|| "WEBHOOK_SECRET is not whsec_ and base64 of 24 bytes or more".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_has_its_fields_in_this_order() {
        let mut message = Claimed {
            seq: 7,
            claim: String::new(),
            kind: "callback".to_owned(),
            subject: "an-id".to_owned(),
            n: 1,
            due_at_ms: Some(1_795_423_940_000),
            made_at_ms: 0,
            attempt: 1,
        };
        let body = |message: &Claimed| body(message, "https://a.example/x".to_owned()).unwrap();
        assert_eq!(
            body(&message),
            r#"{"type":"callback","timestamp":"1970-01-01T00:00:00.000Z","data":{"id":"an-id","n":1,"link":"https://a.example/x","due_at_ms":1795423940000}}"#
        );
        message.due_at_ms = None;
        assert!(!body(&message).contains("due_at_ms"));
    }
}
