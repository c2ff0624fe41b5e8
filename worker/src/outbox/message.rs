//! The text of a message: the occasion, the deadline, the link.

use crate::platform::clock;
use crate::store::Claimed;
use otklik_embed::i18n::texts::{fill, text};
use otklik_embed::settings::Settings;

/// The page where the agency acts on it.
pub fn link(message: &Claimed, settings: &Settings) -> String {
    format!("{}/director#{}", settings.public_url, message.kind)
}

pub fn subject(message: &Claimed, settings: &Settings) -> String {
    text(settings.default_lang, &format!("message-{}", message.kind)).to_owned()
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
