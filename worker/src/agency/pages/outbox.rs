//! On `/director`: clients' low answers, what the agency could not be told, and the button that has it
//! told again.

use super::layout::{see_other, table};
use crate::auth::principal::Director;
use crate::ctx::WriteCtx;
use crate::http::error::Result;
#[cfg(test)]
use crate::http::response::ErrorBody;
use crate::platform::clock;
use crate::store::{DeadLetterRow, LowRow};
use maud::{Markup, html};
use otklik_embed::i18n::texts::{fill, text};
use otklik_embed::settings::Settings;
use otklik_embed::survey_doc::surveys;
use otklik_survey::Lang;
use worker::Response;

/// Nothing where everything was told.
///
/// # Errors
/// A zone that the platform does not know.
pub fn stuck(lang: Lang, stuck: &[DeadLetterRow], settings: &Settings) -> worker::Result<Markup> {
    let word = |key| text(lang, key);
    if stuck.is_empty() {
        return Ok(html! {});
    }
    let times = times(stuck.iter().map(|row| row.made_at_ms), settings)?;
    let title = word("outbox-title");
    let columns = [
        "director-when",
        "outbox-target",
        "outbox-kind",
        "outbox-state",
    ];
    Ok(html! {
        h2 id="outbox" { (title) }
        p { (word("outbox-note")) }
        (table(lang, title, &columns, html! {
            @for (row, time) in stuck.iter().zip(&times) {
                tr data-message=(row.state) {
                    td.otklik-nowrap { (time) }
                    td { (text(lang, &format!("target-{}", row.target))) }
                    td { (text(lang, &format!("message-{}", row.kind))) }
                    td {
                        (text(lang, &format!("message-{}", row.state)))
                        br;
                        small {
                            (met(lang, &row.error)) ", " (fill(word("outbox-attempts"), &[("n", &row.attempts.to_string())]))
                        }
                    }
                }
            }
        }))
        form method="post" action={ "/director/outbox?lang=" (lang.code()) } {
            button type="submit" { (word("outbox-again")) }
        }
    })
}

/// The clients who were not content, with what they said. Nothing where nobody is to be told.
///
/// # Errors
/// A zone that the platform does not know.
pub fn low(lang: Lang, low: &[LowRow], settings: &Settings) -> worker::Result<Markup> {
    if low.is_empty() {
        return Ok(html! {});
    }
    let times = times(low.iter().map(|row| row.made_at_ms), settings)?;
    let title = text(lang, "low-title");
    let columns = [
        "director-when",
        "moderation-about",
        "moderation-scores",
        "director-comment",
    ];
    Ok(html! {
        h2 id="low_answer" { (title) }
        (table(lang, title, &columns, html! {
            @for (row, time) in low.iter().zip(&times) {
                tr {
                    td.otklik-nowrap { (time) }
                    td {
                        (surveys::title(lang, &row.survey))
                        @if !row.event.is_empty() { br; (row.event) }
                        @if !row.reference.is_empty() { br; small { (row.reference) } }
                    }
                    td.otklik-number { (row.scores) }
                    td { (row.comment) }
                }
            }
        }))
    })
}

/// The minutes of moments, in the agency's zone.
fn times(at_ms: impl Iterator<Item = i64>, settings: &Settings) -> worker::Result<Vec<String>> {
    at_ms
        .map(|ms| clock::minute_of(ms, &settings.zone))
        .collect()
}

/// What the last attempt met, in words.
fn met(lang: Lang, error: &str) -> String {
    match error {
        "silent" => text(lang, "outbox-silent").to_owned(),
        status => fill(text(lang, "outbox-status"), &[("status", status)]),
    }
}

/// Sends every message again that could not be delivered: 303 to the director's page.
#[cfg_attr(test, utoipa::path(post, path = "/director/outbox", operation_id = "retry_dead_letters", tag = "director",
    responses((status = 303, description = "What the agency could not be told is sent again: to `/director`"),
        (status = 401, description = "Not signed in", content_type = "text/html"),
        (status = 403, description = "Sent by a page of another site", content_type = "text/html"),
        (status = 503, description = "Try again", body = ErrorBody))))]
pub async fn retry(ctx: WriteCtx<Director>) -> Result<Response> {
    ctx.store().retry_dead_letters(ctx.now_ms).await?;
    see_other(&format!("/director?lang={}#outbox", ctx.lang().code()))
}
