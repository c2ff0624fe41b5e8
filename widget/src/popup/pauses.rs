//! The day on which a form was last closed or answered on this site: no pop-up opens for some days after it.
//!
//! In localStorage, one entry a form. Closing and answering are acts of the guest; nothing is stored before one.

use crate::dom::window;
use crate::loader::SurveyElement;
use js_sys::Date;
use web_sys::Storage;

const DAY_MS: f64 = 86_400_000.0;

pub(crate) fn remember(element: &SurveyElement) {
    if let Some(storage) = storage() {
        // Without storage it may open again on the next page.
        _ = storage.set_item(&key(element), &today().to_string());
    }
}

pub(crate) fn is_paused(element: &SurveyElement, pause_days: i32) -> bool {
    let stored = storage().and_then(|storage| storage.get_item(&key(element)).ok()?);
    let day = stored.and_then(|day| day.parse::<i32>().ok());
    day.is_some_and(|day| today() - day < pause_days)
}

/// Days since 1970, by universal time.
fn today() -> i32 {
    // A cast from float saturates.
    (Date::now() / DAY_MS) as i32
}

fn key(element: &SurveyElement) -> String {
    let survey = element.get_attribute("survey").unwrap_or_default();
    let form = element.get_attribute("form");
    let form = form.as_deref().unwrap_or("survey");
    ["otklik ", &survey, ":", form].concat()
}

/// A page may be denied it.
fn storage() -> Option<Storage> {
    window().local_storage().ok()?
}
