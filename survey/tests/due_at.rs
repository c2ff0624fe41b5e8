//! The due times of callbacks.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use otklik_survey::calendar::day::Day;
use otklik_survey::calendar::moment::{Moment, minute_of_day};
use otklik_survey::calendar::working_hours::{Schedule, Span};
use otklik_survey::callback::Window;
use otklik_survey::limits;
use proptest::prelude::*;

fn moment(raw: &str) -> Moment {
    Moment::parse(raw).unwrap()
}

fn shown(moment: Moment) -> String {
    format!(
        "{} {:02}:{:02}",
        moment.day,
        moment.minute / 60,
        moment.minute % 60
    )
}

fn with(schedule: Schedule, days: [u8; 2], from: &str, to: &str) -> Schedule {
    let span = Span::parse(from, to).unwrap();
    schedule.with_run(days[0], days[1], span).unwrap()
}

/// Monday to Friday 10-19, Saturday 11-16; a short New Year's Eve and a closed New Year.
fn agency() -> Schedule {
    let schedule = with(Schedule::default(), [1, 5], "10:00", "19:00");
    let schedule = with(schedule, [6, 6], "11:00", "16:00");
    let day = |raw| Day::parse(raw).unwrap();
    schedule
        .with_special(day("2026-12-31"), Span::parse("10:00", "15:00"))
        .with_special(day("2027-01-01"), None)
        .with_special(day("2027-01-02"), None)
}

#[track_caller]
fn check(schedule: &Schedule, receipt: &str, target: u16, window: Window, expected: &str) {
    let due_at = schedule.due_at(moment(receipt), target, window);
    let due_at = due_at.map_or_else(|| "never".to_owned(), shown);
    assert_eq!(due_at, expected, "{receipt}, {target} min, {window:?}");
}

#[test]
fn callbacks_count_in_working_time() {
    // 2026-11-23 is a Monday.
    for (receipt, target, due_at) in [
        ("2026-11-23 10:00", 15, "2026-11-23 10:15"),
        ("2026-11-23 10:01", 15, "2026-11-23 10:20"),
        ("2026-11-23 09:59", 15, "2026-11-23 10:15"),
        ("2026-11-23 00:00", 15, "2026-11-23 10:15"),
        // The end of working time still counts, a minute later the rest goes to the next day.
        ("2026-11-23 18:45", 15, "2026-11-23 19:00"),
        ("2026-11-23 18:46", 15, "2026-11-24 10:05"),
        ("2026-11-23 18:50", 15, "2026-11-24 10:05"),
        ("2026-11-23 19:00", 15, "2026-11-24 10:15"),
        ("2026-11-23 23:59", 15, "2026-11-24 10:15"),
        // Over Saturday's hours and a Sunday off.
        ("2026-11-27 18:55", 15, "2026-11-28 11:10"),
        ("2026-11-28 15:55", 15, "2026-11-30 10:10"),
        ("2026-11-29 12:00", 15, "2026-11-30 10:15"),
        // Edges of the target.
        ("2026-11-23 10:00", 1, "2026-11-23 10:05"),
        ("2026-11-23 10:00", 480, "2026-11-23 18:00"),
        ("2026-11-23 12:00", 480, "2026-11-24 11:00"),
        // A short day, two closed ones and a Sunday.
        ("2026-12-31 14:50", 15, "2027-01-04 10:05"),
        ("2026-12-31 14:45", 15, "2026-12-31 15:00"),
        ("2027-01-01 12:00", 15, "2027-01-04 10:15"),
    ] {
        check(&agency(), receipt, target, Window::Any, due_at);
    }
}

#[test]
fn a_part_of_the_day_is_kept() {
    use Window::{Afternoon, Evening, Morning};
    for (receipt, target, window, due_at) in [
        ("2026-11-23 08:00", 15, Morning, "2026-11-23 10:15"),
        ("2026-11-23 11:45", 15, Morning, "2026-11-23 12:00"),
        ("2026-11-23 11:46", 15, Morning, "2026-11-24 10:15"),
        ("2026-11-23 13:00", 15, Morning, "2026-11-24 10:15"),
        ("2026-11-23 10:00", 15, Afternoon, "2026-11-23 12:15"),
        ("2026-11-23 16:45", 15, Afternoon, "2026-11-23 17:00"),
        ("2026-11-23 16:50", 15, Afternoon, "2026-11-24 12:15"),
        ("2026-11-23 10:00", 15, Evening, "2026-11-23 17:15"),
        // Due at 17:05, but a call needs more of the evening than five minutes.
        ("2026-11-23 16:50", 15, Evening, "2026-11-23 17:15"),
        ("2026-11-23 18:50", 15, Evening, "2026-11-24 17:15"),
        // Saturdays end at four.
        ("2026-11-28 11:00", 15, Evening, "2026-11-30 17:15"),
        // A long target is met in the part of the day in which it is due, or the next.
        ("2026-11-23 10:00", 480, Evening, "2026-11-23 18:00"),
        ("2026-11-23 12:00", 480, Evening, "2026-11-24 17:15"),
        ("2026-12-31 10:00", 15, Evening, "2027-01-04 17:15"),
    ] {
        check(&agency(), receipt, target, window, due_at);
    }
}

#[test]
fn a_window_without_working_time_is_due_at_the_soonest_time() {
    let early = with(Schedule::default(), [1, 5], "09:00", "17:00");
    check(
        &early,
        "2026-11-23 10:00",
        15,
        Window::Evening,
        "2026-11-23 10:15",
    );
    check(
        &early,
        "2026-11-23 16:50",
        15,
        Window::Evening,
        "2026-11-24 09:05",
    );
    // Five minutes of evening a day are an evening: the whole of them is its room.
    let barely = with(Schedule::default(), [1, 5], "09:00", "17:05");
    check(
        &barely,
        "2026-11-23 10:00",
        15,
        Window::Evening,
        "2026-11-23 17:05",
    );
    check(
        &barely,
        "2026-11-23 16:58",
        15,
        Window::Evening,
        "2026-11-24 17:05",
    );
}

#[test]
fn a_break_is_no_working_time() {
    let day = with(Schedule::default(), [1, 5], "10:00", "13:00");
    let day = with(day, [1, 5], "14:00", "19:00");
    check(
        &day,
        "2026-11-23 12:45",
        15,
        Window::Any,
        "2026-11-23 13:00",
    );
    check(
        &day,
        "2026-11-23 12:50",
        15,
        Window::Any,
        "2026-11-23 14:05",
    );
    check(
        &day,
        "2026-11-23 13:30",
        15,
        Window::Any,
        "2026-11-23 14:15",
    );
    check(
        &day,
        "2026-11-23 10:00",
        15,
        Window::Afternoon,
        "2026-11-23 12:15",
    );
    // Overlapping runs are one.
    let both = with(
        with(Schedule::default(), [1, 1], "10:00", "13:00"),
        [7, 2],
        "12:00",
        "15:00",
    );
    check(
        &both,
        "2026-11-23 12:50",
        30,
        Window::Any,
        "2026-11-23 13:20",
    );
    assert_eq!(both.spans(moment("2026-11-23 00:00").day).len(), 1);
}

#[test]
fn the_end_of_working_time_is_not_rounded() {
    let odd = with(Schedule::default(), [1, 7], "10:00", "18:58");
    check(
        &odd,
        "2026-11-23 18:42",
        15,
        Window::Any,
        "2026-11-23 18:58",
    );
    let late = with(Schedule::default(), [1, 7], "10:00", "24:00");
    check(
        &late,
        "2026-11-23 23:43",
        15,
        Window::Any,
        "2026-11-23 23:59",
    );
}

#[test]
fn no_working_time_gives_no_due_time() {
    check(
        &Schedule::default(),
        "2026-11-23 10:00",
        15,
        Window::Any,
        "never",
    );
    check(
        &Schedule::default(),
        "2026-11-23 10:00",
        15,
        Window::Evening,
        "never",
    );
    let mut closed = with(Schedule::default(), [1, 7], "10:00", "19:00");
    let mut day = moment("2026-11-23 00:00").day;
    for _ in 0..60 {
        closed = closed.with_special(day, None);
        day = day.next();
    }
    check(&closed, "2026-11-23 10:00", 15, Window::Any, "never");
    // From the next day on the 61st day is within the limit.
    check(
        &closed,
        "2026-11-24 10:00",
        15,
        Window::Any,
        "2027-01-22 10:15",
    );
    // One minute a week is not eight hours in sixty days.
    let rarely = with(Schedule::default(), [1, 1], "10:00", "10:01");
    check(&rarely, "2026-11-23 10:00", 480, Window::Any, "never");
}

#[test]
fn times_of_day_are_read_as_people_write_them() {
    for (raw, minute) in [
        ("00:00", Some(0)),
        ("9:05", Some(545)),
        ("09:05", Some(545)),
        ("23:59", Some(1_439)),
        ("24:00", Some(1_439)),
        ("24:01", None),
        ("12:60", None),
        ("12:5", None),
        ("012:05", None),
        ("+9:05", None),
        ("12", None),
        ("", None),
    ] {
        assert_eq!(minute_of_day(raw), minute, "{raw}");
    }
    assert_eq!(Span::parse("10:00", "10:00"), None);
    assert_eq!(Span::parse("22:00", "02:00"), None);
    assert!(
        Schedule::default()
            .with_run(0, 5, Span::parse("1:00", "2:00").unwrap())
            .is_none()
    );
    assert!(
        Schedule::default()
            .with_run(1, 8, Span::parse("1:00", "2:00").unwrap())
            .is_none()
    );
}

/// An agency's week with some special days near 2026-11-23.
fn schedules() -> impl Strategy<Value = Schedule> {
    let span = (0_u16..1_439, 1_u16..1_439).prop_filter_map("no time", |(from, long)| {
        let to = (from + long).min(1_439);
        let clock = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
        Span::parse(&clock(from), &clock(to))
    });
    let runs = prop::collection::vec((1_u8..=7, 1_u8..=7, span.clone()), 1..4);
    let special = prop::collection::vec((0_usize..20, prop::option::of(span)), 0..6);
    (runs, special).prop_map(|(runs, special)| {
        let mut schedule = Schedule::default();
        for (first, last, span) in runs {
            schedule = schedule.with_run(first, last, span).unwrap();
        }
        for (ahead, span) in special {
            let first = moment("2026-11-23 00:00").day;
            let day = (0..ahead).fold(first, |day, _| day.next());
            schedule = schedule.with_special(day, span);
        }
        schedule
    })
}

fn receipts() -> impl Strategy<Value = Moment> {
    (0_usize..20, 0_u16..1_440).prop_map(|(ahead, minute)| {
        let first = moment("2026-11-23 00:00").day;
        let day = (0..ahead).fold(first, |day, _| day.next());
        Moment { day, minute }
    })
}

fn windows() -> impl Strategy<Value = Window> {
    prop::sample::select(Window::ALL.to_vec())
}

fn works(schedule: &Schedule, day: Day, minute: u16) -> bool {
    let mut spans = schedule.spans(day).into_iter();
    spans.any(|span| span.from() <= minute && minute < span.to())
}

fn working_minutes(schedule: &Schedule, from: Moment, to: Moment) -> u32 {
    let mut n = 0;
    let mut at = from;
    while at < to {
        n += u32::from(works(schedule, at.day, at.minute));
        at = match at.minute {
            1_439 => Moment {
                day: at.day.next(),
                minute: 0,
            },
            minute => Moment {
                minute: minute + 1,
                ..at
            },
        };
    }
    n
}

/// The working time of the days that are searched for a due time.
fn minutes_in_sight(schedule: &Schedule, receipt: Moment) -> u32 {
    let days = std::iter::successors(Some(receipt.day), |day| Some(day.next()));
    let days = days.take(limits::DUE_AT_MAX_DAYS as usize);
    days.map(|day| {
        let begins = if day == receipt.day {
            receipt.minute
        } else {
            0
        };
        let spans = schedule.spans(day).into_iter();
        let minutes = spans.map(|span| span.to().saturating_sub(span.from().max(begins)));
        minutes.map(u32::from).sum::<u32>()
    })
    .sum()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn due_time_is_working_time_and_not_before_its_target(
        schedule in schedules(), receipt in receipts(), target in 1_u16..=480, window in windows(),
    ) {
        let Some(due_at) = schedule.due_at(receipt, target, window) else {
            let minutes = minutes_in_sight(&schedule, receipt);
            prop_assert!(minutes < u32::from(target), "{minutes} minutes of work, and no due time");
            return Ok(());
        };
        prop_assert!(due_at > receipt);
        // The minute before it is worked: it lies within working time or exactly at its end.
        prop_assert!(due_at.minute > 0);
        prop_assert!(works(&schedule, due_at.day, due_at.minute - 1), "{due_at:?}");
        if receipt.day.days_until(due_at.day) < 7 {
            prop_assert!(working_minutes(&schedule, receipt, due_at) >= u32::from(target));
        }
        let at_end = !works(&schedule, due_at.day, due_at.minute);
        prop_assert!(due_at.minute.is_multiple_of(5) || at_end, "{due_at:?}");
    }

    /// One minute a week or a month of holidays: exactly too little working time has no due time.
    #[test]
    fn enough_working_time_in_sixty_days_gives_a_due_time(
        days in prop::collection::vec(prop::option::weighted(0.05, 1_u16..60), 60),
        receipt in 0_u16..1_440, target in 1_u16..=480, window in windows(),
    ) {
        let mut schedule = with(Schedule::default(), [1, 7], "10:00", "19:00");
        let mut day = moment("2026-11-23 00:00").day;
        let receipt = Moment { day, minute: receipt };
        for minutes in days {
            let to = |minutes| format!("12:{minutes:02}");
            schedule = schedule.with_special(day, minutes.and_then(|it| Span::parse("12:00", &to(it))));
            day = day.next();
        }
        let enough = minutes_in_sight(&schedule, receipt) >= u32::from(target);
        prop_assert_eq!(schedule.due_at(receipt, target, window).is_some(), enough);
    }

    #[test]
    fn a_later_request_is_not_due_earlier(
        schedule in schedules(), a in receipts(), b in receipts(), target in 1_u16..=480,
        window in windows(),
    ) {
        let (earlier, later) = (a.min(b), a.max(b));
        let due_times = (
            schedule.due_at(earlier, target, window),
            schedule.due_at(later, target, window),
        );
        if let (Some(first), Some(second)) = due_times {
            prop_assert!(first <= second, "{first:?} {second:?}");
        }
    }

    #[test]
    fn a_shorter_target_is_not_due_later(
        schedule in schedules(), receipt in receipts(), target in 1_u16..480, window in windows(),
    ) {
        let shorter = schedule.due_at(receipt, target, window);
        if let (Some(shorter), Some(longer)) =
            (shorter, schedule.due_at(receipt, target + 1, window))
        {
            prop_assert!(shorter <= longer, "{shorter:?} {longer:?}");
        }
    }

    #[test]
    fn a_window_that_is_worked_is_kept(
        schedule in schedules(), receipt in receipts(), target in 1_u16..=120, window in windows(),
    ) {
        let Some(due_at) = schedule.due_at(receipt, target, window) else {
            return Ok(());
        };
        if schedule.works_in(window) {
            let (begins, ends) = match window {
                Window::Any => (0, 1_439),
                Window::Morning => (0, 720),
                Window::Afternoon => (720, 1_020),
                Window::Evening => (1_020, 1_439),
            };
            prop_assert!(begins < due_at.minute && due_at.minute <= ends, "{due_at:?}");
        }
    }
}
