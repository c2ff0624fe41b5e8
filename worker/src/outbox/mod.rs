//! Telling the agency of callbacks and of clients' low answers, by every receiver that it has set.
//!
//! What is to be told was stored in the batch of what it tells of, so that neither is there without the
//! other. It is sent at least once, and in order for each receiver: the first that waits is tried, after
//! growing pauses, and none of its kind overtakes it; callbacks go before low answers, of which there may
//! be many. What a receiver refuses for good, or does not take for half a day, is shown on the director's page instead. A notice holds a link and a deadline: no name, no
//! phone, no comment, no title of an event.

use crate::http::error::Outcome;
use crate::platform::clock;
use crate::platform::config;
use crate::platform::js::{self, object};
use crate::platform::random;
use crate::store::{Claimed, Settled, Store};
use base64ct::{Base64, Encoding as _};
use hmac::{Hmac, Mac};
use js_sys::futures::JsFuture;
use js_sys::{JSON, Object, Promise, Reflect};
use otklik_embed::i18n::texts::{fill, text};
use otklik_embed::settings::Settings;
use otklik_survey::limits;
use sha2::Sha256;
use std::rc::Rc;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use worker::{Env, Response};

/// By what an agency can be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Target {
    Telegram,
    Webhook,
    Email,
}

impl Target {
    const ALL: [Target; 3] = [Target::Telegram, Target::Webhook, Target::Email];

    const fn as_str(self) -> &'static str {
        match self {
            Target::Telegram => "telegram",
            Target::Webhook => "webhook",
            Target::Email => "email",
        }
    }

    fn is_set(self, settings: &Settings) -> bool {
        match self {
            Target::Telegram => settings.telegram_chat.is_some(),
            Target::Webhook => settings.webhook_url.is_some(),
            Target::Email => settings.email_to.is_some(),
        }
    }
}

fn set(settings: &Settings) -> impl Iterator<Item = Target> {
    let all = Target::ALL.into_iter();
    all.filter(|target| target.is_set(settings))
}

/// The receivers that are set, as a JSON array.
pub fn targets(settings: &Settings) -> String {
    let names: Vec<&str> = set(settings).map(Target::as_str).collect();
    match names.is_empty() {
        true => "[]".to_owned(),
        false => ["[\"", &names.join("\",\""), "\"]"].concat(),
    }
}

/// # Errors
/// What a receiver that is set needs is missing.
pub fn can_tell(env: &Env, settings: &Settings) -> worker::Result<()> {
    for target in set(settings) {
        match target {
            Target::Telegram => env.secret("TELEGRAM_TOKEN").map(|_| ())?,
            Target::Webhook => webhook_key(env).map(|_| ())?,
            Target::Email => mail(env).map(|_| ())?,
        }
    }
    Ok(())
}

/// Sends what waits. Nobody is there to hear of a failure: it goes into the log.
pub async fn deliver(env: &Env) {
    let delivered = async {
        let settings = config::settings(env)?;
        let store = Store::new(env, &Rc::default())?;
        for target in set(&settings) {
            deliver_to(target, env, &settings, &store).await?;
        }
        let now_ms = clock::now_ms();
        // Once a day, at a minute of its own.
        match now_ms / 60_000 % 1_440 {
            137 => store.clean_notices(now_ms - limits::NOTICE_KEPT_MS).await,
            _ => Ok(()),
        }
    };
    let delivered: Outcome<()> = delivered.await;
    if let Err(failure) = delivered {
        failure.log();
    }
}

async fn deliver_to(target: Target, env: &Env, settings: &Settings, store: &Store) -> Outcome<()> {
    for _ in 0..limits::NOTICES_AT_ONCE {
        let claimed = store.claim_notice(target.as_str(), clock::now_ms()).await?;
        let Some(notice) = claimed else {
            return Ok(());
        };
        let met = match send(target, &notice, env, settings).await {
            Ok(met) => met,
            Err(_) => Met::no_answer(),
        };
        let has_arrived = met.has_arrived;
        let settled = settled(&notice, met, clock::now_ms(), random::bytes()?);
        worker::console_log!(
            r#"{{"notice":"{}","target":"{}","state":"{}","attempt":{},"error":"{}"}}"#,
            notice.kind,
            target.as_str(),
            settled.state,
            notice.attempt,
            settled.error,
        );
        store.settle_notice(&settled).await?;
        if !has_arrived && settled.state == "waiting" {
            return Ok(());
        }
    }
    Ok(())
}

/// What an attempt met.
struct Met {
    has_arrived: bool,
    /// Trying again cannot help.
    is_final: bool,
    /// Seconds that the receiver asks for.
    after_seconds: Option<u32>,
    error: String,
}

impl Met {
    fn no_answer() -> Met {
        Met {
            has_arrived: false,
            is_final: false,
            after_seconds: None,
            error: "silent".to_owned(),
        }
    }

    fn of(response: &Response) -> Met {
        let status = response.status_code();
        let retry_after = response.headers().get("Retry-After").ok().flatten();
        let has_arrived = (200..300).contains(&status);
        Met {
            has_arrived,
            // Anything else may be a receiver that is being set up.
            is_final: matches!(status, 400 | 410 | 413),
            after_seconds: retry_after.and_then(|seconds| seconds.parse().ok()),
            error: match has_arrived {
                true => String::new(),
                false => status.to_string(),
            },
        }
    }
}

/// A minute, two, four and so on to a quarter of an hour, each with a quarter more or less, so that
/// receivers that come back are not met by everybody at once.
fn settled(notice: &Claimed, met: Met, now_ms: i64, [chance]: [u8; 1]) -> Settled<'_> {
    let state = match met.has_arrived {
        true => "sent",
        false if met.is_final || notice.attempt >= limits::NOTICE_ATTEMPTS_MAX => "dead",
        false => "waiting",
    };
    let doubled = limits::NOTICE_PAUSE_MS << notice.attempt.clamp(1, 16).saturating_sub(1);
    let pause_ms = doubled.min(limits::NOTICE_PAUSE_MAX_MS);
    let pause_ms = pause_ms * 3 / 4 + pause_ms * i64::from(chance) / 512;
    let asked_ms = i64::from(met.after_seconds.unwrap_or(0)) * 1_000;
    Settled {
        notice,
        state,
        next_at_ms: now_ms + pause_ms.max(asked_ms.min(limits::NOTICE_PAUSE_MAX_MS)),
        error: met.error,
    }
}

async fn send(
    target: Target,
    notice: &Claimed,
    env: &Env,
    settings: &Settings,
) -> Result<Met, JsValue> {
    let link = [&settings.public_url, "/director#", &notice.kind].concat();
    match target {
        Target::Telegram => {
            let token = env.secret("TELEGRAM_TOKEN")?.to_string();
            let url = [&settings.telegram_url, "/bot", &token, "/sendMessage"].concat();
            let said = object(&[
                ("chat_id", settings.telegram_chat.as_deref().into()),
                ("text", said(notice, &link, settings)?.into()),
            ])?;
            let body = String::from(JSON::stringify(&said)?);
            let headers = [("Content-Type", JSON_TYPE)];
            Ok(Met::of(&js::post(&url, &headers, &body).await?))
        }
        Target::Webhook => {
            let url = settings.webhook_url.as_deref().unwrap_or_default();
            post_webhook(url, notice, &link, env).await
        }
        Target::Email => {
            let text = said(notice, &link, settings)?;
            let message = object(&[
                ("from", settings.email_from.as_deref().into()),
                ("to", settings.email_to.as_deref().into()),
                ("subject", subject(notice, settings).as_str().into()),
                ("text", text.into()),
            ])?;
            JsFuture::from(mail(env)?.send(&message)?).await?;
            Ok(Met {
                has_arrived: true,
                ..Met::no_answer()
            })
        }
    }
}

const JSON_TYPE: &str = "application/json";

/// By the Standard Webhooks scheme: the id is the same at every attempt, so that a receiver knows what
/// it has, and nothing in it is a visitor's word; the signature is HMAC-SHA256 over id, time and body. <https://www.standardwebhooks.com>
async fn post_webhook(url: &str, notice: &Claimed, link: &str, env: &Env) -> Result<Met, JsValue> {
    // Once more where the time that was promised has moved.
    let due = notice.due_at_ms.unwrap_or(0).to_string();
    let id = [&notice.kind, "_", &notice.seq.to_string(), "_", &due].concat();
    let data = object(&[
        ("id", notice.subject.as_str().into()),
        ("link", link.into()),
        ("due_at_ms", notice.due_at_ms.map(|ms| ms as f64).into()),
    ])?;
    let body = object(&[
        ("type", notice.kind.as_str().into()),
        ("timestamp", iso(notice.made_at_ms).into()),
        ("data", data.into()),
    ])?;
    let body = String::from(JSON::stringify(&body)?);
    let now_s = (clock::now_ms() / 1_000).to_string();
    let signature = signature(&webhook_key(env)?, &[&id, ".", &now_s, ".", &body].concat());
    let headers = [
        ("Content-Type", JSON_TYPE),
        ("webhook-id", &id),
        ("webhook-timestamp", &now_s),
        ("webhook-signature", &signature),
    ];
    Ok(Met::of(&js::post(url, &headers, &body).await?))
}

fn iso(at_ms: i64) -> String {
    js_sys::Date::new(&(at_ms as f64).into())
        .to_iso_string()
        .into()
}

fn signature(key: &[u8], said: &str) -> String {
    // HMAC takes a key of any length.
    let Ok(mut mac) = <Hmac<Sha256> as Mac>::new_from_slice(key) else {
        return String::new();
    };
    mac.update(said.as_bytes());
    ["v1,", &Base64::encode_string(&mac.finalize().into_bytes())].concat()
}

/// The secret `WEBHOOK_SECRET`, as the scheme writes it: `whsec_` and base64.
fn webhook_key(env: &Env) -> worker::Result<Vec<u8>> {
    let secret = env.secret("WEBHOOK_SECRET")?.to_string();
    let key = secret.strip_prefix("whsec_").unwrap_or(&secret);
    let key = Base64::decode_vec(key).ok().filter(|key| key.len() >= 24);
    key.ok_or_else(|| "WEBHOOK_SECRET is not whsec_ and base64 of 24 bytes or more".into())
}

fn subject(notice: &Claimed, settings: &Settings) -> String {
    text(settings.default_lang, &["notice-", &notice.kind].concat()).to_owned()
}

/// What happened, by when to answer, and where.
fn said(notice: &Claimed, link: &str, settings: &Settings) -> worker::Result<String> {
    let due = match notice.due_at_ms {
        Some(at_ms) => {
            let time = clock::minute_of(at_ms, &settings.zone)?;
            let due = text(settings.default_lang, "notice-due");
            fill(due, &[("time", &time)])
        }
        None => String::new(),
    };
    Ok([&subject(notice, settings), ". ", &due, "\n", link].concat())
}

/// The binding `EMAIL`.
fn mail(env: &Env) -> worker::Result<Mail> {
    let bound = Reflect::get(env, &"EMAIL".into())?;
    match bound.is_undefined() {
        false => Ok(bound.unchecked_into()),
        true => Err("EMAIL is not bound".into()),
    }
}

#[wasm_bindgen]
extern "C" {
    type Mail;

    #[wasm_bindgen(catch, method)]
    fn send(this: &Mail, message: &Object) -> Result<Promise, JsValue>;
}
