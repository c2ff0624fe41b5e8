//! The loader script and its payload: the form that it paints, and the data that the widget needs later.

use crate::fields::Fields;
use crate::page;
use crate::page::form::{Form, Hosting};
use crate::page::form_kind::FormKind;
use crate::page::thanks;
use crate::settings::Settings;
use crate::survey_doc::localized_survey::LocalizedSurvey;
use crate::survey_doc::surveys;
use maud::{Markup, html};
use otklik_survey::{Lang, Question, origin};
use serde::{Serialize, Serializer};

const LOADER: &str = include_str!(concat!(env!("OUT_DIR"), "/loader.js"));

/// The hash in the names of the widget's files, which were built with this worker. A native build or a test has none: the
/// form works alone.
const WIDGET_HASH: Option<&str> = option_env!("OTKLIK_WIDGET");

/// Sentences that the loader adds; all others are in the markup, or in the widget's own table (`widget/build.rs`).
const WORDS: [&str; 4] = ["callback-send", "sending", "retry", "not-sent"];

/// Errors of every form whose sentences are in the widget's own table (`widget/build.rs`): only the widget shows them.
const IN_WIDGET: [&str; 2] = ["error-missing_answer", "error-text_too_long"];

/// In this order compression finds the most repetitions.
#[derive(Serialize)]
struct Payload<'a> {
    form: &'static str,
    /// Marks of the origins whose pages may send; the widget warns the owner of another one.
    origins: Vec<u32>,
    title: &'a str,
    lang: Lang,
    /// The address of this payload.
    src: String,
    /// The address of the form's own page.
    page: &'a str,
    /// The address that takes submissions.
    endpoint: String,
    /// The address, without ending, of the widget's files.
    widget: String,
    survey: SurveyPayload<'a>,
    #[serde(serialize_with = "as_object")]
    words: Vec<(&'a str, &'a str)>,
    html: String,
    css: String,
}

/// Writes the words as an object: they are sorted already.
fn as_object<S: Serializer>(words: &[(&str, &str)], json: S) -> Result<S::Ok, S::Error> {
    json.collect_map(words.iter().copied())
}

/// The data of a survey that the widget needs.
#[derive(Serialize)]
struct SurveyPayload<'a> {
    id: &'a str,
    version: u32,
    questions: &'a [Question],
}

/// The marks of the origins whose pages may send answers to a survey.
fn origins(survey: &str, settings: &Settings) -> Vec<u32> {
    let survey = surveys::find(survey);
    let may_send = |it: &&String| survey.is_none_or(|survey| survey.allows(it, settings));
    let origins = settings.allowed_origins.iter().filter(may_send);
    origins.map(|it| origin::mark(it)).collect()
}

/// The payload as JSON, safe inside a script. `context` holds the fields of the address: the answers' event, channel and
/// touchpoint, the look, and the language where the address names one.
pub fn payload(
    kind: FormKind,
    localized: &LocalizedSurvey,
    context: &Fields,
    settings: &Settings,
) -> String {
    let words = localized
        .words
        .iter()
        .filter(|(key, _)| WORDS.contains(&key.as_str()) || key.starts_with("error-"))
        .filter(|(key, _)| !IN_WIDGET.contains(&key.as_str()));
    let (server, id) = (settings.public_url.as_str(), localized.survey.id());
    let page = [server, kind.path(), id].concat();
    let payload = Payload {
        form: kind.name(),
        lang: localized.lang,
        src: source(kind, id, context, server),
        page: &page,
        endpoint: [server, kind.endpoint(), "?survey=", id].concat(),
        origins: origins(id, settings),
        widget: [server, "/widget/otklik-", WIDGET_HASH.unwrap_or("none")].concat(),
        survey: SurveyPayload {
            id: localized.survey.id(),
            version: localized.survey.version(),
            questions: localized.survey.questions(),
        },
        title: localized.word("title"),
        words: words
            .map(|(key, text)| (key.as_str(), text.as_str()))
            .collect(),
        css: page::style::form_style(localized),
        html: block(kind, localized, context, &page, settings).into_string(),
    };
    // Serialising strings, maps and numbers into memory cannot fail.
    let json = serde_json::to_string(&payload).unwrap_or_default();
    json.replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029")
}

/// The address of the payload with this context. A site may have copied the script: its own address says nothing.
fn source(kind: FormKind, survey: &str, context: &Fields, server: &str) -> String {
    let path = [server, "/embed/", survey, ".json?form=", kind.name()].concat();
    let mut address = form_urlencoded::Serializer::for_suffix(path, server.len());
    for name in ["lang"].iter().chain(&page::TRAVELS) {
        let value = context.get(name);
        if !value.is_empty() {
            address.append_pair(name, value);
        }
    }
    address.finish()
}

/// Form, thanks and the switch of languages for a host page.
fn block(
    kind: FormKind,
    localized: &LocalizedSurvey,
    context: &Fields,
    action: &str,
    settings: &Settings,
) -> Markup {
    let own_page = match context.get("invite") {
        "" => action.to_owned(),
        code => [settings.public_url.as_str(), "/r/", code].concat(),
    };
    let mut typed = context.clone();
    typed.set("rev", "1");
    typed.set("version", localized.survey.version().to_string());
    typed.set("lang", localized.lang.code());
    // The loader records user activation.
    typed.set("user_activation", "0");
    let form = Form {
        localized,
        action,
        typed: &typed,
        errors: &[],
        hosting: Hosting::HostPage,
        // No third party on other people's pages.
        site_key: "",
    };
    html! {
        (form.render(kind))
        (thanks::of_host(localized))
        (page::languages(localized.lang, &own_page, context, &page::TRAVELS))
    }
}

/// The script of `/embed/{survey}.js`.
pub fn script(
    kind: FormKind,
    localized: &LocalizedSurvey,
    context: &Fields,
    settings: &Settings,
) -> String {
    // The loader's source ends in `})(PAYLOAD);`, its only mention of that name in capitals.
    LOADER.replacen("PAYLOAD", &payload(kind, localized, context, settings), 1)
}

/// The script inside the page of an invite, which paints the form before the browser shows anything. `typed` has the
/// fields of the page's own form.
pub fn inline(localized: &LocalizedSurvey, typed: &Fields, settings: &Settings) -> String {
    let mut context = typed.clone();
    // The loader makes an id of its own, and `/v1/responses` asks for no form token.
    for name in ["id", "form_token", "honeypot"] {
        context.set(name, "");
    }
    let script = script(FormKind::Survey, localized, &context, settings);
    // No text may end the script's element, nor begin a comment in it.
    script.replace("</", "<\\/").replace("<!--", "<\\!--")
}
