//! `/director/session`: the director's sign-in form, signing in and signing out.

use super::layout::{PERIOD, see_other};
use crate::auth::principal::Public;
use crate::auth::session;
use crate::ctx::WriteCtx;
use crate::http::error::{ClientError, Result};
use crate::http::origin::check_origin;
use crate::http::request::Request;
use crate::http::response;
#[cfg(test)]
use crate::http::response::ErrorBody;
use maud::html;
use otklik_embed::fields::Fields;
use otklik_embed::i18n::texts::text;
use otklik_embed::page;
use otklik_embed::settings::Settings;
use otklik_survey::Lang;
use worker::Response;

const DIRECTOR: &str = "/director";

/// Signs the director in.
///
/// 1. Sent by a page of another site: 403. Body over 16 KB: 413.
/// 2. A wrong token: 401, the form again.
/// 3. A cookie, and 303 to the director's page.
#[cfg_attr(test, utoipa::path(post, path = "/director/session", operation_id = "sign_in", tag = "director",
    request_body(content = String, content_type = "application/x-www-form-urlencoded", description = "`token`"),
    responses((status = 303, description = "Signed in by a cookie for 12 hours"),
        (status = 401, description = "A wrong token; the form again", content_type = "text/html"),
        (status = 408, description = "The body did not arrive within 10 seconds", body = ErrorBody),
        (status = 413, description = "Over 16 KB", body = ErrorBody))))]
pub async fn open(mut ctx: WriteCtx<Public>) -> Result<Response> {
    // 1
    check_origin(&ctx.request, |origin| ctx.settings.allows(origin))?;
    let body = ctx.body().await?;
    let (request, settings) = (&ctx.request, &ctx.settings);
    // 2
    let token = ctx.bindings.director_token()?;
    if !session::is_token(Fields::parse(&body).get("token"), &token) {
        let mistake = text(ctx.lang(), "director-wrong-token");
        return form(401, request, settings, Some(mistake));
    }
    // 3
    let cookie = session::opening_cookie(&token, ctx.now_ms)?;
    see_director(request.query.get("lang"), &cookie)
}

/// Ends the session in this browser: 303; sent by a page of another site: 403.
#[cfg_attr(test, utoipa::path(post, path = "/director/session/end", operation_id = "sign_out", tag = "director",
    responses((status = 303, description = "Signed out in this browser"))))]
pub async fn end(ctx: WriteCtx<Public>) -> Result<Response> {
    check_origin(&ctx.request, |origin| ctx.settings.allows(origin))?;
    see_director("", &session::ending_cookie())
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
        let page = page::message(lang, settings.look, text(lang, why(&client_error)));
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
