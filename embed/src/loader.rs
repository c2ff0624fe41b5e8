//! The loader script and its payload: the form that it paints, and what the widget needs later.

use crate::fields::Fields;
use crate::form::follow_up_style;
use crate::page::{FormKind, STYLE};
use crate::settings::Settings;
use otklik_survey::sheet::Sheet;
use serde::Serialize;

const LOADER: &str = include_str!(concat!(env!("OUT_DIR"), "/loader.js"));

/// The hash in the names of the widget's files, which were built with this worker.
const WIDGET_HASH: &str = match option_env!("OTKLIK_WIDGET") {
    Some(hash) => hash,
    // A native build or a test: no widget comes, the form works alone.
    None => "none",
};

#[derive(Serialize)]
struct Payload<'a> {
    form: &'static str,
    css: String,
    html: String,
    sheet: &'a Sheet,
    /// The name, without ending, of the widget's files.
    widget: String,
}

/// The payload as JSON, safe inside a script. `context` holds what the address
/// says of where the answers come from.
pub fn payload(kind: FormKind, sheet: &Sheet, context: &Fields, settings: &Settings) -> String {
    let action = [&settings.public_url, kind.path(), sheet.survey.id()].concat();
    let mut typed = context.clone();
    typed.set("rev", "1");
    typed.set("version", sheet.survey.version().to_string());
    typed.set("lang", sheet.lang.code());
    let payload = Payload {
        form: kind.name(),
        css: [STYLE, &follow_up_style(sheet)].concat(),
        html: kind.render(sheet, &action, &typed, &[]).into_string(),
        sheet,
        widget: ["otklik-", WIDGET_HASH].concat(),
    };
    // Serialising strings, maps and numbers into memory cannot fail.
    let json = serde_json::to_string(&payload).unwrap_or_default();
    json.replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029")
}

/// The script of `/embed/{survey}.js`.
pub fn script(kind: FormKind, sheet: &Sheet, context: &Fields, settings: &Settings) -> String {
    // The loader's source ends in `})(PAYLOAD);`, its only mention of that name in capitals.
    LOADER.replacen("PAYLOAD", &payload(kind, sheet, context, settings), 1)
}
