//! The text of a message: the occasion, the deadline, the link.

use crate::platform::clock;
use crate::store::Claimed;
use otklik_embed::i18n::texts::{fill, text};
use otklik_embed::settings::Settings;

/// The page where the agency acts on it.
pub fn link(message: &Claimed, settings: &Settings) -> String {
    // An hour's low answers are in the list of all.
    let section = match message.kind.as_str() {
        "low_answers" => "low_answer",
        kind => kind,
    };
    format!("{}/director#{section}", settings.public_url)
}

pub fn subject(message: &Claimed, settings: &Settings) -> String {
    let key = format!("message-{}", message.kind);
    let n = message.n.to_string();
    fill(text(settings.default_lang, &key), &[("n", &n)])
}

/// # Errors
/// A zone that does not exist.
pub fn body(message: &Claimed, settings: &Settings) -> worker::Result<String> {
    let due = match message.due_at_ms {
        Some(at_ms) => {
            let time = clock::minute_of(at_ms, &settings.zone)?;
            fill(
                text(settings.default_lang, "message-due"),
                &[("time", &time)],
            )
        }
        None => String::new(),
    };
    let (subject, link) = (subject(message, settings), link(message, settings));
    Ok(format!("{subject}. {due}\n{link}"))
}
