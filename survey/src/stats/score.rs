//! A tally on its scale as a score: before and after rounding, and the interval of each kind of group.

use crate::question::{Bucket, Metric, Scale};
use crate::stats::cluster;
use crate::stats::interval::{self, Interval};
use crate::stats::tally::Tally;

/// The counts that lie on the scale.
pub(super) fn on_scale(scale: Scale, tally: &Tally) -> Tally {
    let mut scores = *tally.scores();
    for (value, count) in (0..).zip(&mut scores) {
        if !scale.range().contains(&value) {
            *count = 0;
        }
    }
    Tally::from_counts(scores)
}

pub(super) fn in_bucket(scale: Scale, tally: &Tally, bucket: Bucket) -> u64 {
    scale
        .range()
        .filter(|value| scale.bucket(*value) == bucket)
        .fold(0_u64, |sum, value| sum.saturating_add(tally.count(value)))
}

/// The weight of one answer in the score: -1, 0 or 1 for a net share; 0 or 1 for a share; its value for a mean.
fn weight(scale: Scale, value: u8) -> f64 {
    match (scale.metric(), scale.bucket(value)) {
        (Metric::Mean, Bucket::Low | Bucket::Middle | Bucket::High) => f64::from(value),
        (Metric::NetShare, Bucket::Low) => -1.0,
        (Metric::NetShare | Metric::HighShare, Bucket::High) => 1.0,
        (Metric::NetShare | Metric::HighShare, Bucket::Low | Bucket::Middle) => 0.0,
    }
}

fn sum(scale: Scale, tally: &Tally) -> f64 {
    scale
        .range()
        .map(|value| weight(scale, value) * tally.count(value) as f64)
        .sum()
}

/// The score before rounding, in the interval's unit: shares in 0..=1, NPS in -1..=1.
pub(super) fn point(scale: Scale, tally: &Tally) -> Option<f64> {
    let n = tally.n_answers();
    (n > 0).then(|| sum(scale, tally) / n as f64)
}

pub(super) fn score_rounded(scale: Scale, tally: &Tally) -> f64 {
    rounded(sum(scale, tally) * unit(scale), tally.n_answers() as f64)
}

/// A limit in the score's unit, rounded as the score is.
pub(super) fn shown(scale: Scale, limit: f64) -> f64 {
    rounded(limit * unit(scale), 1.0)
}

/// Shares are shown in per cent.
fn unit(scale: Scale) -> f64 {
    match scale.metric() {
        Metric::NetShare | Metric::HighShare => 100.0,
        Metric::Mean => 1.0,
    }
}

pub(super) fn independent(scale: Scale, tally: &Tally) -> Option<Interval> {
    let count = |bucket| in_bucket(scale, tally, bucket);
    match scale.metric() {
        Metric::NetShare => interval::nps(
            count(Bucket::High),
            count(Bucket::Middle),
            count(Bucket::Low),
        ),
        Metric::HighShare => interval::wilson(count(Bucket::High), tally.n_answers()),
        Metric::Mean => interval::mean(scale.low(), values(scale, tally)?),
    }
}

pub(super) fn clustered(scale: Scale, alone: &Tally, events: &[Tally]) -> Option<Interval> {
    let is_in = |bucket| move |value| scale.bucket(value) == bucket;
    match scale.metric() {
        Metric::NetShare => {
            cluster::net_share(alone, events, is_in(Bucket::High), is_in(Bucket::Low))
        }
        Metric::HighShare => cluster::share(alone, events, is_in(Bucket::High)),
        Metric::Mean => {
            let all = events.iter().fold(*alone, |all, event| all.merged(event));
            let n_most = interval::mean_size(values(scale, &all)?)?;
            cluster::mean(alone, events, scale.low(), scale.high(), n_most)
        }
    }
}

/// The counts from the scale's lowest value to its highest.
fn values(scale: Scale, tally: &Tally) -> Option<&[u64]> {
    let values = usize::from(scale.low())..=usize::from(scale.high());
    tally.scores().get(values)
}

/// `part / whole` to two decimals, halves away from zero.
///
/// One division of whole numbers below 2^53, so that a half is seen as a half: 0.125 is 0.13.
pub(super) fn rounded(part: f64, whole: f64) -> f64 {
    // Adding zero turns a negative zero into zero: nobody wants to read "-0".
    (part * 100.0 / whole).round() / 100.0 + 0.0
}
