//! `/director/moderation`: the quarantined responses with their flags, and the buttons by which the director decides:
//! about one response, about all that a limit set aside, and about a correction that came from elsewhere.

use super::layout::{TABLES, see_other, table};
use crate::agency::api::moderation;
use crate::auth::principal::Director;
use crate::ctx::{Ctx, WriteCtx};
use crate::http::body::from_form;
use crate::http::error::{ClientError, Error, Result};
use crate::http::response;
#[cfg(test)]
use crate::http::response::ErrorBody;
use crate::platform::clock;
use crate::store::{CorrectionRow, Decision, HeldRow, QuarantinedRow};
use maud::{Markup, html};
use otklik_embed::fields::Fields;
use otklik_embed::i18n::texts::{fill, text};
use otklik_embed::page::{self, Page};
use otklik_embed::settings::Settings;
use otklik_embed::survey_doc::surveys;
use otklik_survey::response::flag::Flag;
use otklik_survey::{Lang, Source, limits};
use worker::Response;

/// The quarantined responses: 200.
#[cfg_attr(test, utoipa::path(get, path = "/director/moderation", operation_id = "moderation_queue", tag = "director",
    params(("lang" = Option<Lang>, Query)),
    responses((status = 200, description = "The quarantined responses with their flags", content_type = "text/html"),
        (status = 303, description = "Not signed in: to the sign-in form"))))]
pub async fn list(ctx: Ctx<Director>) -> Result<Response> {
    show(200, None, &ctx).await
}

/// Stores a decision.
///
/// 1. Body over 16 KB: 413; not UTF-8: 400.
/// 2. Refused: the error's status, the list with its sentence.
/// 3. Decided: 303 to the list.
#[cfg_attr(test, utoipa::path(post, path = "/director/moderation", operation_id = "decide", tag = "director",
    request_body(content = String, content_type = "application/x-www-form-urlencoded", description = "`action` and `reason`, with `id` for `include`, `exclude`, `adopt` and `decline`, with `survey` and `event` or `quarter` for `include_all` and `exclude_all`"),
    responses((status = 303, description = "Decided: to the list"),
        (status = 401, description = "Not signed in", content_type = "text/html"),
        (status = 403, description = "Sent by a page of another site", content_type = "text/html"),
        (status = 404, description = "No such response", content_type = "text/html"),
        (status = 408, description = "The body did not arrive within 10 seconds", body = ErrorBody),
        (status = 400, description = "The fields are not UTF-8", body = ErrorBody),
        (status = 413, description = "Over 16 KB", body = ErrorBody),
        (status = 422, description = "No reason, or one over 500 characters; or no such action", content_type = "text/html"))))]
pub async fn decide(mut ctx: WriteCtx<Director>) -> Result<Response> {
    // 1
    let body = ctx.body().await?;
    let typed = from_form(&body)?;
    let lang = ctx.lang();
    // 2
    match apply(&typed, &ctx).await {
        // 3
        Ok(()) => see_other(&format!("/director/moderation?lang={}", lang.code())),
        Err(Error::ClientError(client_error)) => {
            let notice = response::sentence(&client_error, lang, "");
            show(client_error.status(), Some(&notice), &ctx).await
        }
        Err(error) => Err(error),
    }
}

async fn apply(typed: &Fields, ctx: &WriteCtx<Director>) -> Result<()> {
    let (id, reason) = (typed.get("id"), typed.get("reason"));
    match typed.get("action") {
        "include" => moderation::decide(id, Decision::Include, reason, ctx).await,
        "exclude" => moderation::decide(id, Decision::Exclude, reason, ctx).await,
        "include_all" => moderation::decide_held(typed, Decision::Include, reason, ctx).await,
        "exclude_all" => moderation::decide_held(typed, Decision::Exclude, reason, ctx).await,
        "adopt" => moderation::settle_correction(typed, true, reason, ctx).await,
        "decline" => moderation::settle_correction(typed, false, reason, ctx).await,
        _ => Err(ClientError::BadParameter("action".to_owned()).into()),
    }
}

async fn show(status: u16, notice: Option<&str>, ctx: &Ctx<Director>) -> Result<Response> {
    let lang = ctx.lang();
    let before = ctx.request.query.get("before").split_once('.');
    let before = before.and_then(|(ms, id)| Some((ms.parse().ok()?, id)));
    let (reader, director) = (ctx.reader(), ctx.principal());
    let rows = reader.quarantined(director, limits::MODERATION_PAGE, before);
    let rows = rows.await?;
    let corrections = reader.corrections(director).await?;
    let held = reader.held(director).await?;
    let seen_at_ms = ctx.now_ms.to_string();
    let above = html! {
        (correction_rows(&corrections, &seen_at_ms, ctx)?)
        (held_rows(lang, &held, &seen_at_ms))
    };
    let page = page_of(lang, notice, &above, &rows, &ctx.settings);
    Ok(response::personal_page(status, lang, &page)?)
}

/// The low answers that another browser or network wanted to turn into better ones.
fn correction_rows(
    rows: &[CorrectionRow],
    seen_at_ms: &str,
    ctx: &Ctx<Director>,
) -> Result<Markup> {
    let (lang, settings) = (ctx.lang(), &ctx.settings);
    if rows.is_empty() {
        return Ok(html! {});
    }
    let word = |key| text(lang, key);
    let columns = [
        "director-when",
        "moderation-about",
        "moderation-scores",
        "moderation-decide",
    ];
    let mut lines = Vec::new();
    for row in rows {
        let at = clock::minute_of(row.at_ms, &settings.zone)?;
        let change = [row.before.as_str(), "→", &row.after].join(" ");
        lines.push(html! {
            tr data-correction=(row.id) {
                td.otklik-nowrap { (at) }
                td { (about(lang, &row.survey, row.source, &row.event)) }
                td.otklik-number { (change) }
                td {
                    (decision(
                        lang,
                        &[("id", &row.id), ("until_ms", seen_at_ms)],
                        &[("decline", "moderation-decline"), ("adopt", "moderation-adopt")],
                        &change,
                    ))
                }
            }
        });
    }
    Ok(html! {
        h2 { (word("moderation-corrections")) }
        p { (word("moderation-corrections-note")) }
        (table(lang, word("moderation-corrections"), &columns, html! { @for line in &lines { (line) } }))
    })
}

/// What a limit set aside, decided about together.
fn held_rows(lang: Lang, rows: &[HeldRow], seen_at_ms: &str) -> Markup {
    let word = |key| text(lang, key);
    let columns = ["moderation-about", "moderation-count", "moderation-decide"];
    html! {
        @if !rows.is_empty() {
            h2 { (word("moderation-held")) }
            p { (word("moderation-held-note")) }
            (table(lang, word("moderation-held"), &columns, html! {
                @for row in rows {
                    tr data-held=(row.survey) {
                        td {
                            (surveys::title(lang, &row.survey))
                            @if !row.title.is_empty() { br; bdi { (row.title) } }
                            @if !row.quarter.is_empty() {
                                br;
                                (fill(word("moderation-quarter"), &[("day", &row.quarter)]))
                            }
                        }
                        td.otklik-number { (row.n) }
                        td {
                            (decision(
                                lang,
                                &[
                                    ("survey", &row.survey),
                                    ("event", &row.event),
                                    ("quarter", &row.quarter),
                                    ("until_ms", seen_at_ms),
                                ],
                                &[("include_all", "moderation-include-all"), ("exclude_all", "moderation-exclude-all")],
                                &row.n.to_string(),
                            ))
                        }
                    }
                }
            }))
        }
    }
}

fn about(lang: Lang, survey: &str, source: Source, event: &str) -> Markup {
    html! {
        (surveys::title(lang, survey))
        br;
        small { (text(lang, &format!("source-{}", source.as_str()))) }
        @if !event.is_empty() { br; bdi { (event) } }
    }
}

/// A form with a reason and a button for each action; `subject` tells the buttons of different rows apart.
fn decision(
    lang: Lang,
    fields: &[(&str, &str)],
    actions: &[(&str, &str)],
    subject: &str,
) -> Markup {
    let reason = text(lang, "moderation-reason");
    html! {
        form.otklik-decide method="post" action={ "?lang=" (lang.code()) } {
            @for (name, value) in fields { input type="hidden" name=(name) value=(value); }
            input type="text" name="reason" required autocomplete="off"
                maxlength=(limits::REASON_MAX_CHARS) aria-label=(reason) placeholder=(reason);
            @for (action, label) in actions {
                button type="submit" name="action" value=(action)
                    aria-label={ (text(lang, label)) ": " (subject) } {
                    (text(lang, label))
                }
            }
        }
    }
}

fn page_of(
    lang: Lang,
    notice: Option<&str>,
    above: &Markup,
    rows: &[QuarantinedRow],
    settings: &Settings,
) -> Page {
    let is_empty = above.0.is_empty() && rows.is_empty();
    let word = |key| text(lang, key);
    let title = word("moderation-title");
    let columns = [
        "director-when",
        "moderation-about",
        "moderation-scores",
        "moderation-why",
        "moderation-decide",
    ];
    let body = html! {
        header { h1 { (title) } (page::languages(lang, "", &Fields::default(), &[])) }
        p.otklik-steps {
            a href={ "/director?lang=" (lang.code()) } { (word("director-title")) }
            a href={ "/director/events?lang=" (lang.code()) } { (word("events-title")) }
            a href={ "/director/audit?lang=" (lang.code()) } { (word("audit-title")) }
        }
        p { (word("moderation-note")) }
        @if let Some(notice) = notice {
            div.otklik-summary role="alert" { p { (notice) } }
        }
        (above)
        @if is_empty {
            p.otklik-empty { (word("moderation-none")) }
        } @else if !rows.is_empty() {
            (table(lang, title, &columns, html! {
                @for row in rows {
                    tr data-response=(row.id) {
                        td.otklik-nowrap { (row.day) }
                        td { (about(lang, &row.survey, row.source, &row.event)) }
                        td.otklik-number { @if row.scores.is_empty() { "—" } @else { (row.scores) } }
                        td { (text(lang, &format!("flag-{}", row.flag.map_or("", Flag::as_str)))) }
                        td {
                            (decision(
                                lang,
                                &[("id", &row.id)],
                                &[("include", "moderation-include")],
                                &[row.day.as_str(), &row.scores].join(", "),
                            ))
                        }
                    }
                }
            }))
            @if let Some(last) = rows.get(limits::MODERATION_PAGE as usize - 1) {
                p {
                    a href={ "?lang=" (lang.code()) "&before=" (last.received_at_ms) "." (last.id) } {
                        (word("moderation-more"))
                    }
                }
            }
        }
    };
    let style = [&page::style::page_style(settings.look), TABLES].concat();
    page::document(lang, title, style, body)
}
