//! `/director/low-answers`: clients' low answers, page by page; and the section of `/director`.

use super::layout::{TABLES, table};
use super::outbox::times;
use crate::auth::principal::Director;
use crate::ctx::Ctx;
use crate::http::error::Result;
use crate::http::query::named;
use crate::http::response;
use crate::store::{LowCursor, LowRow};
use maud::{Markup, html};
use otklik_embed::i18n::texts::{fill, text};
use otklik_embed::page;
use otklik_embed::settings::Settings;
use otklik_embed::survey_doc::surveys;
use otklik_survey::{Lang, SubmissionId, limits};
use worker::Response;

/// A page of low answers.
///
/// 1. A cursor that does not fit: 422.
/// 2. The page: 200.
#[cfg_attr(test, utoipa::path(get, path = "/director/low-answers", operation_id = "low_answers", tag = "director",
    params(("after" = Option<String>, Query, description = "Of the page before"), ("lang" = Option<Lang>, Query)),
    responses((status = 200, description = "Clients' low answers, those by invite first; or the sign-in form", content_type = "text/html"),
        (status = 422, description = "An invalid cursor", content_type = "text/html"))))]
pub async fn list(ctx: Ctx<Director>) -> Result<Response> {
    // 1
    let (lang, settings) = (ctx.lang(), &ctx.settings);
    let after = named(&ctx.request.query, "after", parse_cursor)?;
    // 2
    let rows = read(&ctx, after.as_ref()).await?;
    let title = text(lang, "low-title");
    let body = html! {
        header {
            h1 { (title) }
            (page::languages(lang, "", &ctx.request.query, &["after"]))
        }
        p.otklik-steps { a href={ "/director?lang=" (lang.code()) } { (text(lang, "director-title")) } }
        @if rows.is_empty() {
            p.otklik-empty { (text(lang, "low-none")) }
        } @else {
            (answers(lang, &rows, settings)?)
        }
    };
    let style = [&page::style::page_style(settings.look), TABLES].concat();
    let page = page::document(lang, title, style, body);
    Ok(response::personal_page(200, lang, &page)?)
}

/// The first page and one more, which tells whether there is a next.
pub async fn read(ctx: &Ctx<Director>, after: Option<&LowCursor>) -> Result<Vec<LowRow>> {
    let reader = ctx.reader();
    reader
        .low_answers(ctx.principal(), after, limits::LOW_ANSWERS_PAGE + 1)
        .await
}

/// The section of the director's page; nothing where there are none.
///
/// # Errors
/// A zone that the platform does not know.
pub fn section(lang: Lang, rows: &[LowRow], settings: &Settings) -> worker::Result<Markup> {
    if rows.is_empty() {
        return Ok(html! {});
    }
    Ok(html! {
        h2 id="low_answer" { (text(lang, "low-title")) }
        (answers(lang, rows, settings)?)
    })
}

fn answers(lang: Lang, rows: &[LowRow], settings: &Settings) -> worker::Result<Markup> {
    let page = &rows[..rows.len().min(limits::LOW_ANSWERS_PAGE as usize)];
    let times = times(page.iter().map(|row| row.made_at_ms), settings)?;
    let columns = [
        "director-when",
        "moderation-about",
        "moderation-scores",
        "director-comment",
    ];
    Ok(html! {
        (table(lang, text(lang, "low-title"), &columns, html! {
            @for (row, time) in page.iter().zip(&times) { (answer(lang, row, time)) }
        }))
        @if let Some(last) = page.last().filter(|_| rows.len() > page.len()) {
            p {
                a href={ "/director/low-answers?lang=" (lang.code()) "&after=" (cursor_of(last)) } {
                    (text(lang, "moderation-more"))
                }
            }
        }
    })
}

fn answer(lang: Lang, row: &LowRow, time: &str) -> Markup {
    html! {
        tr data-low=(row.id) {
            td.otklik-nowrap { (time) }
            td {
                (surveys::title(lang, &row.survey))
                br;
                small { (text(lang, &format!("source-{}", row.source.as_str()))) }
                @if !row.event.is_empty() { br; bdi { (row.event) } }
                @if !row.reference.is_empty() { br; small { bdi { (row.reference) } } }
            }
            td.otklik-number {
                (row.scores)
                @if row.present_scores != row.scores {
                    br;
                    small { (fill(text(lang, "low-present"), &[("scores", &row.present_scores)])) }
                }
            }
            td { bdi { (row.comment) } }
        }
    }
}

fn cursor_of(row: &LowRow) -> String {
    let invited = u8::from(row.is_invited);
    format!("{invited}.{}.{}", row.made_at_ms, row.id)
}

fn parse_cursor(raw: &str) -> Option<LowCursor> {
    let mut parts = raw.splitn(3, '.');
    let is_invited = match parts.next()? {
        "0" => false,
        "1" => true,
        _ => return None,
    };
    Some(LowCursor {
        is_invited,
        made_at_ms: parts.next()?.parse().ok()?,
        id: SubmissionId::parse(parts.next()?)?.as_str().to_owned(),
    })
}
