//! One attempt to send a record.

use super::machine::{Answer, Reply};
use super::record::Record;
use crate::dom::once;
use crate::js::{flag, get, object, text};
use gloo_net::http::Response;
use js_sys::{Date, JSON, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, UrlSearchParams, XmlHttpRequest};

const TIMEOUT_MS: u32 = 20_000;

/// The delay after a 429 whose `Retry-After` a page may not read: the window of the server's rate limits.
const BUSY_MS: f64 = 60_000.0;

/// A server that has not responded will not respond to an immediate retry either.
const TIMED_OUT: u16 = 504;

#[wasm_bindgen]
extern "C" {
    /// Not by gloo-net's `send`, which panics where a host has replaced `fetch`.
    #[wasm_bindgen(catch, js_name = fetch)]
    fn fetch(url: &str, init: &JsValue) -> Result<Promise, JsValue>;
}

/// A response with the server's JSON, null where there is none of ours.
pub(crate) struct Heard {
    pub reply: Reply,
    pub json: JsValue,
}

impl Heard {
    const fn silent(status: u16) -> Heard {
        let reply = Reply {
            status,
            answer: Answer::None,
            wait_ms: 0.0,
        };
        Heard {
            reply,
            json: JsValue::NULL,
        }
    }
}

/// Sends a record by `fetch`; where that brought no answer, because a host may have replaced it, by `XMLHttpRequest`. A
/// submission that arrived at the first attempt is not stored twice.
pub(crate) async fn send(record: &Record) -> Heard {
    let first = by_fetch(record).await.unwrap_or(Heard::silent(0));
    if first.reply.answer != Answer::None || first.reply.status >= 400 {
        return first;
    }
    by_request(record).await.unwrap_or(first)
}

async fn by_fetch(record: &Record) -> Result<Heard, JsValue> {
    let mut init = vec![
        ("method", "POST".into()),
        ("body", body_of(record)?),
        (
            "headers",
            object(&[("Accept-Language", record.lang.as_str().into())]).into(),
        ),
        // Runs on when the guest leaves the page.
        ("keepalive", JsValue::TRUE),
    ];
    if get(&get(&js_sys::global(), "AbortSignal"), "timeout").is_function() {
        let signal = AbortSignal::timeout_with_u32(TIMEOUT_MS);
        init.push(("signal", signal.into()));
    }
    let response = match JsFuture::from(fetch(&record.url, &object(&init))?).await {
        Ok(response) => response,
        Err(error) if text(&error, "name").as_deref() == Some("TimeoutError") => {
            return Ok(Heard::silent(TIMED_OUT));
        }
        Err(error) => return Err(error),
    };
    let response: web_sys::Response = response.dyn_into()?;
    let response = Response::from(response);
    let asked = response.headers().get("Retry-After");
    let status = response.status();
    let body = response.text().await.unwrap_or_default();
    Ok(heard(record, status, &body, asked.as_deref()))
}

async fn by_request(record: &Record) -> Result<Heard, JsValue> {
    let request = XmlHttpRequest::new()?;
    request.open("POST", &record.url)?;
    request.set_timeout(TIMEOUT_MS);
    request.set_request_header("Accept-Language", &record.lang)?;
    let ended = Promise::new(&mut |done, _| {
        request.set_onloadend(Some(&once(move |_| {
            // A promise's own function does not throw.
            _ = done.call0(&JsValue::UNDEFINED);
        })));
    });
    let body = body_of(record)?;
    match body.dyn_ref::<UrlSearchParams>() {
        Some(fields) => request.send_with_opt_url_search_params(Some(fields))?,
        None => request.send_with_opt_str(Some(&record.body))?,
    }
    JsFuture::from(ended).await?;
    let status = request.status()?;
    if status == 0 {
        return Err(JsValue::NULL);
    }
    let body = request.response_text()?.unwrap_or_default();
    // Reading a header by name that a page may not read would log an error in the console.
    let headers = request.get_all_response_headers()?;
    let mut lines = headers.lines();
    let asked = lines.find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("retry-after")
            .then(|| value.trim())
    });
    Ok(heard(record, status, &body, asked))
}

/// Whether a service worker of the host keeps submissions from a server that can be reached: then no retry helps, and only
/// leaving the page by the form does.
pub(crate) async fn is_cut_off(record: &Record, heard: &Heard) -> bool {
    let navigator = get(&js_sys::global(), "navigator");
    let controller = get(&get(&navigator, "serviceWorker"), "controller");
    let is_suspect =
        heard.reply.status == 0 && flag(&navigator, "onLine") && controller.is_object();
    is_suspect && is_reached(&record.url).await && send(record).await.reply.status == 0
}

/// Whether the server itself responds; a service worker's own response has another type.
async fn is_reached(url: &str) -> bool {
    let init = object(&[("mode", "no-cors".into()), ("cache", "no-store".into())]);
    let Ok(asked) = fetch(url, &init) else {
        return false;
    };
    let response = JsFuture::from(asked).await;
    response.is_ok_and(|response| text(&response, "type").as_deref() == Some("opaque"))
}

/// The content type distinguishes a form's fields from a widget's JSON.
fn body_of(record: &Record) -> Result<JsValue, JsValue> {
    if record.is_form {
        Ok(UrlSearchParams::new_with_str(&record.body)?.into())
    } else {
        Ok(record.body.as_str().into())
    }
}

fn heard(record: &Record, status: u16, body: &str, asked: Option<&str>) -> Heard {
    let json = JSON::parse(body).unwrap_or(JsValue::NULL);
    let answer = answer_to(&record.id, &json);
    // Seconds, or a date.
    let asked_ms = asked.map_or(0.0, |asked| match asked.parse::<u32>() {
        Ok(seconds) => f64::from(seconds) * 1_000.0,
        Err(_) => Date::parse(asked) - Date::now(),
    });
    let wait_ms = if asked_ms > 0.0 {
        asked_ms
    } else if status == 429 {
        BUSY_MS
    } else {
        0.0
    };
    Heard {
        reply: Reply {
            status,
            answer,
            wait_ms,
        },
        json: if answer == Answer::None {
            JsValue::NULL
        } else {
            json
        },
    }
}

/// Only a receipt of this submission or an error of this server counts: a proxy may respond in its place.
pub(crate) fn answer_to(id: &str, json: &JsValue) -> Answer {
    if text(&get(json, "error"), "code").is_some() {
        Answer::Error
    } else if text(json, "id").as_deref() == Some(id) {
        Answer::Receipt
    } else {
        Answer::None
    }
}
