//! The time of day and the agency's calendar, from the platform. A zone database of our own (jiff)
//! would add 76 KB to the worker; the platform has one.

use crate::platform::js::object;
use futures_util::future::{Either, select};
use js_sys::futures::JsFuture;
use js_sys::{Object, Promise};
use otklik_survey::Lang;
use otklik_survey::promise::Moment;
use std::pin::pin;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// Fulfilled, with nothing, so many milliseconds from now.
    #[wasm_bindgen(js_namespace = scheduler)]
    pub fn wait(ms: u32) -> Promise;

    #[wasm_bindgen(js_namespace = scheduler, js_name = wait)]
    fn wait_or_end(ms: u32, options: &Object) -> Promise;

    type AbortController;

    #[wasm_bindgen(constructor)]
    fn new() -> AbortController;

    #[wasm_bindgen(method, getter)]
    fn signal(this: &AbortController) -> JsValue;

    #[wasm_bindgen(method)]
    fn abort(this: &AbortController);

    #[wasm_bindgen(js_namespace = Intl)]
    type DateTimeFormat;

    #[wasm_bindgen(constructor, catch, js_namespace = Intl)]
    fn new(locale: &str, options: &Object) -> Result<DateTimeFormat, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn format(this: &DateTimeFormat, at_ms: f64) -> Result<String, JsValue>;
}

/// UTC milliseconds since 1970.
pub fn now_ms() -> i64 {
    js_sys::Date::now() as i64
}

/// Waits.
///
/// # Errors
/// None that is known.
pub async fn pause(ms: u32) -> worker::Result<()> {
    JsFuture::from(wait(ms)).await?;
    Ok(())
}

/// A time that is waited for, at most. A promise that nobody settles keeps what waits for it for ever: so
/// this one is to be ended.
struct Patience(AbortController);

impl Patience {
    fn new() -> Patience {
        Patience(AbortController::new())
    }

    /// Comes after so many milliseconds.
    ///
    /// # Errors
    /// It was ended, and nobody waits any more.
    async fn ends_after(&self, ms: u32) -> Result<(), JsValue> {
        let options = object(&[("signal", self.0.signal())])?;
        JsFuture::from(wait_or_end(ms, &options)).await.map(|_| ())
    }

    fn end(&self) {
        self.0.abort();
    }
}

/// What comes of some work; `None` where it takes longer.
pub async fn within<T>(ms: u32, work: impl Future<Output = T>) -> Option<T> {
    let patience = Patience::new();
    let (work, end) = (pin!(work), pin!(patience.ends_after(ms)));
    let first = select(work, end).await;
    patience.end();
    match first {
        Either::Left((done, _)) => Some(done),
        Either::Right(_) => None,
    }
}

/// The calendar day in `zone`, `YYYY-MM-DD`.
///
/// # Errors
/// A zone that the platform does not know.
pub fn day_of(at_ms: i64, zone: &str) -> worker::Result<String> {
    format(at_ms, SWEDEN, &[("dateStyle", "short"), ("timeZone", zone)])
}

/// The clocks of a zone, to be asked often: the platform takes longer to make its format than to use it.
pub struct Zone(DateTimeFormat);

impl Zone {
    /// # Errors
    /// A zone that the platform does not know.
    pub fn new(name: &str) -> worker::Result<Zone> {
        let styles = [
            ("dateStyle", "short"),
            ("timeStyle", "short"),
            ("timeZone", name),
        ];
        Ok(Zone(format_of(SWEDEN, &styles)?))
    }

    /// Day and time, `YYYY-MM-DD HH:MM`.
    fn minute_of(&self, at_ms: i64) -> worker::Result<String> {
        Ok(self.0.format(at_ms as f64)?)
    }

    /// The calendar day, `YYYY-MM-DD`.
    pub fn day_of(&self, at_ms: i64) -> worker::Result<String> {
        Ok(self.local(at_ms)?.day.to_string())
    }

    fn local(&self, at_ms: i64) -> worker::Result<Moment> {
        let text = self.minute_of(at_ms)?;
        Moment::parse(&text).ok_or_else(|| "the platform writes times in another way".into())
    }

    /// By how many minutes the clocks are ahead at a minute of UTC.
    fn offset_at(&self, minute: i64) -> worker::Result<i64> {
        Ok(self.local(minute * MINUTE_MS)?.number() - minute)
    }

    /// The minute of UTC at which the clocks show one, both counted from 1970.
    pub fn utc_of(&self, minute: i64) -> worker::Result<i64> {
        resolve(minute, |minute| self.offset_at(minute))
    }
}

/// Day and time in `zone`, `YYYY-MM-DD HH:MM`.
///
/// # Errors
/// A zone that the platform does not know.
pub fn minute_of(at_ms: i64, zone: &str) -> worker::Result<String> {
    Zone::new(zone)?.minute_of(at_ms)
}

/// Day and minute in `zone`.
///
/// # Errors
/// A zone that the platform does not know.
pub fn local(at_ms: i64, zone: &str) -> worker::Result<Moment> {
    Zone::new(zone)?.local(at_ms)
}

/// Minutes by which the clocks of `zone` are ahead of UTC at that time.
///
/// # Errors
/// A zone that the platform does not know.
pub fn offset_minutes(at_ms: i64, zone: &str) -> worker::Result<i64> {
    Zone::new(zone)?.offset_at(at_ms.div_euclid(MINUTE_MS))
}

/// The time at which the clocks of `zone` show `moment`, UTC milliseconds.
///
/// # Errors
/// A zone that the platform does not know.
pub fn utc_ms(moment: Moment, zone: &str) -> worker::Result<i64> {
    Ok(Zone::new(zone)?.utc_of(moment.number())? * MINUTE_MS)
}

/// Day and month as they stand in a sentence of the language: "24 ноября", "24 November".
///
/// # Errors
/// A zone that the platform does not know.
pub fn date_in_words(at_ms: i64, zone: &str, lang: Lang) -> worker::Result<String> {
    let locale = match lang {
        Lang::Ru => "ru",
        Lang::Uk => "uk",
        // The day first, as in the rest of the sentence's world.
        Lang::En => "en-GB",
    };
    let options = [("day", "numeric"), ("month", "long"), ("timeZone", zone)];
    format(at_ms, locale, &options)
}

const MINUTE_MS: i64 = 60_000;

/// The minute of UTC at which clocks show the local minute, both counted from 1970.
///
/// Clocks that are turned back show it twice: the first time counts. Clocks that are turned forward
/// never show it: then it is as long after the turn as it would have been before. Clocks are turned
/// by hours at most, so that a day earlier and a day later are the two offsets in question.
fn resolve<E>(local: i64, offset_at: impl Fn(i64) -> Result<i64, E>) -> Result<i64, E> {
    const DAY: i64 = 24 * 60;
    let (before, after) = (offset_at(local - DAY)?, offset_at(local + DAY)?);
    let (first, second) = (local - before, local - after);
    let is_shown = before == after || offset_at(first)? == before;
    Ok(if !is_shown && offset_at(second)? == after {
        second
    } else {
        first
    })
}

/// Whose short form is ISO 8601.
const SWEDEN: &str = "sv-SE";

fn format(at_ms: i64, locale: &str, settings: &[(&str, &str)]) -> worker::Result<String> {
    Ok(format_of(locale, settings)?.format(at_ms as f64)?)
}

fn format_of(locale: &str, settings: &[(&str, &str)]) -> worker::Result<DateTimeFormat> {
    let options = Object::new();
    for (key, value) in settings {
        js_sys::Reflect::set(&options, &JsValue::from_str(key), &JsValue::from_str(value))?;
    }
    Ok(DateTimeFormat::new(locale, &options)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use jiff::tz::TimeZone;
    use jiff::{Timestamp, ToSpan};
    use std::convert::Infallible;

    /// Every fifth minute around every turn of the clocks in 2026 and 2027, against a zone database.
    #[test]
    fn a_local_minute_becomes_utc_over_every_turn_of_the_clocks() {
        for name in [
            "Europe/Kyiv",
            "Europe/Moscow",
            "America/Santiago",
            // Half an hour, and zones with odd minutes.
            "Australia/Lord_Howe",
            "Pacific/Chatham",
            "Asia/Kathmandu",
        ] {
            let zone = TimeZone::get(name).unwrap();
            let offset_at = |minute: i64| -> Result<i64, Infallible> {
                let at = Timestamp::from_second(minute * 60).unwrap();
                Ok(i64::from(zone.to_offset(at).seconds()).div_euclid(60))
            };
            let start = date(2026, 1, 1).at(0, 0, 0, 0);
            for step in 0..2 * 365 * 288 {
                let local = start + (i64::from(step) * 5).minutes();
                let number = TimeZone::UTC.to_timestamp(local).unwrap().as_second() / 60;
                let expected = zone.to_ambiguous_timestamp(local).compatible().unwrap();
                let Ok(found) = resolve(number, offset_at);
                assert_eq!(found * 60, expected.as_second(), "{local} in {name}");
            }
        }
    }
}
