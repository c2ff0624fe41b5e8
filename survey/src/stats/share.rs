//! The share of answers that have something in common: a chosen option, a value of 5-7 on the effort scale.
//!
//! Its interval follows the same rules as a score's ([`crate::stats::summary`]): a share is what CSAT is, the part of
//! answers that count, so it is computed as one.

use crate::question::Scale;
use crate::stats::interval::Interval;
use crate::stats::summary::{Missing, SamplingUnit, Summary};
use crate::stats::tally::Tally;
use serde::Serialize;

/// How many of the answers to a question have something in common.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Part {
    pub count: u64,
    /// All answers.
    pub n: u64,
}

/// A share of answers.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Share {
    /// Per cent of all answers, 0..=100, two decimals.
    percent: f64,
    /// The 95 % interval, in per cent.
    interval: Option<Interval>,
    /// Why there is no interval.
    missing: Option<Missing>,
}

impl Share {
    /// `clusters` are events, or random groups of them as `unit` says; `alone` the answers of no event. `None` without
    /// answers.
    pub fn of(alone: Part, unit: SamplingUnit, clusters: &[Part]) -> Option<Share> {
        let satisfied = |part: &Part| Tally::satisfied(part.count, part.n);
        let (alone, clusters) = (satisfied(&alone), clusters.iter().map(satisfied));
        let clusters: Vec<Tally> = clusters.collect();
        let summary = match unit {
            SamplingUnit::EventGroup => Summary::of_groups(Scale::Csat, &alone, &clusters),
            SamplingUnit::Answer | SamplingUnit::Event => {
                Summary::of(Scale::Csat, &alone, &clusters)
            }
        };
        Some(Share {
            percent: summary.score()?,
            interval: summary.interval(),
            missing: summary.missing(),
        })
    }

    pub const fn percent(&self) -> f64 {
        self.percent
    }

    pub const fn interval(&self) -> Option<Interval> {
        self.interval
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::interval::wilson;

    #[test]
    fn a_share_is_of_all_answers() {
        let part = Part { count: 81, n: 263 };
        let share = Share::of(part, SamplingUnit::Event, &[]).unwrap();
        assert_eq!(share.percent(), 30.8);
        let expected = wilson(81, 263).map(|it| it.map(|limit| (limit * 1e4).round() / 1e2));
        assert_eq!(share.interval(), expected);
        assert_eq!(Share::of(Part::default(), SamplingUnit::Event, &[]), None);
    }

    #[test]
    fn a_share_of_few_events_has_no_interval() {
        let event = Part { count: 3, n: 10 };
        let of = |unit, n_events| Share::of(Part::default(), unit, &vec![event; n_events]).unwrap();
        assert!(of(SamplingUnit::Event, 1).interval().is_some());
        assert_eq!(
            of(SamplingUnit::Event, 4).missing,
            Some(Missing::TooFewEvents)
        );
        assert_eq!(
            of(SamplingUnit::EventGroup, 1).missing,
            Some(Missing::TooFewGroups)
        );
        assert!(of(SamplingUnit::EventGroup, 5).interval().is_some());
    }
}
