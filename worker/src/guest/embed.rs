//! What host pages load: the loader, its payload in another language, the widget.

use crate::guest::survey_form;
use crate::http::error::{Outcome, Refusal};
use crate::http::request::Call;
use crate::http::response;
use crate::store::published_surveys;
use otklik_embed::client::loader;
use otklik_embed::page::form_kind::FormKind;
use otklik_embed::settings::Settings;
use otklik_survey::Lang;
use worker::{EncodeBody, Env, Response};

/// A loader as a script, or its payload alone.
#[derive(Clone, Copy)]
pub enum Kind {
    Script,
    Payload,
}

impl Kind {
    pub fn of_ending(ending: &str) -> Option<Kind> {
        match ending {
            "js" => Some(Kind::Script),
            "json" => Some(Kind::Payload),
            _ => None,
        }
    }

    const fn content_type(self) -> &'static str {
        match self {
            Kind::Script => "text/javascript; charset=utf-8",
            Kind::Payload => "application/json; charset=utf-8",
        }
    }
}

/// 1. Unknown survey: 404. Another form: 422.
/// 2. 200, cached for five minutes: by everybody where the address names the language, else by the
///    browser alone.
pub async fn serve(
    kind: Kind,
    survey: &str,
    call: &Call,
    env: &Env,
    settings: &Settings,
) -> Outcome<Response> {
    // 1
    let survey = published_surveys::survey(survey, call, env).await?;
    let form = match call.query.get("form") {
        "" | "survey" => FormKind::Survey,
        "callback" => FormKind::Callback,
        _ => return Err(Refusal::BadParameter("form".to_owned()).into()),
    };
    // 2
    let lang = call.lang(settings);
    let context = survey_form::context(&call.query);
    let look = survey.look(settings).with(&context);
    let sheet = survey_form::sheet_of(form, survey, lang, &context, look, settings);
    let body = match kind {
        Kind::Script => loader::script(form, &sheet, &context, settings),
        Kind::Payload => loader::payload(form, &sheet, &context, settings),
    };
    let named = Lang::from_tag(call.query.get("lang")).is_some();
    let (cache, vary) = if named {
        ("public, max-age=300", "Accept-Encoding")
    } else {
        ("private, max-age=300", "Accept-Encoding, Accept-Language")
    };
    let builder = response::builder(200, kind.content_type(), cache)?.with_header("Vary", vary)?;
    Ok(builder.fixed(body.into_bytes()))
}

/// The widget's files, named by their content: 200 and kept for a year, or 404.
///
/// They were compressed once, at the highest level, when they were built.
pub async fn widget(file: &str, call: &Call, env: &Env) -> Outcome<Response> {
    let kind = match file.rsplit_once('.') {
        Some((_, "js")) => "text/javascript; charset=utf-8",
        Some((_, "wasm")) => "application/wasm",
        _ => return Err(Refusal::NotFound.into()),
    };
    let brotli = call.accepts_brotli();
    let ending = if brotli { ".br" } else { "" };
    let asset = response::asset(&["widget/", file, ending].concat(), env).await?;
    let mut builder = response::builder(200, kind, "public, max-age=31536000, immutable")?
        .with_header("Vary", "Accept-Encoding")?;
    if brotli {
        builder = builder
            .with_header("Content-Encoding", "br")?
            .with_encode_body(EncodeBody::Manual);
    }
    Ok(builder.body(asset.into_parts().1))
}
