//! Picks the coarsest rollups that can answer a query.
//!
//! `migrations/0001_init.sql` defines what each rollup counts by. A query is tried on rollups of single events first,
//! because the event is the most exact sampling unit, then on rollups of random groups of events.

use crate::store::RollupPeriod;
use otklik_survey::calendar::period::{Period, Unit};
use otklik_survey::{Audience, Source, limits};

/// What a rollup must count by, so that the values of a dimension can be separated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Separation {
    /// Every rollup does.
    None,
    /// Events, alone or as its sampling unit; also for the client, manager and format of an event.
    Event,
    Touchpoint,
    Channel,
    Locale,
    /// Periods no longer than the unit: weeks need days, quarters months.
    Days(Unit),
}

/// What the rollups of a query must count by.
#[derive(Clone, Copy, Debug, Default)]
pub struct Needs {
    pub event: bool,
    /// One event, one client or one manager is selected: so few events that each one's own rollup is read.
    pub few_events: bool,
    pub touchpoint: bool,
    pub channel: bool,
    pub locale: bool,
    /// The period that answers are grouped by.
    pub unit: Option<Unit>,
}

impl Needs {
    const fn has_columns(self) -> bool {
        self.touchpoint || self.channel || self.locale
    }

    pub fn separate(&mut self, separation: Separation) {
        match separation {
            Separation::None => {}
            Separation::Event => self.event = true,
            Separation::Touchpoint => self.touchpoint = true,
            Separation::Channel => self.channel = true,
            Separation::Locale => self.locale = true,
            Separation::Days(unit) => self.unit = Some(unit),
        }
    }
}

/// The rollups that one statement reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Of the agency.
    pub rollups: Vec<RollupPeriod>,
    /// Of each event.
    pub event_rollups: Vec<RollupPeriod>,
    pub sources: Sources,
    /// Rows; where a plan reads more, the next one is tried.
    pub rows_max: u32,
}

/// The sources of each survey that a plan reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sources {
    All,
    /// Those of the headline. All others are of people whom the agency did not ask: whoever likes can send as many such
    /// answers as there are events, touchpoints, channels and languages, and so make more tallies than a query may read.
    Headline,
}

impl Sources {
    pub const fn of(self, audience: Audience) -> &'static [Source] {
        match self {
            Sources::All => Source::ALL,
            Sources::Headline => audience.headline(),
        }
    }
}

/// Rollups that separate the same values, from long periods to short ones.
type Granularities = &'static [(Unit, &'static str)];

/// Each event's own tallies.
const EVENT_ONLY: &str = "event_only_month";

const EVENTS: Granularities = &[(Unit::Month, "event_month"), (Unit::Day, "event_day")];
/// No rollup has single events by the day: their days are read from the rollup of all events.
const FEW_EVENTS: Granularities = &[(Unit::Month, EVENT_ONLY), (Unit::Day, "event_day")];
const EVENT_ONLY_MONTHS: Granularities = &[(Unit::Month, EVENT_ONLY)];
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
const ALL_COLUMNS: Granularities = &[
    (Unit::Year, "touchpoint_channel_locale_year"),
    (Unit::Month, "touchpoint_channel_locale_month"),
];

/// The plans to try, in this order: first for all sources, then for those of headlines alone. None where no rollup has the
/// needed columns by the day.
pub fn plans(needs: Needs, period: Period) -> Vec<Plan> {
    let granularities = granularities(needs);
    let plans = granularities
        .iter()
        .filter_map(|granularities| plan(granularities, needs.unit, period));
    let mut plans: Vec<Plan> = plans.collect();
    let mut left = limits::TALLIES_MAX;
    let last = plans.len().saturating_sub(1);
    for plan in &mut plans[..last] {
        plan.rows_max = limits::TALLIES_BY_EVENT_MAX;
        left -= plan.rows_max;
    }
    if let Some(last) = plans.last_mut() {
        last.rows_max = left;
        let of_headlines = Plan {
            sources: Sources::Headline,
            ..last.clone()
        };
        plans.push(of_headlines);
    }
    // Where each of the few events has very many touchpoints, channels and languages, the rows of all events are fewer.
    if needs.few_events && !needs.has_columns() {
        plans.extend(plan(EVENTS, needs.unit, period).map(|plan| Plan {
            sources: Sources::Headline,
            ..plan
        }));
    }
    plans
}

/// The plans for the answers of events on some days, whenever they were received, and where `has_no_event` for those about no
/// event that were received on these days. None where no rollup has the latter by the day.
pub fn by_event_date(needs: Needs, days: Period, has_no_event: bool) -> Vec<Plan> {
    let of_no_event = Needs {
        event: false,
        few_events: false,
        ..needs
    };
    let rollups = match granularities(of_no_event) {
        _ if !has_no_event => Some(Vec::new()),
        [of_events, ..] if !of_no_event.has_columns() => {
            plan(of_events, needs.unit, days).map(|it| it.rollups)
        }
        all => all
            .last()
            .and_then(|last| plan(last, needs.unit, days))
            .map(|it| it.rollups),
    };
    let of_sources = |sources| {
        rollups.clone().map(|rollups| Plan {
            rollups,
            event_rollups: vec![(EVENT_ONLY, Period::between(None, None))],
            sources,
            rows_max: limits::TALLIES_MAX,
        })
    };
    let all = [Sources::All, Sources::Headline];
    all.into_iter().filter_map(of_sources).collect()
}

fn granularities(needs: Needs) -> &'static [Granularities] {
    let Needs {
        touchpoint,
        channel,
        locale,
        ..
    } = needs;
    if needs.event || needs.few_events {
        return match (needs.has_columns(), needs.few_events) {
            (true, _) => &[EVENT_ONLY_MONTHS],
            (false, true) => &[FEW_EVENTS],
            (false, false) => &[EVENTS],
        };
    }
    match (touchpoint, channel, locale) {
        (false, false, false) => &[EVENTS, TOUCHPOINTS],
        (true, false, false) => &[EVENT_ONLY_MONTHS, TOUCHPOINTS],
        (false, true, false) => &[EVENT_ONLY_MONTHS, CHANNELS],
        _ => &[EVENT_ONLY_MONTHS, ALL_COLUMNS],
    }
}

fn plan(granularities: Granularities, unit: Option<Unit>, period: Period) -> Option<Plan> {
    let fits = |granularity: Unit| match unit {
        Some(Unit::Day | Unit::Week) => granularity == Unit::Day,
        Some(Unit::Month | Unit::Quarter) => granularity != Unit::Year,
        Some(Unit::Year) | None => true,
    };
    let usable = || granularities.iter().filter(|(unit, _)| fits(*unit));
    let units: Vec<Unit> = usable().map(|(unit, _)| *unit).collect();
    let mut plan = Plan {
        rollups: Vec::new(),
        event_rollups: Vec::new(),
        sources: Sources::All,
        rows_max: limits::TALLIES_MAX,
    };
    for (unit, period) in period.split(&units)? {
        let (_, rollup) = usable().find(|(granularity, _)| *granularity == unit)?;
        let rollups = if *rollup == EVENT_ONLY {
            &mut plan.event_rollups
        } else {
            &mut plan.rollups
        };
        rollups.push((rollup, period));
    }
    Some(plan)
}

#[cfg(test)]
mod tests {
    use super::*;
    use otklik_survey::calendar::day::Day;

    const MIGRATION: &str = include_str!(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/migrations/0001_init.sql"
    ));

    fn period(from: &str, to: &str) -> Period {
        Period::between(Day::parse(from), Day::parse(to))
    }

    /// Every combination of needs.
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

    /// The columns of a rollup's row in the migration, without its name.
    fn columns(name: &str) -> Vec<&'static str> {
        let start = format!("  ('{name}', ");
        let line = MIGRATION.lines().find_map(|line| line.strip_prefix(&start));
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
    fn planned_rollups_count_by_everything_needed() {
        for needs in all_needs() {
            for plan in plans(needs, period("2023-03-01", "2026-06-30")) {
                for (name, _) in plan.rollups.iter().chain(&plan.event_rollups) {
                    let [
                        unit,
                        cluster,
                        by_event,
                        by_touchpoint,
                        by_channel,
                        by_locale,
                    ] = columns(name)[..]
                    else {
                        panic!("{name} has other columns");
                    };
                    let has_event = cluster == "event" || by_event == "1";
                    assert!(!needs.event || has_event, "{name} {needs:?}");
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
                        plan.event_rollups.iter().any(|(it, _)| it == name),
                        by_event == "1"
                    );
                }
            }
        }
    }

    #[test]
    fn whole_months_have_a_plan_unless_grouped_by_days() {
        for needs in all_needs() {
            let by_days = matches!(needs.unit, Some(Unit::Day | Unit::Week));
            let plans = plans(needs, period("2026-01-01", "2026-03-31"));
            assert!(by_days || !plans.is_empty(), "{needs:?}");
            let reads_all = |plan: &&Plan| plan.sources == Sources::All;
            let n_rows: u32 = plans.iter().filter(reads_all).map(|it| it.rows_max).sum();
            assert!(
                plans.is_empty() || n_rows == limits::TALLIES_MAX,
                "{needs:?}"
            );
            let of_headlines = plans.iter().skip_while(reads_all);
            let of_headlines: Vec<&Plan> = of_headlines.collect();
            assert!(plans.is_empty() || !of_headlines.is_empty(), "{needs:?}");
            assert!(!of_headlines.iter().any(reads_all), "{needs:?}");
        }
    }

    #[test]
    fn whole_years_are_read_from_yearly_rollups() {
        let plans = plans(Needs::default(), period("2023-11-30", "2026-02-28"));
        let names = |plan: &Plan| {
            plan.rollups
                .iter()
                .map(|(name, _)| *name)
                .collect::<Vec<_>>()
        };
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
    fn locales_have_no_daily_rollup() {
        let needs = Needs {
            locale: true,
            ..Needs::default()
        };
        assert_eq!(plans(needs, period("2026-01-02", "2026-03-31")), []);
        assert!(!plans(needs, period("2026-01-01", "2026-03-31")).is_empty());
    }
}
