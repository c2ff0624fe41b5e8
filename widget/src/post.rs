//! Sends a body and says what became of it.

use crate::payload::{get, text};
use crate::plan::{FormKind, Plan};
use crate::posting::Outcome;
use js_sys::Reflect;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{RequestInit, Response};

pub(crate) async fn post(plan: &Plan, body: &str) -> Outcome {
    // An error of fetch means that no answer was read: the network, a policy, a broken reply.
    exchange(plan, body).await.unwrap_or(Outcome::Unknown)
}

/// By the browser's own fetch: gloo-net knows no `keepalive`, without which the vote of a guest
/// who leaves right after the tap is lost.
async fn exchange(plan: &Plan, body: &str) -> Result<Outcome, JsValue> {
    let path = match plan.kind {
        FormKind::Survey => "/v1/responses?survey=",
        FormKind::Callback => "/v1/callbacks?survey=",
    };
    let url = [&plan.server, path, plan.survey.id()].concat();
    let headers = js_sys::Object::new();
    Reflect::set(
        &headers,
        &"Accept-Language".into(),
        &plan.lang.code().into(),
    )?;
    let init = RequestInit::new();
    init.set_method("POST");
    // A string goes as text/plain, which needs no preflight.
    init.set_body(&JsValue::from_str(body));
    init.set_headers(&headers);
    Reflect::set(&init, &"keepalive".into(), &JsValue::TRUE)?;
    let Some(window) = web_sys::window() else {
        return Ok(Outcome::Unknown);
    };
    let reply = JsFuture::from(window.fetch_with_str_and_init(&url, &init)).await?;
    let reply: Response = reply.unchecked_into();
    let status = reply.status();
    let answer = JsFuture::from(reply.json()?).await?;
    // Only a receipt counts: between us and a guest others may answer too.
    if reply.ok() && text(&answer, "status").is_some() {
        return Ok(Outcome::Stored);
    }
    let error = get(&answer, "error");
    let field = text(&error, "field").unwrap_or_default();
    Ok(match (status, text(&error, "message")) {
        (403, Some(_)) => Outcome::Unlisted,
        (409, Some(message)) => Outcome::Conflict { message },
        (400..=499, Some(message)) => Outcome::Refused { field, message },
        // The server may have failed after it stored, or somebody between us has answered.
        (_, Some(_) | None) => Outcome::Unknown,
    })
}
