//! `/director/suspects`: answers that are set aside, why, and the button that counts them after all.

use crate::agency::api::moderation;
use crate::agency::pages::event_list::{TABLES, table};
use crate::agency::pages::events::{see, sign_in};
use crate::auth::principal::Caller;
use crate::http::error::{Failure, Outcome, Refusal};
use crate::http::request::{self, Call};
use crate::http::response;
use crate::store::{Reader, Ruling, SuspectRow};
use maud::html;
use otklik_embed::fields::Fields;
use otklik_embed::i18n::texts::{error, text};
use otklik_embed::page::{self, Page};
use otklik_embed::settings::Settings;
use otklik_embed::survey_doc::surveys;
use otklik_survey::{Lang, limits};
use worker::{Env, Request, Response};

/// 1. No session: to the sign-in form, 303.
/// 2. 200.
pub async fn list(
    caller: &Caller,
    call: &Call,
    env: &Env,
    settings: &Settings,
) -> Outcome<Response> {
    // 1
    if let Some(response) = sign_in(caller)? {
        return Ok(response);
    }
    // 2
    shown(200, None, call, env, settings).await
}

/// Takes a decision.
///
/// 1. Body over 16 KB: 413.
/// 2. No session, or one used from another site: 401 or 403, the sentence that says so.
/// 3. Refused: its status, the list with a sentence.
/// 4. Decided: 303 to the list.
pub async fn decide(
    caller: &Caller,
    call: &Call,
    mut request: Request,
    env: &Env,
    settings: &Settings,
) -> Outcome<Response> {
    // 1
    let body = request::body(call, &mut request).await?;
    let typed = Fields::parse(&body);
    let lang = call.lang(settings);
    // 2
    if let Some((status, why)) = caller.why_not_write(call, settings) {
        let page = page::message(lang, settings.look, why);
        return Ok(response::personal_page(status, lang, &page)?);
    }
    // 3
    let ruling = Ruling::from_word(typed.get("action"))
        .ok_or_else(|| Refusal::BadParameter("action".to_owned()))?;
    match moderation::rule(typed.get("id"), ruling, typed.get("reason"), call, env).await {
        // 4
        Ok(()) => see(&["/director/suspects?lang=", lang.code()].concat()),
        Err(Failure::Refusal(refusal)) => {
            let notice = error(lang, refusal.code(), "");
            shown(refusal.status(), Some(&notice), call, env, settings).await
        }
        Err(failure) => Err(failure),
    }
}

async fn shown(
    status: u16,
    notice: Option<&str>,
    call: &Call,
    env: &Env,
    settings: &Settings,
) -> Outcome<Response> {
    let lang = call.lang(settings);
    let rows = Reader::new(env, &call.trace)?
        .suspects(limits::SUSPECTS_PAGE, call.query.get("before").parse().ok())
        .await?;
    let page = page_of(lang, notice, &rows, settings);
    Ok(response::personal_page(status, lang, &page)?)
}

fn page_of(lang: Lang, notice: Option<&str>, rows: &[SuspectRow], settings: &Settings) -> Page {
    let word = |key| text(lang, key);
    let title = word("suspects-title");
    let columns = [
        "director-when",
        "suspects-about",
        "suspects-scores",
        "suspects-why",
        "suspects-decide",
    ];
    let body = html! {
        header { h1 { (title) } (page::languages(lang, "", &Fields::default(), &[])) }
        p.otklik-steps {
            a href={ "/director?lang=" (lang.code()) } { (word("director-title")) }
            a href={ "/director/events?lang=" (lang.code()) } { (word("events-title")) }
        }
        p { (word("suspects-note")) }
        @if let Some(notice) = notice {
            div.otklik-summary role="alert" { p { (notice) } }
        }
        @if rows.is_empty() {
            p.otklik-empty { (word("suspects-none")) }
        } @else {
            (table(lang, title, &columns, html! {
                @for row in rows {
                    tr data-response=(row.id) {
                        td.otklik-nowrap { (row.day) }
                        td {
                            (surveys::title(lang, &row.survey))
                            br;
                            small { (text(lang, &["basis-", &row.basis].concat())) }
                            @if !row.event.is_empty() { br; (row.event) }
                        }
                        td.otklik-number { @if row.scores.is_empty() { "—" } @else { (row.scores) } }
                        td { (text(lang, &["suspicion-", &row.suspicion].concat())) }
                        td {
                            form.otklik-decide method="post" action={ "?lang=" (lang.code()) } {
                                input type="hidden" name="id" value=(row.id);
                                input type="hidden" name="action" value="include";
                                input type="text" name="reason" required autocomplete="off"
                                    maxlength=(limits::REASON_MAX_CHARS)
                                    aria-label=(word("suspects-reason"))
                                    placeholder=(word("suspects-reason"));
                                button type="submit"
                                    aria-label={ (word("suspects-include")) ": " (row.day) ", " (row.scores) } {
                                    (word("suspects-include"))
                                }
                            }
                        }
                    }
                }
            }))
            @if let Some(last) = rows.get(limits::SUSPECTS_PAGE as usize - 1) {
                p {
                    a href={ "?lang=" (lang.code()) "&before=" (last.received_at_ms) } {
                        (word("suspects-more"))
                    }
                }
            }
        }
    };
    let style = [&page::style::page_style(settings.look), TABLES].concat();
    page::document(lang, title, style, body)
}
