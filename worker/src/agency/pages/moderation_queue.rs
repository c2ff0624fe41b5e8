//! `/director/moderation`: the quarantined responses with their flags, and the button that includes them.

use super::layout::{TABLES, see_other, table};
use crate::agency::api::moderation;
use crate::auth::principal::Director;
use crate::ctx::{Ctx, WriteCtx};
use crate::http::error::{ClientError, Error, Result};
use crate::http::response;
#[cfg(test)]
use crate::http::response::ErrorBody;
use crate::store::{Decision, QuarantinedRow};
use maud::html;
use otklik_embed::fields::Fields;
use otklik_embed::i18n::texts::text;
use otklik_embed::page::{self, Page};
use otklik_embed::settings::Settings;
use otklik_embed::survey_doc::surveys;
use otklik_survey::response::flag::Flag;
use otklik_survey::{Lang, limits};
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
/// 1. Body over 16 KB: 413.
/// 2. Refused: the error's status, the list with its sentence.
/// 3. Decided: 303 to the list.
#[cfg_attr(test, utoipa::path(post, path = "/director/moderation", operation_id = "decide", tag = "director",
    request_body(content = String, content_type = "application/x-www-form-urlencoded", description = "`id`, `action` (`include` or `exclude`), `reason`"),
    responses((status = 303, description = "Decided: to the list"),
        (status = 401, description = "Not signed in", content_type = "text/html"),
        (status = 403, description = "Sent by a page of another site", content_type = "text/html"),
        (status = 404, description = "No such response", content_type = "text/html"),
        (status = 408, description = "The body did not arrive within 10 seconds", body = ErrorBody),
        (status = 413, description = "Over 16 KB", body = ErrorBody),
        (status = 422, description = "No reason, or one over 500 characters; or no such action", content_type = "text/html"))))]
pub async fn decide(mut ctx: WriteCtx<Director>) -> Result<Response> {
    // 1
    let body = ctx.body().await?;
    let typed = Fields::parse(&body);
    let lang = ctx.lang();
    // 2
    let decision = Decision::parse(typed.get("action"))
        .ok_or_else(|| ClientError::BadParameter("action".to_owned()))?;
    match moderation::decide(typed.get("id"), decision, typed.get("reason"), &ctx).await {
        // 3
        Ok(()) => see_other(&format!("/director/moderation?lang={}", lang.code())),
        Err(Error::ClientError(client_error)) => {
            let notice = response::sentence(&client_error, lang, "");
            show(client_error.status(), Some(&notice), &ctx).await
        }
        Err(error) => Err(error),
    }
}

async fn show(status: u16, notice: Option<&str>, ctx: &Ctx<Director>) -> Result<Response> {
    let lang = ctx.lang();
    let before_ms = ctx.request.query.get("before").parse().ok();
    let rows = ctx
        .reader()
        .quarantined(ctx.principal(), limits::MODERATION_PAGE, before_ms);
    let page = page_of(lang, notice, &rows.await?, &ctx.settings);
    Ok(response::personal_page(status, lang, &page)?)
}

fn page_of(lang: Lang, notice: Option<&str>, rows: &[QuarantinedRow], settings: &Settings) -> Page {
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
        }
        p { (word("moderation-note")) }
        @if let Some(notice) = notice {
            div.otklik-summary role="alert" { p { (notice) } }
        }
        @if rows.is_empty() {
            p.otklik-empty { (word("moderation-none")) }
        } @else {
            (table(lang, title, &columns, html! {
                @for row in rows {
                    tr data-response=(row.id) {
                        td.otklik-nowrap { (row.day) }
                        td {
                            (surveys::title(lang, &row.survey))
                            br;
                            small { (text(lang, &format!("source-{}", row.source.as_str()))) }
                            @if !row.event.is_empty() { br; bdi { (row.event) } }
                        }
                        td.otklik-number { @if row.scores.is_empty() { "—" } @else { (row.scores) } }
                        td { (text(lang, &format!("flag-{}", row.flag.map_or("", Flag::as_str)))) }
                        td {
                            form.otklik-decide method="post" action={ "?lang=" (lang.code()) } {
                                input type="hidden" name="id" value=(row.id);
                                input type="hidden" name="action" value="include";
                                input type="text" name="reason" required autocomplete="off"
                                    maxlength=(limits::REASON_MAX_CHARS)
                                    aria-label=(word("moderation-reason"))
                                    placeholder=(word("moderation-reason"));
                                button type="submit"
                                    aria-label={ (word("moderation-include")) ": " (row.day) ", " (row.scores) } {
                                    (word("moderation-include"))
                                }
                            }
                        }
                    }
                }
            }))
            @if let Some(last) = rows.get(limits::MODERATION_PAGE as usize - 1) {
                p {
                    a href={ "?lang=" (lang.code()) "&before=" (last.received_at_ms) } {
                        (word("moderation-more"))
                    }
                }
            }
        }
    };
    let style = [&page::style::page_style(settings.look), TABLES].concat();
    page::document(lang, title, style, body)
}
