//! The scales of scored questions: their values, buckets and metrics.

use serde::{Deserialize, Serialize};

/// A scale of whole numbers from low to high, with the metric it feeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum Scale {
    /// 0-10, how likely to recommend.
    Nps,
    /// 1-5, how satisfied.
    Csat,
    /// 1-7, how easy.
    Ces,
}

/// How the answers on a scale add up to one number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Metric {
    /// The share of high answers minus that of low ones, in per cent: -100 to 100.
    NetShare,
    /// The share of high answers in per cent: 0 to 100.
    HighShare,
    /// The mean of the values.
    Mean,
}

/// Everything in which the scales differ.
struct Definition {
    low: u8,
    high: u8,
    /// The highest value of the low bucket.
    low_to: u8,
    /// The highest value of the middle bucket.
    middle_to: u8,
    /// The field's own words for the three buckets, from low to high.
    terms: [&'static str; 3],
    metric: Metric,
    metric_name: &'static str,
    /// The metric that an agency aims at where its survey sets no target.
    target: Option<f64>,
}

/// Target: the agency's research.
const NPS: Definition = Definition {
    low: 0,
    high: 10,
    low_to: 6,
    middle_to: 8,
    terms: ["detractor", "passive", "promoter"],
    metric: Metric::NetShare,
    metric_name: "NPS",
    target: Some(30.0),
};

/// Target: the agency's research, 85 to 90.
const CSAT: Definition = Definition {
    low: 1,
    high: 5,
    low_to: 2,
    middle_to: 3,
    terms: ["dissatisfied", "neutral", "satisfied"],
    metric: Metric::HighShare,
    metric_name: "CSAT",
    target: Some(85.0),
};

/// The field has no benchmark for it.
const CES: Definition = Definition {
    low: 1,
    high: 7,
    low_to: 3,
    middle_to: 4,
    terms: ["hard", "neutral", "easy"],
    metric: Metric::Mean,
    metric_name: "CES",
    target: None,
};

impl Scale {
    const fn definition(self) -> &'static Definition {
        match self {
            Scale::Nps => &NPS,
            Scale::Csat => &CSAT,
            Scale::Ces => &CES,
        }
    }

    pub const fn low(self) -> u8 {
        self.definition().low
    }

    pub const fn high(self) -> u8 {
        self.definition().high
    }

    /// Every value that can be tapped, from low to high.
    pub const fn range(self) -> core::ops::RangeInclusive<u8> {
        self.low()..=self.high()
    }

    /// The bucket of a score on this scale; a score above the scale counts as its top.
    pub const fn bucket(self, score: u8) -> Bucket {
        let definition = self.definition();
        if score <= definition.low_to {
            Bucket::Low
        } else if score <= definition.middle_to {
            Bucket::Middle
        } else {
            Bucket::High
        }
    }

    /// The field's own word for a bucket of this scale.
    pub const fn term(self, bucket: Bucket) -> &'static str {
        let [low, middle, high] = self.definition().terms;
        match bucket {
            Bucket::Low => low,
            Bucket::Middle => middle,
            Bucket::High => high,
        }
    }

    pub const fn metric(self) -> Metric {
        self.definition().metric
    }

    /// The name of the metric.
    pub const fn metric_name(self) -> &'static str {
        self.definition().metric_name
    }

    /// The values that the metric can have.
    pub fn metric_range(self) -> core::ops::RangeInclusive<f64> {
        match self.metric() {
            Metric::NetShare => -100.0..=100.0,
            Metric::HighShare => 0.0..=100.0,
            Metric::Mean => f64::from(self.low())..=f64::from(self.high()),
        }
    }

    /// Written right behind a value of the metric; empty for a plain number.
    pub const fn metric_unit(self) -> &'static str {
        match self.metric() {
            Metric::HighShare => " %",
            Metric::NetShare | Metric::Mean => "",
        }
    }

    /// Whether the metric is written with its sign, also above zero.
    pub const fn is_signed(self) -> bool {
        matches!(self.metric(), Metric::NetShare)
    }

    /// The metric that is aimed at where a survey sets no target; `None` without a benchmark.
    pub const fn target(self) -> Option<f64> {
        self.definition().target
    }

    /// Whether stars or faces can stand for the values.
    pub const fn is_drawable(self) -> bool {
        matches!(self, Scale::Csat)
    }
}

/// The part of a scale that a score falls into; follow-ups and metrics go by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum Bucket {
    Low,
    Middle,
    High,
}

impl Bucket {
    pub const ALL: [Bucket; 3] = [Bucket::Low, Bucket::Middle, Bucket::High];

    pub const fn name(self) -> &'static str {
        match self {
            Bucket::Low => "low",
            Bucket::Middle => "middle",
            Bucket::High => "high",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_follow_the_metrics() {
        let terms = |scale: Scale| -> String {
            scale
                .range()
                .map(|score| scale.term(scale.bucket(score)).as_bytes()[0] as char)
                .collect()
        };
        assert_eq!(terms(Scale::Nps), "dddddddpppp");
        assert_eq!(Scale::Nps.term(Scale::Nps.bucket(8)), "passive");
        assert_eq!(Scale::Nps.term(Scale::Nps.bucket(9)), "promoter");
        assert_eq!(terms(Scale::Csat), "ddnss");
        assert_eq!(terms(Scale::Ces), "hhhneee");
    }
}
