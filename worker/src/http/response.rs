//! Responses: JSON, pages and errors, with the headers that each of them always has.

use base64ct::{Base64, Encoding as _};
use otklik_embed::i18n::texts;
use otklik_embed::page::{self, Page};
use otklik_embed::settings::Settings;
use otklik_survey::Lang;
use serde::Serialize;
use sha2::{Digest, Sha256};
use worker::{Response, ResponseBuilder};

use crate::http::error::{ClientError, Error};
use crate::http::origin::back_of;
use crate::http::request::Request;
use hex::encode as hex;

#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub struct ErrorBody<'a> {
    error: ErrorDetail<'a>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub struct ErrorDetail<'a> {
    code: &'a str,
    field: Option<&'a str>,
    message: String,
    /// The number that the survey's next version must have.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<u32>,
    /// Every error of the body, where it has several.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    all: Vec<FieldErrorDetail<'a>>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub struct FieldErrorDetail<'a> {
    code: &'a str,
    field: &'a str,
    message: String,
}

/// JSON that no cache stores, not even the browser's: it may be personal.
pub fn json<T: Serialize>(status: u16, value: &T) -> worker::Result<Response> {
    builder(status, "application/json; charset=utf-8", NO_STORE)?.from_json(value)
}

/// JSON with an `ETag`: 304 where the client has the same. What needs a token or a session is [`NO_STORE`]: a program may
/// keep it with its tag, a browser must not. What is public is [`REVALIDATED`].
pub fn tagged<T: Serialize>(request: &Request, cache: &str, value: &T) -> worker::Result<Response> {
    let body = serde_json::to_vec(value)?;
    let tag = format!("\"{}\"", hex(Sha256::digest(&body)));
    let header = request.header("If-None-Match").unwrap_or_default();
    // A proxy that compressed the response made its tag a weak one.
    let mut known_tags = header
        .split(',')
        .map(|it| it.trim().trim_start_matches("W/"));
    let is_known = known_tags.any(|it| it == tag || it == "*");
    let status = if is_known { 304 } else { 200 };
    let builder = builder(status, "application/json; charset=utf-8", cache)?
        .with_header("ETag", &tag)?
        .with_header("Vary", "Authorization, Cookie")?;
    Ok(if is_known {
        builder.empty()
    } else {
        builder.fixed(body)
    })
}

/// For responses that must not be found in a browser after signing out.
pub const NO_STORE: &str = "no-store";

/// For responses that a browser may store and must revalidate.
pub const REVALIDATED: &str = "private, no-cache";

/// A page for signed-in users only.
pub fn personal_page(status: u16, lang: Lang, page: &Page) -> worker::Result<Response> {
    let mut response = self::page(status, lang, page)?;
    response.headers_mut().set("Cache-Control", NO_STORE)?;
    Ok(response)
}

/// A page with its own style and scripts, which posts to this deployment alone and is framed by nobody.
///
/// It is `private, no-cache`: the Back button must show the page as it was, with its id, and a shared cache must
/// never give it to two guests.
pub fn page(status: u16, lang: Lang, page: &Page) -> worker::Result<Response> {
    let hash = |text: &str| {
        let hash = Base64::encode_string(&Sha256::digest(text));
        format!("'sha256-{hash}'")
    };
    let challenge = if page.has_challenge {
        " https://challenges.cloudflare.com; frame-src https://challenges.cloudflare.com"
    } else {
        ""
    };
    let hashes: Vec<String> = page.scripts.iter().map(|script| hash(script)).collect();
    let scripts = match hashes.join(" ") {
        none if none.is_empty() && page.has_challenge => "; script-src".to_owned(),
        none if none.is_empty() => String::new(),
        hashes => format!("; connect-src 'self'; script-src 'self' 'wasm-unsafe-eval' {hashes}"),
    };
    let policy = [
        "default-src 'none'; style-src ",
        &hash(&page.style),
        "; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        &scripts,
        challenge,
    ];
    let response = builder(status, "text/html; charset=utf-8", "private, no-cache")?
        .with_header("Content-Security-Policy", &policy.concat())?
        .with_header("Content-Language", lang.code())?
        .with_header("Vary", "Accept-Language")?
        .with_header("X-Frame-Options", "DENY")?;
    Ok(response.fixed(page.html.clone().into_bytes()))
}

/// The headers of every response. `no-referrer` would make this deployment's forms arrive with `Origin: null`.
pub fn builder(status: u16, kind: &str, cache: &str) -> worker::Result<ResponseBuilder> {
    Response::builder()
        .with_status(status)
        .with_header("Content-Type", kind)?
        .with_header("Cache-Control", cache)?
        .with_header("X-Content-Type-Options", "nosniff")?
        .with_header("Referrer-Policy", "same-origin")
}

/// The response to an error: a page for browsers, JSON for programs.
///
/// Without settings the language and the look are unknown, and the response is JSON.
pub fn error(
    error: &Error,
    request: &Request,
    lang: Lang,
    settings: Option<&Settings>,
) -> worker::Result<Response> {
    error.log();
    let (status, code, header) = match error {
        Error::ClientError(client_error) => {
            let header = match client_error {
                ClientError::MethodNotAllowed(allowed) => Some(("Allow", allowed.as_str())),
                ClientError::TooMany | ClientError::TooManySignIns => Some(("Retry-After", "60")),
                _ => None,
            };
            (client_error.status(), client_error.code(), header)
        }
        Error::Unavailable(_) => (503, "unavailable", Some(("Retry-After", "10"))),
        Error::Internal(_) => (500, "internal", None),
    };
    let example = settings.map_or_else(String::new, Settings::phone_example_text);
    let message = |code: &str| match error {
        Error::ClientError(client_error) if code == client_error.code() => {
            sentence(client_error, lang, &example)
        }
        _ => texts::error(lang, code, &example),
    };
    let mut response = match settings {
        Some(settings) if request.accepts_html() => {
            // This page does not have the answers that were typed.
            let code = if status == 503 { "away" } else { code };
            let back = back_of(request, settings);
            let page = page::message(lang, settings, &message(code), back.as_ref());
            personal_page(status, lang, &page)?
        }
        _ => json(status, &body(error, code, message))?,
    };
    if let Some((name, value)) = header {
        response.headers_mut().set(name, value)?;
    }
    Ok(response)
}

/// Why a request was refused, in a sentence for its sender.
pub fn sentence(client_error: &ClientError, lang: Lang, phone_example: &str) -> String {
    let text = texts::error(lang, client_error.code(), phone_example);
    match client_error {
        ClientError::TooLarge { max_bytes } => {
            texts::fill(&text, &[("limit", &size_text(lang, *max_bytes))])
        }
        ClientError::WrongVersion { next } => texts::fill(&text, &[("next", &next.to_string())]),
        _ => text,
    }
}

/// A size as people read it: whole kilobytes of 1,024 bytes, from a million bytes on megabytes with one decimal.
fn size_text(lang: Lang, bytes: usize) -> String {
    if bytes < 1_000_000 {
        let n = (bytes / 1_024).to_string();
        return texts::fill(texts::text(lang, "size-kb"), &[("n", &n)]);
    }
    let mark = lang.decimal_mark();
    let n = format!("{}{mark}{}", bytes / 1_000_000, bytes / 100_000 % 10);
    texts::fill(texts::text(lang, "size-mb"), &[("n", &n)])
}

fn body<'a>(error: &'a Error, code: &'a str, message: impl Fn(&str) -> String) -> ErrorBody<'a> {
    let (field, all) = match error {
        Error::ClientError(ClientError::Rejected(errors)) if errors.len() > 1 => {
            let all = errors.iter().map(|validation_error| FieldErrorDetail {
                code: validation_error.code.as_str(),
                field: &validation_error.field,
                message: message(validation_error.code.as_str()),
            });
            (
                errors.first().map(|first| first.field.as_str()),
                all.collect(),
            )
        }
        Error::ClientError(client_error) => (client_error.field(), Vec::new()),
        // The client can only wait.
        Error::Unavailable(_) | Error::Internal(_) => (None, Vec::new()),
    };
    ErrorBody {
        error: ErrorDetail {
            code,
            field,
            message: message(code),
            next: error.next(),
            all,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::body::BodyLimit;
    use otklik_survey::limits;

    #[test]
    fn too_large_names_the_limit_of_its_route() {
        let sentence = |lang, max_bytes| sentence(&ClientError::TooLarge { max_bytes }, lang, "");
        for (max_bytes, lang, size) in [
            (BodyLimit::SMALL.max_bytes, Lang::Ru, " 16 КБ."),
            (BodyLimit::SURVEY.max_bytes, Lang::En, " 64 KB."),
            (BodyLimit::INVITES.max_bytes, Lang::Uk, " 1,5 МБ."),
            (BodyLimit::IMPORT.max_bytes, Lang::En, " 1.5 MB."),
            (limits::IMPORT_WRITE_MAX_BYTES, Lang::En, " 1.9 MB."),
        ] {
            let sentence = sentence(lang, max_bytes);
            assert!(sentence.contains(size), "{sentence}");
            assert!(!sentence.contains('{'), "{sentence}");
        }
    }
}
