//! An e-mail by Cloudflare's `send_email` binding `EMAIL`.

use super::super::message;
use super::super::policy::Attempt;
use crate::platform::bindings::Bindings;
use crate::platform::js::object;
use crate::store::Claimed;
use js_sys::futures::JsFuture;
use otklik_embed::settings::Settings;
use wasm_bindgen::JsValue;

pub async fn send(
    message: &Claimed,
    bindings: &Bindings,
    settings: &Settings,
) -> Result<Attempt, JsValue> {
    let message = object(&[
        ("from", settings.email_from.as_deref().into()),
        ("to", settings.email_to.as_deref().into()),
        ("subject", message::subject(message, settings).into()),
        ("text", message::body(message, settings)?.into()),
    ])?;
    JsFuture::from(bindings.mail()?.send(&message)?).await?;
    Ok(Attempt::arrived())
}
