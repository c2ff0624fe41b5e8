//! The time by which a callback is due, from the agency's working time.
//!
//! All times are local ones of the agency, days of its calendar and minutes of its clock; the caller converts
//! them to UTC. Callbacks count in working time: a request a quarter of an hour before closing, with a target
//! of half an hour, is due a quarter of an hour after the next opening.
//!
//! Where the visitor prefers a window of the day and the agency works in it on any weekday, the due time lies
//! in that window: neither earlier than the target, nor earlier than [`ROOM_MINUTES`] after the window begins,
//! since the call has to be made within it. Where the agency never works in that window, the due time is the
//! soonest working time, as without a window: better a call at the wrong hour than none.

use crate::calendar::day::Day;
use crate::calendar::moment::{LAST_MINUTE, Moment};
use crate::calendar::working_hours::{Schedule, Span};
use crate::callback::Window;
use crate::limits;
use core::cmp::Ordering;

/// The morning ends at noon; it begins with the opening.
pub const MORNING_ENDS: u16 = 12 * 60;

/// The afternoon ends, and the evening begins, when people start to leave work.
pub const EVENING_BEGINS: u16 = 17 * 60;

/// Minutes of a window, at least, in which the call can be made; less only where the target or the agency's
/// working time in that window is shorter.
pub const ROOM_MINUTES: u16 = 15;

/// A due time is rounded up to a time that people say aloud.
pub const ROUNDED_TO_MINUTES: u16 = 5;

impl Schedule {
    /// Whether the agency works in this window on any weekday.
    pub fn works_in(&self, window: Window) -> bool {
        self.weekly().any(|span| within(span, window).is_some())
    }

    /// The due time of a call that was requested at `receipt`, by the rules at the top of this file. `None` where
    /// the agency has too little working time in the next [`limits::DUE_AT_MAX_DAYS`] days.
    pub fn due_at(&self, receipt: Moment, target_minutes: u16, window: Window) -> Option<Moment> {
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
        // The end of working time is not rounded.
        let end = spans
            .iter()
            .find(|span| span.from() < exact.minute && exact.minute <= span.to());
        Some(Moment {
            minute: rounded.min(end?.to()),
            ..exact
        })
    }

    /// The first moment with `minutes` of working time behind it since `receipt`.
    fn due(&self, receipt: Moment, minutes: u16) -> Option<Moment> {
        let mut left = minutes;
        self.ahead(receipt).find_map(|Ahead { day, rest, .. }| {
            if left <= rest.minutes() {
                let minute = rest.from() + left;
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
            let part = within(rest, window)?;
            // The rest of the window may be too short for a call; the window itself never is.
            let shortest = within(whole, window)?.minutes();
            let room = target.min(ROOM_MINUTES).min(shortest);
            let minute = match due.day.cmp(&day) {
                Ordering::Less => part.from() + room,
                Ordering::Equal => due.minute.max(part.from() + room),
                Ordering::Greater => return None,
            };
            (minute <= part.to()).then_some(Moment { day, minute })
        })
    }

    /// The working time ahead, the rest of the day first.
    fn ahead(&self, receipt: Moment) -> impl Iterator<Item = Ahead> {
        let days = core::iter::successors(Some(receipt.day), |day| Some(day.next()));
        let days = days.take(limits::DUE_AT_MAX_DAYS as usize);
        days.flat_map(move |day| {
            let from = if day == receipt.day {
                receipt.minute
            } else {
                0
            };
            let spans = self.spans(day).into_iter();
            spans.filter_map(move |whole| {
                let rest = whole.between(from, whole.to())?;
                Some(Ahead { day, whole, rest })
            })
        })
    }
}

/// Working time that lies ahead: the whole span, and the part that has not passed.
struct Ahead {
    day: Day,
    whole: Span,
    rest: Span,
}

/// The part of a span that lies in a window of the day.
fn within(span: Span, window: Window) -> Option<Span> {
    match window {
        Window::Any => span.between(0, LAST_MINUTE),
        Window::Morning => span.between(0, MORNING_ENDS),
        Window::Afternoon => span.between(MORNING_ENDS, EVENING_BEGINS),
        Window::Evening => span.between(EVENING_BEGINS, LAST_MINUTE),
    }
}
