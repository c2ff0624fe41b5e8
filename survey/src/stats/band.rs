//! The agency's words for a score.

use crate::question::Scale;
use crate::stats::interval::Interval;
use serde::Serialize;

/// The agency's bands. Read off the rounded score, so that number and word never disagree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Band {
    /// NPS below 0.
    Poor,
    /// NPS from 0 to under 30; CSAT of 75 % and above.
    Good,
    /// NPS from 30 to 70.
    Excellent,
    /// NPS above 70.
    Outstanding,
    /// CSAT under 75 %.
    Below,
}

impl Band {
    /// Whether an interval, rounded, is short enough to name a band: it is no wider than the narrowest band that has two
    /// ends. So a band is at most one away from the true score's.
    pub(super) fn is_known_by(scale: Scale, interval: Interval) -> bool {
        let width = interval.high() - interval.low();
        match scale {
            Scale::Nps => width <= 30.0,
            Scale::Csat => width <= 25.0,
            Scale::Ces => false,
        }
    }

    /// The band of a score in its unit: NPS -100..=100, CSAT 0..=100.
    pub fn of(scale: Scale, score: f64) -> Option<Band> {
        match scale {
            Scale::Nps if score < 0.0 => Some(Band::Poor),
            Scale::Nps if score < 30.0 => Some(Band::Good),
            Scale::Nps if score <= 70.0 => Some(Band::Excellent),
            Scale::Nps => Some(Band::Outstanding),
            Scale::Csat if score >= 75.0 => Some(Band::Good),
            Scale::Csat => Some(Band::Below),
            Scale::Ces => None,
        }
    }

    /// Its name in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Band::Poor => "poor",
            Band::Good => "good",
            Band::Excellent => "excellent",
            Band::Outstanding => "outstanding",
            Band::Below => "below",
        }
    }
}
