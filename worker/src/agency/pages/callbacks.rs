//! `/director/callbacks`: requests to be called, page by page; those of a flood, which the director admits or clears; and
//! the section of `/director`.

use super::layout::{TABLES, see_other, table};
use crate::agency::api::callbacks::{CallbackEntry, CallbackList, CallbackPage};
use crate::agency::api::case_events;
use crate::auth::principal::Director;
use crate::ctx::{Ctx, WriteCtx};
use crate::http::error::{ClientError, Result};
use crate::http::query::named;
use crate::http::response;
#[cfg(test)]
use crate::http::response::ErrorBody;
use crate::platform::random;
use crate::store::{CallbackQueue, HeldDecision};
use maud::{Markup, html};
use otklik_embed::fields::Fields;
use otklik_embed::i18n::texts::{counted, fill, text};
use otklik_embed::page;
use otklik_survey::callback::case_event::{CallResult, Outcome, Step};
use otklik_survey::callback::{Contact, Lifecycle};
use otklik_survey::{Lang, SubmissionId, limits};
use worker::Response;

const COLUMNS: [&str; 9] = [
    "director-when",
    "director-due_at",
    "director-by",
    "director-state",
    "director-phone",
    "director-name",
    "director-topic",
    "director-window",
    "director-comment",
];

/// A page of requests.
///
/// 1. A parameter that does not fit: 422.
/// 2. The page: 200.
#[cfg_attr(test, utoipa::path(get, path = "/director/callbacks", operation_id = "callback_queue", tag = "director",
    params(("after" = Option<String>, Query, description = "`next` of the page before"),
        ("quarantined" = Option<bool>, Query, description = "`true`: those of a flood"),
        ("lang" = Option<Lang>, Query)),
    responses((status = 200, description = "A page of requests, or the sign-in form", content_type = "text/html"),
        (status = 422, description = "An invalid parameter", content_type = "text/html"))))]
pub async fn list(ctx: Ctx<Director>) -> Result<Response> {
    // 1
    let (lang, query) = (ctx.lang(), &ctx.request.query);
    let asked = CallbackPage::parse(query)?;
    // 2
    let list = asked.read(&ctx).await?;
    let is_held = asked.queue == CallbackQueue::Held;
    let title = text(
        lang,
        if is_held {
            "held-title"
        } else {
            "director-callbacks"
        },
    );
    let body = html! {
        header {
            h1 { (title) }
            (page::languages(lang, "", query, &["after", "quarantined"]))
        }
        p.otklik-steps { a href={ "/director?lang=" (lang.code()) } { (text(lang, "director-title")) } }
        @if is_held {
            p { (text(lang, "held-note")) }
            @if list.quarantined > 0 { (decide_all(lang, ctx.now_ms)) }
        }
        (requests(lang, title, &list, is_held.then_some(ctx.now_ms))?)
        @if let Some(next) = &list.next {
            p {
                a href={ "?lang=" (lang.code()) "&quarantined=" (is_held) "&after=" (next) } {
                    (text(lang, "moderation-more"))
                }
            }
        }
    };
    let style = [&page::style::page_style(ctx.settings.look), TABLES].concat();
    let page = page::document(lang, title, style, body);
    Ok(response::personal_page(200, lang, &page)?)
}

/// Admits or clears requests of a flood.
///
/// 1. Body over 16 KB: 413.
/// 2. No such action, id or time: 422.
/// 3. Done: 303 to the director's page.
#[cfg_attr(test, utoipa::path(post, path = "/director/callbacks", operation_id = "decide_held", tag = "director",
    request_body(content = String, content_type = "application/x-www-form-urlencoded",
        description = "`action` (`admit` or `clear`), `until_ms` (received until then, UTC milliseconds), and `id` for one request"),
    responses((status = 303, description = "Admitted or cleared: to the director's page"),
        (status = 401, description = "Not signed in", content_type = "text/html"),
        (status = 403, description = "Sent by a page of another site", content_type = "text/html"),
        (status = 408, description = "The body did not arrive within 10 seconds", body = ErrorBody),
        (status = 413, description = "Over 16 KB", body = ErrorBody),
        (status = 422, description = "No such action, id or time", content_type = "text/html"),
        (status = 503, description = "Try again", body = ErrorBody))))]
pub async fn decide(mut ctx: WriteCtx<Director>) -> Result<Response> {
    // 1
    let body = ctx.body().await?;
    // 2
    let typed = Fields::parse(&body);
    let required = |name: &str| ClientError::BadParameter(name.to_owned());
    let decision = named(&typed, "action", HeldDecision::parse)?;
    let decision = decision.ok_or_else(|| required("action"))?;
    let until_ms = named(&typed, "until_ms", |raw| raw.parse().ok())?;
    let until_ms = until_ms.ok_or_else(|| required("until_ms"))?;
    let one = named(&typed, "id", SubmissionId::parse)?;
    // 3
    let (store, director) = (ctx.store(), ctx.principal());
    store
        .decide_held_callbacks(director, decision, one.as_ref(), until_ms, ctx.now_ms)
        .await?;
    let lang = ctx.lang().code();
    see_other(&match one {
        None => format!("/director?lang={lang}#callback"),
        Some(_) => format!("/director/callbacks?lang={lang}&quarantined=true"),
    })
}

/// Notes what was done about a request.
///
/// 1. Body over 16 KB: 413.
/// 2. No such step: 400. No such request: 404. In a state that does not allow the step: 409.
/// 3. Stored: 303 to the list.
#[cfg_attr(test, utoipa::path(post, path = "/director/callbacks/{id}", operation_id = "work_callback_page", tag = "director",
    params(("id" = String, Path)),
    request_body(content = String, content_type = "application/x-www-form-urlencoded",
        description = "`event` (a new UUID), `step` (`taken`, `reopened`, `attempt` and a result, `closed`), and `outcome` of a closed one"),
    responses((status = 303, description = "Stored, now or before: to the list"),
        (status = 400, description = "No such step", content_type = "text/html"),
        (status = 401, description = "Not signed in", content_type = "text/html"),
        (status = 403, description = "Sent by a page of another site", content_type = "text/html"),
        (status = 404, description = "No such request", content_type = "text/html"),
        (status = 408, description = "The body did not arrive within 10 seconds", body = ErrorBody),
        (status = 409, description = "Somebody was faster", content_type = "text/html"),
        (status = 413, description = "Over 16 KB", body = ErrorBody),
        (status = 503, description = "Try again", body = ErrorBody))))]
pub async fn work(mut ctx: WriteCtx<Director>) -> Result<Response> {
    // 1
    let body = ctx.body().await?;
    // 2, 3
    let typed = Fields::parse(&body);
    let (kind, result) = typed
        .get("step")
        .split_once(' ')
        .unwrap_or((typed.get("step"), ""));
    let word = if kind == "closed" {
        typed.get("outcome")
    } else {
        result
    };
    case_events::work(ctx.param(), typed.get("event"), kind, word, &ctx).await?;
    see_other(&format!(
        "/director/callbacks?lang={}#{}",
        ctx.lang().code(),
        ctx.param()
    ))
}

/// The section of the director's page: the first requests, and how many were set aside.
pub fn section(lang: Lang, list: &CallbackList, now_ms: i64) -> Result<Markup> {
    let title = text(lang, "director-callbacks");
    Ok(html! {
        h2 id="callback" { (title) }
        (held(lang, list.quarantined, now_ms))
        (requests(lang, title, list, None)?)
        @if let Some(next) = &list.next {
            p.otklik-note {
                (fill(text(lang, "director-more"), &[("n", &list.callbacks.len().to_string())])) " "
                a href={ "/director/callbacks?lang=" (lang.code()) "&after=" (next) } {
                    (text(lang, "moderation-more"))
                }
            }
        }
    })
}

/// The number of requests that were set aside; nothing where there are none.
fn held(lang: Lang, n: u32, now_ms: i64) -> Markup {
    if n == 0 {
        return html! {};
    }
    html! {
        div.otklik-summary id="callbacks_held" role="status" {
            p {
                strong { (counted(lang, "held-count", n.into())) }
                @if n >= limits::CALLBACKS_HELD_COUNTED_MAX { " " (text(lang, "held-or-more")) }
                " " (text(lang, "held-note"))
            }
            p {
                a href={ "/director/callbacks?lang=" (lang.code()) "&quarantined=true" } {
                    (text(lang, "held-look"))
                }
            }
            (decide_all(lang, now_ms))
        }
    }
}

/// Both buttons for all that the page shows: what arrives later stays.
fn decide_all(lang: Lang, now_ms: i64) -> Markup {
    html! {
        @for action in ["admit", "clear"] {
            (button(lang, action, "all", "", now_ms))
        }
    }
}

fn button(lang: Lang, action: &str, of: &str, id: &str, now_ms: i64) -> Markup {
    html! {
        form.otklik-decide method="post" action={ "/director/callbacks?lang=" (lang.code()) } {
            input type="hidden" name="action" value=(action);
            input type="hidden" name="until_ms" value=(now_ms);
            input type="hidden" name="id" value=(id);
            button type="submit" { (text(lang, &format!("held-{action}-{of}"))) }
        }
    }
}

/// The table of requests. `held_at_ms` where they are in quarantine: then each has its button.
fn requests(
    lang: Lang,
    title: &str,
    list: &CallbackList,
    held_at_ms: Option<i64>,
) -> Result<Markup> {
    if list.callbacks.is_empty() {
        return Ok(html! { p.otklik-empty { (text(lang, "director-no-callbacks")) } });
    }
    Ok(html! {
        (table(lang, title, &COLUMNS, html! {
            @for entry in &list.callbacks { (request(lang, entry, held_at_ms)?) }
        }))
        p.otklik-note { (fill(text(lang, "director-zone"), &[("zone", &list.zone)])) }
    })
}

fn request(lang: Lang, entry: &CallbackEntry, held_at_ms: Option<i64>) -> Result<Markup> {
    let is_open = entry.state.is_open();
    let word = |prefix: &str, word: &str| text_of(lang, prefix, word);
    Ok(html! {
        // Closed callbacks are grey, so that nobody is called by mistake.
        tr.otklik-muted[!is_open] id=(entry.id) data-callback=(entry.id) {
            td.otklik-nowrap {
                (entry.received_at)
                @if entry.times > 1 {
                    br;
                    strong { (counted(lang, "callback-times", entry.times.into())) }
                }
            }
            td.otklik-nowrap {
                (entry.due_at.as_deref().unwrap_or("—"))
                // In words, because colours are lost on many readers and in print.
                @if entry.overdue { br; strong.otklik-overdue { (text(lang, "director-overdue")) } }
            }
            td { (word("by", entry.by.as_str())) }
            td {
                (word("state", entry.state.as_str()))
                @if let Some(now_ms) = held_at_ms.filter(|_| is_open) {
                    (button(lang, "admit", "one", &entry.id, now_ms))
                }
            }
            @if let Some(contact) = &entry.contact {
                td.otklik-nowrap {
                    // Without the extension: not every phone reads one in an address.
                    @if is_open {
                        a href={ "tel:" (contact.phone) } { (contact.phone) }
                    } @else { (contact.phone) }
                    @for digits in extensions(contact, &entry.earlier) {
                        br;
                        (fill(text(lang, "director-extension"), &[("extension", digits)]))
                    }
                }
                (written(contact, &entry.earlier, |it| &it.name))
                (written(contact, &entry.earlier, |it| &it.topic))
            } @else {
                td colspan="2" { (text(lang, "director-sealed")) }
                td {}
            }
            td { (word("callback-window", entry.window.as_str())) }
            @if let Some(contact) = &entry.contact {
                (written(contact, &entry.earlier, |it| &it.comment))
            } @else { td {} }
        }
        @if held_at_ms.is_none() {
            tr data-steps=(entry.id) {
                td colspan=(COLUMNS.len()) {
                    @for event in &entry.events {
                        small { (event.at) " " (done(lang, &event.kind, &event.word)) }
                        br;
                    }
                    (work_form(lang, entry)?)
                }
            }
        }
    })
}

/// A step in words.
fn done(lang: Lang, kind: &str, word: &str) -> String {
    match kind {
        "attempt" => text_of(lang, "call", word),
        "closed" => text_of(lang, "outcome", word),
        kind => text_of(lang, "step", kind),
    }
}

/// The steps that somebody can note, folded away. One id for all of them: whoever presses two buttons, or one twice, has
/// noted one step.
fn work_form(lang: Lang, entry: &CallbackEntry) -> Result<Markup> {
    let state = entry.state;
    let allows = |step: Step| step.from().contains(&state);
    let event = random::uuid()?;
    let action = format!("/director/callbacks/{}?lang={}", entry.id, lang.code());
    let press = |kind: &str, word: &str, name: String| {
        let step = [kind, " ", word].concat();
        html! { button type="submit" name="step" value=(step.trim_end()) { (name) } }
    };
    Ok(html! {
        @if state != Lifecycle::Cancelled {
            details.otklik-work {
                summary { (text(lang, "work-note")) }
                form method="post" action=(action) {
                    input type="hidden" name="event" value=(event);
                    @if allows(Step::Taken) { (press("taken", "", text_of(lang, "work", "take"))) }
                    @if allows(Step::Reopened) { (press("reopened", "", text_of(lang, "work", "reopen"))) }
                    @if state.is_open() {
                        @for result in CallResult::ALL {
                            (press("attempt", result.as_str(), text_of(lang, "call", result.as_str())))
                        }
                        div {
                            label {
                                span.otklik-label { (text(lang, "work-outcome")) }
                                select name="outcome" {
                                    @for outcome in Outcome::ALL {
                                        option value=(outcome.as_str()) {
                                            (text_of(lang, "outcome", outcome.as_str()))
                                        }
                                    }
                                }
                            }
                            (press("closed", "", text_of(lang, "work", "close")))
                        }
                    }
                }
            }
        }
    })
}

fn text_of(lang: Lang, prefix: &str, word: &str) -> String {
    text(lang, &format!("{prefix}-{word}")).to_owned()
}

/// The extension of the latest callback, and those that the phone had before.
fn extensions<'a>(latest: &'a Contact, earlier: &'a [Contact]) -> Vec<&'a str> {
    let mut found: Vec<&str> = Vec::new();
    for contact in core::iter::once(latest).chain(earlier) {
        let digits = contact.extension.as_str();
        if !digits.is_empty() && !found.contains(&digits) {
            found.push(digits);
        }
    }
    found
}

/// A field of the latest callback, and what the phone wrote there before: nothing that somebody asked for may be hidden by
/// a later request.
fn written(latest: &Contact, earlier: &[Contact], field: impl Fn(&Contact) -> &str) -> Markup {
    let latest = field(latest);
    let mut before: Vec<&str> = Vec::new();
    for text in earlier.iter().map(field) {
        if !text.is_empty() && text != latest && !before.contains(&text) {
            before.push(text);
        }
    }
    html! {
        td {
            bdi { (latest) }
            @for text in before { br; small { bdi { (text) } } }
        }
    }
}
