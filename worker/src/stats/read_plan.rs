//! Picks the coarsest rollups that can answer a query.
//!
//! `migrations/0001_init.sql` says what each rollup holds. A question is tried with events one by one first,
//! because that is the most exact unit of chance, and with random_groups of events where those are too many.

use otklik_survey::calendar::period::{Period, Unit};
use otklik_survey::limits;

/// What must be told apart, to group by it or to leave some of it out.
#[derive(Clone, Copy, Debug, Default)]
pub struct Needs {
    /// An event, or what is known of one: client, manager, format.
    pub event: bool,
    /// One event, one client or one manager is asked for: so few events that each one's own rollup is read.
    pub few_events: bool,
    pub touchpoint: bool,
    pub channel: bool,
    pub locale: bool,
    /// The shortest period grouped by.
    pub unit: Option<Unit>,
}

/// What is read at once.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Rollups of the agency: name, first day, last day.
    pub parts: Vec<Part>,
    /// The same of each event's own.
    pub own_parts: Vec<Part>,
    /// Rows; where there are more, the next plan is better.
    pub rows_max: u32,
}

use crate::store::Part;

/// Rollups that tell the same apart, from long periods to short ones.
type Granularities = &'static [(Unit, &'static str)];

const OWN: &str = "event_only_month";

const EVENTS: Granularities = &[(Unit::Month, "event_month"), (Unit::Day, "event_day")];
/// An event's own days are found among those of all events.
const FEW_EVENTS: Granularities = &[(Unit::Month, OWN), (Unit::Day, "event_day")];
const EVENTS_BY_WAY: Granularities = &[(Unit::Month, OWN)];
const TOUCHPOINTS: Granularities = &[
    (Unit::Year, "touchpoint_year"),
    (Unit::Month, "touchpoint_month"),
    (Unit::Day, "touchpoint_day"),
];
const CHANNELS: Granularities = &[
    (Unit::Year, "touchpoint_channel_locale_year"),
    (Unit::Month, "channel_month"),
    (Unit::Day, "channel_day"),
];
const WAYS: Granularities = &[
    (Unit::Year, "touchpoint_channel_locale_year"),
    (Unit::Month, "touchpoint_channel_locale_month"),
];

/// The plans to try, in their order. None where no rollup tells days of what is needed.
pub fn plans(needs: Needs, period: Period) -> Vec<Plan> {
    let granularities = granularities(needs);
    let plans = granularities
        .iter()
        .filter_map(|granularities| plan(granularities, needs.unit, period));
    let mut plans: Vec<Plan> = plans.collect();
    let mut left = limits::TALLIES_MAX;
    let last = plans.len().saturating_sub(1);
    for (place, plan) in plans.iter_mut().enumerate() {
        plan.rows_max = if place < last {
            limits::TALLIES_BY_EVENT_MAX
        } else {
            left
        };
        left -= plan.rows_max;
    }
    plans
}

fn granularities(needs: Needs) -> &'static [Granularities] {
    let Needs {
        touchpoint,
        channel,
        locale,
        ..
    } = needs;
    match (needs.event, needs.few_events) {
        (_, true) if touchpoint || channel || locale => &[EVENTS_BY_WAY],
        (_, true) => &[FEW_EVENTS],
        (true, false) if touchpoint || channel || locale => &[EVENTS_BY_WAY],
        (true, false) => &[EVENTS],
        (false, false) => match (touchpoint, channel, locale) {
            (false, false, false) => &[EVENTS, TOUCHPOINTS],
            (true, false, false) => &[EVENTS_BY_WAY, TOUCHPOINTS],
            (false, true, false) => &[EVENTS_BY_WAY, CHANNELS],
            _ => &[EVENTS_BY_WAY, WAYS],
        },
    }
}

fn plan(granularities: Granularities, unit: Option<Unit>, period: Period) -> Option<Plan> {
    let fits = |granularity: Unit| match unit {
        Some(Unit::Day | Unit::Week) => granularity == Unit::Day,
        Some(Unit::Month | Unit::Quarter) => granularity != Unit::Year,
        Some(Unit::Year) | None => true,
    };
    let granularities = granularities
        .iter()
        .filter(|(granularity, _)| fits(*granularity));
    let units: Vec<Unit> = granularities
        .clone()
        .map(|(granularity, _)| *granularity)
        .collect();
    let mut plan = Plan::default();
    for (unit, period) in period.split(&units)? {
        let (_, rollup) = granularities
            .clone()
            .find(|(granularity, _)| *granularity == unit)?;
        let parts = if *rollup == OWN {
            &mut plan.own_parts
        } else {
            &mut plan.parts
        };
        parts.push((rollup, period));
    }
    Some(plan)
}

#[cfg(test)]
mod tests {
    use super::*;
    use otklik_survey::calendar::day::Day;

    const ROLLUPS: &str = include_str!(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/migrations/0001_init.sql"
    ));

    fn period(from: &str, to: &str) -> Period {
        Period::between(Day::parse(from), Day::parse(to))
    }

    /// Every combination of what may be needed.
    fn all_needs() -> Vec<Needs> {
        let units = ["", "day", "week", "month", "quarter", "year"];
        let each = |bits: u8| {
            units.map(|unit| Needs {
                event: bits & 3 != 0,
                few_events: bits & 2 != 0,
                touchpoint: bits & 4 != 0,
                channel: bits & 8 != 0,
                locale: bits & 16 != 0,
                unit: Unit::parse(unit),
            })
        };
        (0..32).flat_map(each).collect()
    }

    /// The line of the migration that makes a rollup, as its values.
    fn made(name: &str) -> Vec<&'static str> {
        let start = format!("  ('{name}', ");
        let line = ROLLUPS.lines().find_map(|line| line.strip_prefix(&start));
        let values = line
            .expect("a rollup")
            .split(')')
            .next()
            .expect("its values");
        values
            .split(", ")
            .map(|value| value.trim_matches('\''))
            .collect()
    }

    #[test]
    fn whatever_is_read_tells_what_is_needed() {
        for needs in all_needs() {
            for plan in plans(needs, period("2023-03-01", "2026-06-30")) {
                for (name, _) in plan.parts.iter().chain(&plan.own_parts) {
                    let [
                        unit,
                        cluster,
                        by_event,
                        by_touchpoint,
                        by_channel,
                        by_locale,
                    ] = made(name)[..]
                    else {
                        panic!("{name} has other columns");
                    };
                    let tells_event = cluster == "event" || by_event == "1";
                    assert!(!needs.event || tells_event, "{name} {needs:?}");
                    assert!(
                        !needs.touchpoint || by_touchpoint == "1",
                        "{name} {needs:?}"
                    );
                    assert!(!needs.channel || by_channel == "1", "{name} {needs:?}");
                    assert!(!needs.locale || by_locale == "1", "{name} {needs:?}");
                    let fits = match needs.unit {
                        Some(Unit::Day | Unit::Week) => unit == "day",
                        Some(Unit::Month | Unit::Quarter) => unit != "year",
                        Some(Unit::Year) | None => true,
                    };
                    assert!(fits, "{name} {needs:?}");
                    assert_eq!(
                        plan.own_parts.iter().any(|(own, _)| own == name),
                        by_event == "1"
                    );
                }
            }
        }
    }

    #[test]
    fn whole_months_can_always_be_told_by_the_month() {
        for needs in all_needs() {
            let by_days = matches!(needs.unit, Some(Unit::Day | Unit::Week));
            let plans = plans(needs, period("2026-01-01", "2026-03-31"));
            assert!(by_days || !plans.is_empty(), "{needs:?}");
            let n_rows: u32 = plans.iter().map(|plan| plan.rows_max).sum();
            assert!(
                plans.is_empty() || n_rows == limits::TALLIES_MAX,
                "{needs:?}"
            );
        }
    }

    #[test]
    fn long_periods_are_read_by_the_year() {
        let plans = plans(Needs::default(), period("2023-11-30", "2026-02-28"));
        let names = |plan: &Plan| plan.parts.iter().map(|(name, _)| *name).collect::<Vec<_>>();
        assert_eq!(names(&plans[0]), ["event_month", "event_day"]);
        assert_eq!(
            names(&plans[1]),
            [
                "touchpoint_year",
                "touchpoint_month",
                "touchpoint_day",
                "touchpoint_month"
            ]
        );
    }

    #[test]
    fn languages_are_not_told_apart_by_the_day() {
        let needs = Needs {
            locale: true,
            ..Needs::default()
        };
        assert_eq!(plans(needs, period("2026-01-02", "2026-03-31")), []);
        assert!(!plans(needs, period("2026-01-01", "2026-03-31")).is_empty());
    }
}
