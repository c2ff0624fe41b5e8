//! Whether a score reaches its target.

use crate::question::{Metric, Scale};
use crate::stats::interval::Interval;
use serde::Serialize;

/// A target, and whether it is reached.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Target {
    /// In the score's unit: an NPS above it, a CSAT of it.
    score: f64,
    reached: Reached,
}

/// Derived from the rounded interval, so that numbers and word never disagree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Reached {
    /// The whole interval reaches it.
    Yes,
    /// The whole interval is short of it.
    No,
    /// The interval contains it, or there is no interval.
    Unclear,
}

impl Reached {
    /// Its name in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Reached::Yes => "yes",
            Reached::No => "no",
            Reached::Unclear => "unclear",
        }
    }
}

impl Target {
    /// By the scale's benchmark; `None` for a scale without one.
    pub fn of(scale: Scale, interval: Option<Interval>) -> Option<Target> {
        let score = scale.target()?;
        Some(Target::at(score, scale, interval))
    }

    /// By a survey's own target.
    pub fn at(score: f64, scale: Scale, interval: Option<Interval>) -> Target {
        let is_there = |limit: f64| match scale.metric() {
            Metric::NetShare => limit > score,
            Metric::HighShare | Metric::Mean => limit >= score,
        };
        let reached = match interval {
            Some(found) if is_there(found.low()) => Reached::Yes,
            Some(found) if !is_there(found.high()) => Reached::No,
            Some(_) | None => Reached::Unclear,
        };
        Target { score, reached }
    }

    pub const fn score(self) -> f64 {
        self.score
    }

    pub const fn reached(self) -> Reached {
        self.reached
    }
}
