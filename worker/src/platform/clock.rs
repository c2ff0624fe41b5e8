//! The platform's clock, and local times by jiff's bundled zone database.

use futures_util::future::{Either, select};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use otklik_survey::calendar::moment::Moment;
use std::pin::pin;
use std::time::Duration;
use worker::Delay;

/// UTC milliseconds since 1970.
pub fn now_ms() -> i64 {
    js_sys::Date::now() as i64
}

/// UTC milliseconds as ISO 8601, `2026-11-23T08:52:20.000Z`; empty for a year beyond 9999.
pub fn iso(at_ms: i64) -> String {
    Timestamp::from_millisecond(at_ms).map_or_else(|_| String::new(), |at| format!("{at:.3}"))
}

pub async fn pause(ms: u32) {
    Delay::from(Duration::from_millis(ms.into())).await;
}

/// The output of a future; `None` if it takes longer.
pub async fn within<T>(ms: u32, future: impl Future<Output = T>) -> Option<T> {
    match select(pin!(future), pin!(pause(ms))).await {
        Either::Left((output, _)) => Some(output),
        Either::Right(_) => None,
    }
}

/// The calendar day in `zone`, `YYYY-MM-DD`.
///
/// # Errors
/// A zone that does not exist.
pub fn day_of(at_ms: i64, zone: &str) -> worker::Result<String> {
    Ok(in_zone(at_ms, zone)?.date().to_string())
}

/// Day and time in `zone`, `YYYY-MM-DD HH:MM`.
///
/// # Errors
/// A zone that does not exist.
pub fn minute_of(at_ms: i64, zone: &str) -> worker::Result<String> {
    let at = in_zone(at_ms, zone)?;
    Ok(at.strftime("%Y-%m-%d %H:%M").to_string())
}

/// Day and minute in `zone`.
///
/// # Errors
/// A zone that does not exist, a year before 1970.
pub fn local(at_ms: i64, zone: &str) -> worker::Result<Moment> {
    Moment::parse(&minute_of(at_ms, zone)?).ok_or_else(|| "a year before 1970".into())
}

/// Minutes by which the clocks of `zone` are ahead of UTC at that time.
///
/// # Errors
/// A zone that does not exist.
pub fn offset_minutes(at_ms: i64, zone: &str) -> worker::Result<i64> {
    Ok(i64::from(in_zone(at_ms, zone)?.offset().seconds()).div_euclid(60))
}

/// The time at which the clocks of `zone` show `moment`, UTC milliseconds.
///
/// # Errors
/// A zone that does not exist.
pub fn utc_ms(moment: Moment, zone: &str) -> worker::Result<i64> {
    Ok(utc_minute(moment.number(), zone)? * 60_000)
}

/// The minute of UTC at which the clocks of `zone` show a minute, both counted from 1970. Clocks that are turned
/// back show it twice: the first time counts. Clocks that are turned forward skip it: then it is as long after the
/// turn as it would have been before.
///
/// # Errors
/// A zone that does not exist.
pub fn utc_minute(minute: i64, zone: &str) -> worker::Result<i64> {
    let shown = Timestamp::from_second(minute * 60).map(|at| TimeZone::UTC.to_datetime(at));
    let at = shown.and_then(|shown| shown.in_tz(zone)).map_err(error)?;
    Ok(at.timestamp().as_second().div_euclid(60))
}

/// The clocks of one zone, for many times.
pub struct LocalClock(TimeZone);

impl LocalClock {
    /// # Errors
    /// A zone that does not exist.
    pub fn of(zone: &str) -> worker::Result<LocalClock> {
        Ok(LocalClock(in_zone(0, zone)?.time_zone().clone()))
    }

    /// Milliseconds since 1970-01-01 00:00 as these clocks show them.
    pub fn local_ms(&self, at_ms: i64) -> i64 {
        let at = Timestamp::from_millisecond(at_ms);
        let ahead = at.map_or(0, |at| self.0.to_offset(at).seconds());
        at_ms + i64::from(ahead) * 1_000
    }
}

/// A time of [`LocalClock::local_ms`], `YYYY-MM-DD HH:MM:SS`; empty for a year beyond 9999.
pub fn shown(local_ms: i64) -> String {
    let local = Timestamp::from_millisecond(local_ms).map(|at| TimeZone::UTC.to_datetime(at));
    local.map_or_else(
        |_| String::new(),
        |at| at.strftime("%Y-%m-%d %H:%M:%S").to_string(),
    )
}

fn in_zone(at_ms: i64, zone: &str) -> worker::Result<Zoned> {
    // jiff's name for an unknown zone, which it treats as UTC.
    if zone == "Etc/Unknown" {
        return Err("Etc/Unknown is not a zone".into());
    }
    let at = Timestamp::from_millisecond(at_ms);
    at.and_then(|at| at.in_tz(zone)).map_err(error)
}

fn error(error: jiff::Error) -> worker::Error {
    worker::Error::RustError(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utc_ms_of(local: &str, zone: &str) -> i64 {
        utc_ms(Moment::parse(local).unwrap(), zone).unwrap()
    }

    #[test]
    fn times_are_written_with_milliseconds() {
        assert_eq!(iso(1_795_423_940_000), "2026-11-23T08:52:20.000Z");
        assert_eq!(iso(7), "1970-01-01T00:00:00.007Z");
    }

    #[test]
    fn a_local_clock_shows_summer_and_winter() {
        let clock = LocalClock::of("Europe/Kyiv").unwrap();
        let shown = |at_ms| shown(clock.local_ms(at_ms));
        assert_eq!(shown(1_714_512_607_250), "2024-05-01 00:30:07");
        assert_eq!(shown(1_795_423_940_000), "2026-11-23 10:52:20");
        assert!(LocalClock::of("Europe/Nowhere").is_err());
    }

    #[test]
    fn local_times_become_utc_and_back() {
        for (zone, local, utc, offset) in [
            (
                "Europe/Kyiv",
                "2026-01-15 00:30",
                "2026-01-14T22:30:00Z",
                120,
            ),
            (
                "Europe/Kyiv",
                "2026-07-15 00:30",
                "2026-07-14T21:30:00Z",
                180,
            ),
            (
                "Asia/Kathmandu",
                "2026-01-15 12:00",
                "2026-01-15T06:15:00Z",
                345,
            ),
            (
                "America/St_Johns",
                "2026-01-15 12:00",
                "2026-01-15T15:30:00Z",
                -210,
            ),
        ] {
            let utc: Timestamp = utc.parse().unwrap();
            let at_ms = utc.as_millisecond();
            assert_eq!(utc_ms_of(local, zone), at_ms, "{local} in {zone}");
            assert_eq!(minute_of(at_ms, zone).unwrap(), local);
            assert_eq!(day_of(at_ms, zone).unwrap(), local[..10]);
            assert_eq!(offset_minutes(at_ms, zone).unwrap(), offset);
        }
    }

    /// Clocks in Kyiv: forward at 3:00 on 29 March, back at 4:00 on 25 October. On Lord Howe half an hour, at 2:00
    /// on 4 October and 5 April.
    #[test]
    fn a_skipped_time_is_later_and_a_repeated_one_is_the_first() {
        for (zone, local, utc) in [
            ("Europe/Kyiv", "2026-03-29 02:59", "2026-03-29T00:59:00Z"),
            ("Europe/Kyiv", "2026-03-29 03:30", "2026-03-29T01:30:00Z"),
            ("Europe/Kyiv", "2026-03-29 04:00", "2026-03-29T01:00:00Z"),
            ("Europe/Kyiv", "2026-10-25 03:30", "2026-10-25T00:30:00Z"),
            ("Europe/Kyiv", "2026-10-25 04:00", "2026-10-25T02:00:00Z"),
            (
                "Australia/Lord_Howe",
                "2026-10-04 02:15",
                "2026-10-03T15:45:00Z",
            ),
            (
                "Australia/Lord_Howe",
                "2026-04-05 01:45",
                "2026-04-04T14:45:00Z",
            ),
        ] {
            let utc: Timestamp = utc.parse().unwrap();
            assert_eq!(
                utc_ms_of(local, zone),
                utc.as_millisecond(),
                "{local} in {zone}"
            );
        }
    }

    #[test]
    fn a_zone_that_does_not_exist_is_an_error() {
        for zone in ["", "Europe/Nowhere", "+03:00"] {
            assert!(day_of(0, zone).is_err(), "{zone}");
        }
    }
}
