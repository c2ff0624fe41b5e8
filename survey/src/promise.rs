//! By when a visitor will have been called: the agency's working time, and the promise made of it.
//!
//! All times are local ones of the agency, days of its calendar and minutes of its clock; what they
//! are in UTC is the caller's to say. Callbacks count in working time: what is asked for a quarter
//! of an hour before closing with a target of half an hour is promised for a quarter of an hour
//! after the next opening.
//!
//! Where the visitor prefers a part of the day and the agency works in it on any weekday, the
//! promise lies in that part: it is neither earlier than the target, nor earlier than
//! [`ROOM_MINUTES`] after the part begins, since somebody has to make the call within it. Where the
//! agency never works in that part, the soonest working time is promised, as if no part had been
//! named: better a call at the wrong hour than none.

use crate::callback::Window;
use crate::day::Day;
use crate::limits;
use core::cmp::Ordering;

/// The morning ends at noon; before opening nobody calls anyway.
pub const MORNING_ENDS: u16 = 12 * 60;

/// The afternoon ends, and the evening begins, when people start to leave work.
pub const EVENING_BEGINS: u16 = 17 * 60;

/// What is left of a part of the day, at least, for a call to be made in it; less only where the
/// target or the agency's time in that part is shorter.
pub const ROOM_MINUTES: u16 = 15;

/// A promise is rounded up to a time that one says aloud.
pub const ROUNDED_TO_MINUTES: u16 = 5;

const LAST_MINUTE: u16 = 24 * 60 - 1;

/// A minute of a calendar day, in the agency's zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    pub day: Day,
    /// Since midnight by the clock, 0-1439.
    pub minute: u16,
}

impl Moment {
    /// Reads `YYYY-MM-DD HH:MM`.
    pub fn parse(raw: &str) -> Option<Moment> {
        let (day, time) = raw.split_once(' ')?;
        Some(Moment {
            day: Day::parse(day)?,
            minute: minute_of_day(time)?,
        })
    }

    /// Minutes since 1970-01-01 00:00 of the same zone.
    pub fn number(self) -> i64 {
        self.day.start_minute() + i64::from(self.minute)
    }
}

/// Reads `H:MM` or `HH:MM`. `24:00` is the last minute of the day: the next one would be called
/// tomorrow.
pub fn minute_of_day(raw: &str) -> Option<u16> {
    let (hour, minute) = raw.split_once(':')?;
    let number = |part: &str, lengths: core::ops::RangeInclusive<usize>| {
        let digits = part.bytes().all(|byte| byte.is_ascii_digit());
        let fits = digits && lengths.contains(&part.len());
        fits.then(|| part.parse::<u16>().ok()).flatten()
    };
    match (number(hour, 1..=2)?, number(minute, 2..=2)?) {
        (24, 0) => Some(LAST_MINUTE),
        (hour @ 0..=23, minute @ 0..=59) => Some(hour * 60 + minute),
        _ => None,
    }
}

/// Working time of one day, without a break: from a minute to a later one, which is its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    from: u16,
    to: u16,
}

impl Span {
    /// `None` unless `to` comes after `from` on the same day.
    pub fn parse(from: &str, to: &str) -> Option<Span> {
        let (from, to) = (minute_of_day(from)?, minute_of_day(to)?);
        (from < to).then_some(Span { from, to })
    }

    /// The first minute that is worked.
    pub fn from(self) -> u16 {
        self.from
    }

    /// The end: the first minute that is not worked any more.
    pub fn to(self) -> u16 {
        self.to
    }

    fn minutes(self) -> u16 {
        self.to - self.from
    }

    /// What of it lies in a part of the day.
    fn within(self, window: Window) -> Option<Span> {
        let (begins, ends) = match window {
            Window::Any => (0, LAST_MINUTE),
            Window::Morning => (0, MORNING_ENDS),
            Window::Afternoon => (MORNING_ENDS, EVENING_BEGINS),
            Window::Evening => (EVENING_BEGINS, LAST_MINUTE),
        };
        let part = Span {
            from: self.from.max(begins),
            to: self.to.min(ends),
        };
        (part.from < part.to).then_some(part)
    }

    /// What of it is left at `minute`.
    fn after(self, minute: u16) -> Option<Span> {
        let rest = Span {
            from: self.from.max(minute),
            to: self.to,
        };
        (rest.from < rest.to).then_some(rest)
    }
}

/// When the agency works: by weekday, and on days that are different.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Schedule {
    /// From Monday; the spans of a day in order, none touching another.
    week: [Vec<Span>; 7],
    /// Each span of a special day; `None` closes it.
    special: Vec<(Day, Option<Span>)>,
}

impl Schedule {
    /// Adds working hours to a run of ISO weekdays, which may go over the end of the week. `None`
    /// for a day that is not 1-7.
    #[must_use]
    pub fn with_run(mut self, first: u8, last: u8, span: Span) -> Option<Schedule> {
        if !(1..=7).contains(&first) || !(1..=7).contains(&last) {
            return None;
        }
        let mut day = first;
        loop {
            add(&mut self.week[usize::from(day - 1)], span);
            if day == last {
                return Some(self);
            }
            day = day % 7 + 1;
        }
    }

    /// A day with hours other than its weekday's, `None` for closed. Several hours of one day add up.
    #[must_use]
    pub fn with_special(mut self, day: Day, span: Option<Span>) -> Schedule {
        self.special.push((day, span));
        self
    }

    /// The working time of a day, in order.
    pub fn spans(&self, day: Day) -> Vec<Span> {
        let mut special = self.special.iter().filter(|(special, _)| *special == day);
        let Some((_, first)) = special.next() else {
            return self.week[usize::from(day.weekday() - 1)].clone();
        };
        let mut spans = Vec::new();
        for span in core::iter::once(first)
            .chain(special.map(|(_, span)| span))
            .flatten()
        {
            add(&mut spans, *span);
        }
        spans
    }

    /// Whether the agency works in this part of the day on any weekday.
    pub fn works_in(&self, window: Window) -> bool {
        let mut spans = self.week.iter().flatten();
        spans.any(|span| span.within(window).is_some())
    }

    /// The moment by which the call will have been made that was asked for at `receipt`, by the
    /// rules at the top of this file. `None` where the agency does not work in the next
    /// [`limits::PROMISE_MAX_DAYS`] days as long as it takes.
    pub fn promise(&self, receipt: Moment, target_minutes: u16, window: Window) -> Option<Moment> {
        let due = self.due(receipt, target_minutes)?;
        let exact = match window {
            Window::Any => None,
            Window::Morning | Window::Afternoon | Window::Evening => {
                self.in_window(receipt, due, target_minutes, window)
            }
        };
        let exact = exact.unwrap_or(due);
        let rounded = exact.minute.next_multiple_of(ROUNDED_TO_MINUTES);
        let spans = self.spans(exact.day);
        // The end of working time is said as it is.
        let end = spans
            .iter()
            .find(|span| span.from < exact.minute && exact.minute <= span.to);
        Some(Moment {
            minute: rounded.min(end?.to),
            ..exact
        })
    }

    /// The first moment with `minutes` of working time behind it since `receipt`.
    fn due(&self, receipt: Moment, minutes: u16) -> Option<Moment> {
        let mut left = minutes;
        self.ahead(receipt).find_map(|Ahead { day, rest, .. }| {
            if left <= rest.minutes() {
                let minute = rest.from + left;
                return Some(Moment { day, minute });
            }
            left -= rest.minutes();
            None
        })
    }

    /// The first moment in the window that is not before `due` and leaves room for a call.
    fn in_window(
        &self,
        receipt: Moment,
        due: Moment,
        target: u16,
        window: Window,
    ) -> Option<Moment> {
        if !self.works_in(window) {
            return None;
        }
        self.ahead(receipt).find_map(|Ahead { day, whole, rest }| {
            let part = rest.within(window)?;
            // What is left of the part may be too short for a call; the part itself never is.
            let shortest = whole.within(window)?.minutes();
            let room = target.min(ROOM_MINUTES).min(shortest);
            let minute = match due.day.cmp(&day) {
                Ordering::Less => part.from + room,
                Ordering::Equal => due.minute.max(part.from + room),
                Ordering::Greater => return None,
            };
            (minute <= part.to).then_some(Moment { day, minute })
        })
    }

    /// The working time ahead, what is left of the day first.
    fn ahead(&self, receipt: Moment) -> impl Iterator<Item = Ahead> {
        let days = core::iter::successors(Some(receipt.day), |day| Some(day.next()));
        let days = days.take(limits::PROMISE_MAX_DAYS as usize);
        days.flat_map(move |day| {
            let from = if day == receipt.day {
                receipt.minute
            } else {
                0
            };
            let spans = self.spans(day).into_iter();
            spans.filter_map(move |whole| {
                let rest = whole.after(from)?;
                Some(Ahead { day, whole, rest })
            })
        })
    }
}

/// Working time that lies ahead: the whole span, and what of it has not passed.
struct Ahead {
    day: Day,
    whole: Span,
    rest: Span,
}

/// Adds a span to those of a day; what overlaps or touches becomes one.
fn add(spans: &mut Vec<Span>, mut span: Span) {
    spans.retain(|other| {
        let apart = other.to < span.from || span.to < other.from;
        if !apart {
            span.from = span.from.min(other.from);
            span.to = span.to.max(other.to);
        }
        apart
    });
    spans.push(span);
    spans.sort_unstable();
}
