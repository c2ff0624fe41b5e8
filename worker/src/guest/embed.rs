//! What host pages load: the loader, its payload in another language, the widget.

use super::form::localized;
use super::form_context::context;
use super::surveys;
use crate::auth::principal::Public;
use crate::ctx::Ctx;
use crate::http::error::{ClientError, Result};
#[cfg(test)]
use crate::http::openapi_query::{LoaderQuery, LookQuery};
use crate::http::response;
#[cfg(test)]
use crate::http::response::ErrorBody;
use otklik_embed::client::loader;
use otklik_embed::page::form_kind::FormKind;
use otklik_survey::Lang;
use worker::{EncodeBody, Response};

/// A loader as a script, or its payload alone.
#[derive(Clone, Copy)]
pub enum LoaderFormat {
    Script,
    Payload,
}

impl LoaderFormat {
    const fn content_type(self) -> &'static str {
        match self {
            LoaderFormat::Script => "text/javascript; charset=utf-8",
            LoaderFormat::Payload => "application/json; charset=utf-8",
        }
    }
}

/// The loader with the form inside.
#[cfg_attr(test, utoipa::path(get, path = "/embed/{survey}.js", operation_id = "loader", tag = "host page",
    params(("survey" = String, Path), LoaderQuery, LookQuery),
    responses((status = 200, description = "The loader with the form inside", content_type = "text/javascript"),
        (status = 404, description = "No such survey", body = ErrorBody),
        (status = 422, description = "No such form", body = ErrorBody),
        (status = 429, description = "Too many surveys from one network that do not exist", body = ErrorBody))))]
pub async fn loader(ctx: Ctx<Public>) -> Result<Response> {
    serve(LoaderFormat::Script, &ctx).await
}

/// The loader's payload without the loader, for another language.
#[cfg_attr(test, utoipa::path(get, path = "/embed/{survey}.json", operation_id = "payload", tag = "host page",
    params(("survey" = String, Path), LoaderQuery, LookQuery),
    responses((status = 200, description = "What the loader carries, alone", content_type = "application/json"),
        (status = 404, description = "No such survey", body = ErrorBody),
        (status = 422, description = "No such form", body = ErrorBody),
        (status = 429, description = "Too many surveys from one network that do not exist", body = ErrorBody))))]
pub async fn payload(ctx: Ctx<Public>) -> Result<Response> {
    serve(LoaderFormat::Payload, &ctx).await
}

/// 1. Unknown survey: 404; too many of them from one network: 429. Another form: 422.
/// 2. 200, cached for five minutes: by everybody where the address names the language, else by the
///    browser alone.
async fn serve(kind: LoaderFormat, ctx: &Ctx<Public>) -> Result<Response> {
    // 1
    let (query, settings) = (&ctx.request.query, &ctx.settings);
    let survey = surveys::current(ctx.param(), ctx).await?;
    let form = match query.get("form") {
        "" | "survey" => FormKind::Survey,
        "callback" => FormKind::Callback,
        _ => return Err(ClientError::BadParameter("form".to_owned()).into()),
    };
    // 2
    let lang = ctx.lang().offered();
    let named = Lang::from_tag(query.get("lang"));
    let mut context = context(query);
    context.set("lang", named.map_or("", Lang::code));
    let look = survey.look(settings).with(&context);
    let localized = localized(form, survey, lang, &context, look, settings);
    let body = match kind {
        LoaderFormat::Script => loader::script(form, &localized, &context, settings),
        LoaderFormat::Payload => loader::payload(form, &localized, &context, settings),
    };
    let (cache, vary) = if named.is_some() {
        ("public, max-age=300", "Accept-Encoding")
    } else {
        ("private, max-age=300", "Accept-Encoding, Accept-Language")
    };
    let builder = response::builder(200, kind.content_type(), cache)?.with_header("Vary", vary)?;
    Ok(builder.fixed(body.into_bytes()))
}

/// The widget's files, named by their content: 200 and kept for a year, or 404.
///
/// They are compressed once, at build time.
#[cfg_attr(test, utoipa::path(get, path = "/widget/{file}", operation_id = "widget", tag = "host page",
    params(("file" = String, Path)),
    responses((status = 200, description = "A file of the widget, named by its content", content_type = "application/wasm"),
        (status = 404, description = "No such file", body = ErrorBody))))]
pub async fn widget(ctx: Ctx<Public>) -> Result<Response> {
    let file = ctx.param();
    let kind = match file.rsplit_once('.') {
        Some((_, "js")) => "text/javascript; charset=utf-8",
        Some((_, "wasm")) => "application/wasm",
        _ => return Err(ClientError::NotFound.into()),
    };
    let brotli = ctx.request.accepts_brotli();
    let ending = if brotli { ".br" } else { "" };
    let asset = ctx
        .bindings
        .asset(&format!("widget/{file}{ending}"))
        .await?;
    let asset = asset.ok_or(ClientError::NotFound)?;
    let mut builder = response::builder(200, kind, "public, max-age=31536000, immutable")?
        .with_header("Vary", "Accept-Encoding")?;
    if brotli {
        builder = builder
            .with_header("Content-Encoding", "br")?
            .with_encode_body(EncodeBody::Manual);
    }
    Ok(builder.body(asset.into_parts().1))
}
