//! The agency's working hours, in local time: by weekday, and on special days.

use crate::calendar::day::Day;
use crate::calendar::moment::minute_of_day;

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

    pub(crate) fn minutes(self) -> u16 {
        self.to - self.from
    }

    /// Its part between two minutes.
    pub(crate) fn between(self, from: u16, to: u16) -> Option<Span> {
        let part = Span {
            from: self.from.max(from),
            to: self.to.min(to),
        };
        (part.from < part.to).then_some(part)
    }
}

/// The agency's working hours: by weekday, and on special days.
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

    /// The working time of every weekday, from Monday.
    pub(crate) fn weekly(&self) -> impl Iterator<Item = Span> {
        self.week.iter().flatten().copied()
    }
}

/// Adds a span to those of a day; spans that overlap or touch become one.
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
