//! On `/director`: dead letters of the outbox, and the button that retries them.

use super::layout::{see_other, table};
use crate::auth::principal::Director;
use crate::ctx::WriteCtx;
use crate::http::error::Result;
#[cfg(test)]
use crate::http::response::ErrorBody;
use crate::platform::clock;
use crate::store::DeadLetterRow;
use maud::{Markup, html};
use otklik_embed::i18n::texts::{fill, text};
use otklik_embed::settings::Settings;
use otklik_survey::Lang;
use worker::Response;

/// The dead letters; no section where there are none.
///
/// # Errors
/// A zone that the platform does not know.
pub fn dead_letters(
    lang: Lang,
    rows: &[DeadLetterRow],
    settings: &Settings,
) -> worker::Result<Markup> {
    let word = |key| text(lang, key);
    if rows.is_empty() {
        return Ok(html! {});
    }
    let times = times(rows.iter().map(|row| row.made_at_ms), settings)?;
    let title = word("outbox-title");
    let columns = [
        "director-when",
        "outbox-destination",
        "outbox-kind",
        "outbox-state",
    ];
    Ok(html! {
        h2 id="outbox" { (title) }
        p { (word("outbox-note")) }
        (table(lang, title, &columns, html! {
            @for (row, time) in rows.iter().zip(&times) {
                tr data-message=(row.state) {
                    td.otklik-nowrap { (time) }
                    td { (text(lang, &format!("destination-{}", row.destination))) }
                    td {
                        (fill(text(lang, &format!("message-{}", row.kind)), &[("n", &row.n.to_string())]))
                    }
                    td {
                        (text(lang, &format!("message-{}", row.state)))
                        br;
                        small {
                            (error_text(lang, &row.error)) ", " (fill(word("outbox-attempts"), &[("n", &row.attempts.to_string())]))
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

/// Times in the agency's zone, to the minute.
pub(super) fn times(
    at_ms: impl Iterator<Item = i64>,
    settings: &Settings,
) -> worker::Result<Vec<String>> {
    at_ms
        .map(|ms| clock::minute_of(ms, &settings.zone))
        .collect()
}

/// The error of the last attempt, in words.
fn error_text(lang: Lang, error: &str) -> String {
    match error {
        "silent" => text(lang, "outbox-silent").to_owned(),
        status => fill(text(lang, "outbox-status"), &[("status", status)]),
    }
}

/// Retries every dead letter: 303 to the director's page.
#[cfg_attr(test, utoipa::path(post, path = "/director/outbox", operation_id = "retry_dead_letters", tag = "director",
    responses((status = 303, description = "The dead letters will be sent again: to `/director`"),
        (status = 401, description = "Not signed in", content_type = "text/html"),
        (status = 403, description = "Sent by a page of another site", content_type = "text/html"),
        (status = 503, description = "Try again", body = ErrorBody))))]
pub async fn retry(ctx: WriteCtx<Director>) -> Result<Response> {
    ctx.store()
        .retry_dead_letters(ctx.actor(), ctx.now_ms)
        .await?;
    see_other(&format!("/director?lang={}#outbox", ctx.lang().code()))
}
