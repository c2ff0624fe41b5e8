//! On `/director`: clients' low answers, what the agency could not be told, and the button that has it
//! told again.

use crate::agency::pages::event_list::table;
use crate::agency::pages::events::see;
use crate::auth::principal::Caller;
use crate::http::error::Outcome;
use crate::http::request::Call;
use crate::http::response;
use crate::platform::clock;
use crate::store::{LowRow, Store, StuckRow};
use maud::{Markup, html};
use otklik_embed::i18n::texts::{fill, text};
use otklik_embed::page;
use otklik_embed::settings::Settings;
use otklik_embed::survey_doc::surveys;
use otklik_survey::Lang;
use worker::{Env, Response};

/// Nothing where everything was told.
///
/// # Errors
/// A zone that the platform does not know.
pub fn stuck(lang: Lang, stuck: &[StuckRow], settings: &Settings) -> worker::Result<Markup> {
    let word = |key| text(lang, key);
    if stuck.is_empty() {
        return Ok(html! {});
    }
    let times = times(stuck.iter().map(|row| row.made_at_ms), settings)?;
    let title = word("notices-title");
    let columns = [
        "director-when",
        "notices-target",
        "notices-kind",
        "notices-state",
    ];
    Ok(html! {
        h2 id="notices" { (title) }
        p { (word("notices-note")) }
        (table(lang, title, &columns, html! {
            @for (row, time) in stuck.iter().zip(&times) {
                tr data-notice=(row.state) {
                    td.otklik-nowrap { (time) }
                    td { (text(lang, &["target-", &row.target].concat())) }
                    td { (text(lang, &["notice-", &row.kind].concat())) }
                    td {
                        (text(lang, &["notice-", &row.state].concat()))
                        br;
                        small {
                            (met(lang, &row.error)) ", " (fill(word("notices-attempts"), &[("n", &row.attempts)]))
                        }
                    }
                }
            }
        }))
        form method="post" action={ "/director/notices?lang=" (lang.code()) } {
            button type="submit" { (word("notices-again")) }
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
        "suspects-about",
        "suspects-scores",
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
        "silent" => text(lang, "notices-silent").to_owned(),
        status => fill(text(lang, "notices-status"), &[("status", status)]),
    }
}

/// Has everything that could not be told tried again, at once.
///
/// 1. No session, or one used from another site: 401 or 403, the sentence that says so.
/// 2. 303 to the director's page.
pub async fn again(
    caller: &Caller,
    call: &Call,
    env: &Env,
    settings: &Settings,
) -> Outcome<Response> {
    let lang = call.lang(settings);
    // 1
    if let Some((status, why)) = caller.why_not_write(call, settings) {
        let page = page::message(lang, settings.look, why);
        return Ok(response::personal_page(status, lang, &page)?);
    }
    // 2
    let store = Store::new(env, &call.trace)?;
    store.revive_notices(clock::now_ms()).await?;
    see(&["/director?lang=", lang.code(), "#notices"].concat())
}
