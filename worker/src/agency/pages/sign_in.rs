//! `/director/session`: the director's sign-in form, signing in and signing out.

use super::layout::{PERIOD, see_other};
use crate::auth::principal::{Director, Public};
use crate::auth::session;
use crate::ctx::WriteCtx;
use crate::http::error::{ClientError, Error, Result};
use crate::http::origin::check_origin;
use crate::http::request::Request;
use crate::http::response;
#[cfg(test)]
use crate::http::response::ErrorBody;
use crate::store::FailedSignInRow;
use maud::{Markup, html};
use otklik_embed::fields::Fields;
use otklik_embed::i18n::texts::{fill, text};
use otklik_embed::page;
use otklik_embed::settings::Settings;
use otklik_survey::Lang;
use worker::Response;

const DIRECTOR: &str = "/director";

/// Signs the director in.
///
/// 1. Sent by a page that is not this deployment's own: 403. Body over 16 KB: 413.
/// 2. A wrong token: 401, the form again; 429 after too many of them.
/// 3. A session, its cookie, and 303 to the director's page.
#[cfg_attr(test, utoipa::path(post, path = "/director/session", operation_id = "sign_in", tag = "director",
    request_body(content = String, content_type = "application/x-www-form-urlencoded", description = "`token`"),
    responses((status = 303, description = "Signed in by a cookie for 12 hours"),
        (status = 401, description = "A wrong token; the form again", content_type = "text/html"),
        (status = 408, description = "The body did not arrive within 10 seconds", body = ErrorBody),
        (status = 413, description = "Over 16 KB", body = ErrorBody),
        (status = 429, description = "Too many wrong tokens within a minute; the form again. The right one is always taken", content_type = "text/html"),
        (status = 503, description = "Try again", body = ErrorBody))))]
pub async fn open(mut ctx: WriteCtx<Public>) -> Result<Response> {
    // 1
    check_own_page(&ctx)?;
    let body = ctx.body().await?;
    // 2
    let secret = ctx.bindings.director_token()?;
    let given = Fields::parse(&body);
    let Some(session) = session::sign_in(given.get("token"), &secret, ctx.now_ms)? else {
        return wrong(&ctx).await;
    };
    // 3
    ctx.store().open_session(&session, ctx.now_ms).await?;
    see_director(ctx.request.query.get("lang"), &session.cookie)
}

async fn wrong(ctx: &WriteCtx<Public>) -> Result<Response> {
    let (request, settings, lang) = (&ctx.request, &ctx.settings, ctx.lang());
    match ctx.count_failed_sign_in().await {
        Ok(()) => form(
            401,
            request,
            settings,
            Some(text(lang, "director-wrong-token")),
        ),
        Err(Error::ClientError(client_error)) => {
            let sentence = response::sentence(&client_error, lang, "");
            let mut response = form(client_error.status(), request, settings, Some(&sentence))?;
            response.headers_mut().set("Retry-After", "60")?;
            Ok(response)
        }
        Err(error) => Err(error),
    }
}

/// Ends the session: 303. Sent by a page that is not this deployment's own: 403. Where the session cannot be ended now:
/// 503, and it stays open.
#[cfg_attr(test, utoipa::path(post, path = "/director/session/end", operation_id = "sign_out", tag = "director",
    responses((status = 303, description = "Signed out: the session has ended, also for a copy of its cookie"),
        (status = 403, description = "Sent by a page of another site", body = ErrorBody),
        (status = 503, description = "Try again: the session is still open", body = ErrorBody))))]
pub async fn end(ctx: WriteCtx<Public>) -> Result<Response> {
    check_own_page(&ctx)?;
    let secret = ctx.bindings.director_token()?;
    if let Some(session) = session::named(&ctx.request, &secret)? {
        ctx.store().end_session(&session, ctx.now_ms).await?;
    }
    see_director("", &session::ending_cookie())
}

/// Ends every session, in all browsers: 303.
#[cfg_attr(test, utoipa::path(post, path = "/director/sessions/end", operation_id = "sign_out_everywhere", tag = "director",
    responses((status = 303, description = "Every session has ended"),
        (status = 401, description = "Not signed in", content_type = "text/html"),
        (status = 403, description = "Sent by a page of another site", content_type = "text/html"),
        (status = 503, description = "Try again", body = ErrorBody))))]
pub async fn end_all(ctx: WriteCtx<Director>) -> Result<Response> {
    ctx.store()
        .end_all_sessions(ctx.actor(), ctx.now_ms)
        .await?;
    see_director(ctx.lang().code(), &session::ending_cookie())
}

/// Refuses pages of host sites too, which may send votes: one could sign its reader in as somebody else, or out. A
/// request without `Origin` comes from no page.
fn check_own_page(ctx: &WriteCtx<Public>) -> Result<(), ClientError> {
    let is_own = ctx.request.is_from_own_page(&ctx.settings);
    check_origin(&ctx.request, |_| is_own)
}

/// On `/director`: the wrong tokens of the last days; nothing where there were none.
pub fn failures(lang: Lang, failed: &FailedSignInRow) -> Markup {
    let n = failed.n.to_string();
    html! {
        @if failed.n > 0 || failed.throttled {
            p.otklik-note data-failed-sign-ins=(n) {
                (fill(text(lang, "director-failed-sign-ins"), &[("n", &n)])) " "
                @if failed.throttled { (text(lang, "director-throttled")) " " }
                a href={ "/director/audit?lang=" (lang.code()) "&action=sign_in_failed" } {
                    (text(lang, "audit-title"))
                }
            }
        }
    }
}

/// The response of a page to a sender who is not the director: on `/director` the sign-in form, 200; on any other
/// page 303 to there; to a posted form the reason why nothing was changed, 401 or 403.
pub fn refused(
    request: &Request,
    settings: &Settings,
    client_error: ClientError,
) -> Result<Response> {
    if request.writes() {
        let lang = request.lang(settings);
        let page = page::message(lang, settings, text(lang, why(&client_error)), None);
        return Ok(response::personal_page(client_error.status(), lang, &page)?);
    }
    if request.path == DIRECTOR {
        return form(200, request, settings, None);
    }
    see_other(DIRECTOR)
}

/// The key of the sentence for a sender who may not write.
pub fn why(client_error: &ClientError) -> &'static str {
    match client_error {
        ClientError::OriginNotAllowed => "error-origin_not_allowed",
        ClientError::TooManySignIns => "error-too_many_sign_ins",
        _ => "error-session_ended",
    }
}

fn see_director(lang: &str, cookie: &str) -> Result<Response> {
    let address = match Lang::from_tag(lang) {
        Some(lang) => format!("{DIRECTOR}?lang={}", lang.code()),
        None => DIRECTOR.to_owned(),
    };
    let mut response = see_other(&address)?;
    response.headers_mut().set("Set-Cookie", cookie)?;
    Ok(response)
}

/// The sign-in page: the form and the choice of language.
fn form(
    status: u16,
    request: &Request,
    settings: &Settings,
    mistake: Option<&str>,
) -> Result<Response> {
    let lang = request.lang(settings);
    let title = text(lang, "director-sign-in");
    let body = html! {
        header { h1 { (title) } (page::languages(lang, "", &request.query, &PERIOD)) }
        form.otklik-form method="post" action={ "/director/session?lang=" (lang.code()) } {
            div.otklik-q {
                label {
                    span.otklik-label { (text(lang, "director-token")) }
                    input type="password" name="token" required autocomplete="current-password"
                        aria-describedby=(if mistake.is_some() { "err-token" } else { "hint-token" })
                        aria-invalid=[mistake.map(|_| "true")];
                }
                small.otklik-hint id="hint-token" { (text(lang, "director-token-hint")) }
                @if let Some(mistake) = mistake {
                    p.otklik-error id="err-token" role="alert" { (mistake) }
                }
            }
            button.otklik-send type="submit" { (text(lang, "director-enter")) }
        }
    };
    let page = page::document(lang, title, page::style::page_style(settings.look), body);
    Ok(response::page(status, lang, &page)?)
}
