//! The due time of a callback: computed from the agency's hours, written in the visitor's language.

use crate::http::error::Error;
use crate::platform::clock;
use otklik_embed::i18n::due_at::DueSentence;
use otklik_embed::settings::Settings;
use otklik_survey::Lang;
use otklik_survey::callback::{By, Window};

/// The due time of a request received now, UTC milliseconds. `None` where the agency does not work within 60
/// days, or its hours cannot be parsed: no due time is better than an invented one.
///
/// # Errors
/// A zone that the platform does not know.
pub fn due_at_ms(
    received_at_ms: i64,
    window: Window,
    settings: &Settings,
) -> worker::Result<Option<i64>> {
    let schedule = match settings.schedule() {
        Ok(schedule) => schedule,
        Err(mistake) => {
            Error::Internal(format!("SETTINGS: {mistake}").into()).log();
            return Ok(None);
        }
    };
    // A minute that has begun does not count.
    let receipt_ms = (received_at_ms + 59_999).div_euclid(60_000) * 60_000;
    let receipt = clock::local(receipt_ms, &settings.zone)?;
    let due_at = schedule.due_at(receipt, settings.callback_minutes, window);
    due_at
        .map(|moment| clock::utc_ms(moment, &settings.zone))
        .transpose()
}

/// The sentence for a visitor who reads it now.
///
/// # Errors
/// A zone that the platform does not know.
pub fn sentence(
    lang: Lang,
    by: By,
    due_at_ms: i64,
    settings: &Settings,
    now_ms: i64,
) -> worker::Result<String> {
    tell(lang, by, due_at_ms, settings, now_ms, |telling| {
        telling.announcement()
    })
}

/// The same as a reminder, for the cancel page and for a due time that has passed.
///
/// # Errors
/// A zone that the platform does not know.
pub fn reminder(
    lang: Lang,
    by: By,
    due_at_ms: i64,
    settings: &Settings,
    now_ms: i64,
) -> worker::Result<String> {
    tell(lang, by, due_at_ms, settings, now_ms, |telling| {
        telling.reminder()
    })
}

fn tell(
    lang: Lang,
    by: By,
    due_at_ms: i64,
    settings: &Settings,
    now_ms: i64,
    say: fn(&DueSentence<'_>) -> String,
) -> worker::Result<String> {
    let zone = &settings.zone;
    Ok(say(&DueSentence {
        lang,
        by,
        due_at: clock::local(due_at_ms, zone)?,
        today: clock::local(now_ms, zone)?.day,
        offset_minutes: clock::offset_minutes(due_at_ms, zone)?,
        number: settings.calling_number_text().as_deref(),
    }))
}
