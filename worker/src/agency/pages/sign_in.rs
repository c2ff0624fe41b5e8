//! `/director/session`: the director signs in by a form, and out.

use crate::agency::pages::director;
use crate::auth::session;
use crate::guest::submit::check_origin;
use crate::http::error::Outcome;
use crate::http::request::{self, Call};
use crate::http::response;
use crate::platform::config;
use maud::html;
use otklik_embed::fields::Fields;
use otklik_embed::i18n::texts::text;
use otklik_embed::page;
use otklik_embed::settings::Settings;
use otklik_survey::Lang;
use worker::{Env, Request, Response};

/// 1. Sent by a page of another site: 403. Body over 16 KB: 413.
/// 2. The wrong token: 401, the form again.
/// 3. A cookie and on: 303.
pub async fn open(
    call: &Call,
    mut request: Request,
    env: &Env,
    settings: &Settings,
) -> Outcome<Response> {
    // 1
    check_origin(call, |origin| settings.allows(origin))?;
    let body = request::body(call, &mut request).await?;
    // 2
    let token = config::director_token(env)?;
    let lang = call.lang(settings);
    if !session::is_token(Fields::parse(&body).get("token"), &token) {
        return form(
            401,
            lang,
            call,
            settings,
            Some(text(lang, "director-wrong-token")),
        );
    }
    // 3
    see_director(call.query.get("lang"), &session::opening_cookie(&token)?)
}

/// Ends the session in this browser: 303; sent by a page of another site: 403.
pub fn end(call: &Call, settings: &Settings) -> Outcome<Response> {
    check_origin(call, |origin| settings.allows(origin))?;
    see_director("", &session::ending_cookie())
}

fn see_director(lang: &str, cookie: &str) -> Outcome<Response> {
    let address = match Lang::from_tag(lang) {
        Some(lang) => ["/director?lang=", lang.code()].concat(),
        None => "/director".to_owned(),
    };
    let response = Response::builder()
        .with_status(303)
        .with_header("Location", &address)?
        .with_header("Set-Cookie", cookie)?
        .with_header("Cache-Control", "no-store")?
        .empty();
    Ok(response)
}

/// The form, above which the sign-in page has nothing but its languages.
pub fn form(
    status: u16,
    lang: Lang,
    call: &Call,
    settings: &Settings,
    mistake: Option<&str>,
) -> Outcome<Response> {
    let title = text(lang, "director-sign-in");
    let body = html! {
        header { h1 { (title) } (page::languages(lang, "", &call.query, &director::PERIOD)) }
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
