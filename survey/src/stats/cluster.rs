//! The 95 % confidence interval of a group of events, whose coverage `tests/interval_coverage` simulates.
//!
//! Guests of one event share its luck, so an event is one observation, however many voted. The variance of a score
//! comes from how the events miss it, the limits from the sample of independent answers that has that variance.
//!
//! Sources:
//! - Cochran 1977, Sampling Techniques, 6.4: the linearised ratio.
//! - Korn and Graubard 1998, Survey Methodology 24:193-201: Clopper and Pearson's limits with the effective sample size
//!   and degrees of freedom. Parker et al. 2017, National Center for Health Statistics, Vital and Health Statistics
//!   2(175): the same with an effective size that never exceeds the number of answers.
//! - Hill 1973, Ecology 54:427-432: effective numbers, here of events of unequal sizes.
//! - Zou and Donner 2008, Statistics in Medicine 27:1693-1702: MOVER, for NPS.

use crate::stats::interval::{self, Interval, Z};
use crate::stats::quantile::{self, TAIL};
use crate::stats::tally::Tally;

/// Events from which a group of them has an interval: with fewer, t is too wide to be useful and the variance
/// between events is a guess.
pub const MIN_EVENTS: usize = 5;

/// The share of the answers whose value `counts`, in 0..=1. `alone` are answers of no event: each of them is a unit of
/// its own.
///
/// Assumes events drawn from the same kind of year. `None` below [`MIN_EVENTS`] events with answers, as in all three
/// functions here. Take the [`Interval::hull`] with the interval of independent answers: at the very ends of the scale
/// that one can be a hair wider.
pub fn share(alone: &Tally, events: &[Tally], counts: impl Fn(u8) -> bool) -> Option<Interval> {
    let spread = Spread::of(alone, events, |value| [indicator(counts(value)), 0.0])?;
    Some(spread.limits(0, spread.answers))
}

/// The share of the answers that are `up` less the share of those that are `down`, in -1..=1: MOVER with the limits of
/// both shares and the correlation that they have from event to event.
pub fn net_share(
    alone: &Tally,
    events: &[Tally],
    up: impl Fn(u8) -> bool,
    down: impl Fn(u8) -> bool,
) -> Option<Interval> {
    let weights = |value| [indicator(up(value)), indicator(down(value))];
    let spread = Spread::of(alone, events, weights)?;
    let [of_up, of_down] = [0, 1].map(|which| spread.limits(which, spread.answers));
    let [up, down] = spread.means;
    let difference = interval::mover(up, of_up, down, of_down, spread.correlation());
    Some(difference.map(|limit| limit.clamp(-1.0, 1.0)))
}

/// The mean of a scale from `low` to `high`: the limits of its place on the scale. `n_most` is the effective sample size
/// of as many independent answers ([`interval::mean_size`]).
pub fn mean(alone: &Tally, events: &[Tally], low: u8, high: u8, n_most: f64) -> Option<Interval> {
    let (low, high) = (f64::from(low), f64::from(high));
    if high <= low {
        return None;
    }
    let place = |value| ((f64::from(value) - low) / (high - low)).clamp(0.0, 1.0);
    let spread = Spread::of(alone, events, |value| [place(value), 0.0])?;
    let limits = spread.limits(0, n_most);
    Some(limits.map(|place| low + (high - low) * place))
}

/// The degrees of freedom of the intervals of a group of events: the effective number of events less one.
pub fn freedom(events: &[Tally]) -> f64 {
    let units: Vec<Unit> = events
        .iter()
        .map(|event| Unit::of_event(event, &|_| [0.0; 2]))
        .collect();
    effective_number(&units) - 1.0
}

fn indicator(is_in: bool) -> f64 {
    f64::from(u8::from(is_in))
}

/// Two means of one group, each of weights in 0..=1 of the answers, and how they vary with the events drawn.
struct Spread {
    answers: f64,
    /// So many observations there are at least: as many as if all guests of an event answered alike.
    observations: f64,
    /// Degrees of freedom.
    freedom: f64,
    means: [f64; 2],
    variances: [f64; 2],
    covariance: f64,
}

/// One sampling unit, or several of the same answers.
struct Unit {
    times: f64,
    answers: f64,
    sums: [f64; 2],
}

impl Spread {
    /// Each event's miss is divided by one minus its part of the answers, as the jackknife would, because one large
    /// event drags the ratio towards itself.
    fn of(alone: &Tally, events: &[Tally], weights: impl Fn(u8) -> [f64; 2]) -> Option<Spread> {
        let events: Vec<Unit> = events
            .iter()
            .map(|event| Unit::of_event(event, &weights))
            .filter(|event| event.answers > 0.0)
            .collect();
        if events.len() < MIN_EVENTS {
            return None;
        }
        let freedom = effective_number(&events) - 1.0;
        let units: Vec<Unit> = events
            .into_iter()
            .chain(Unit::single_answers(alone, &weights))
            .collect();
        let total = |of: &dyn Fn(&Unit) -> f64| -> f64 {
            units.iter().map(|unit| unit.times * of(unit)).sum()
        };
        let answers = total(&|unit| unit.answers);
        let n_units = total(&|_| 1.0);
        let squares = total(&|unit| unit.answers * unit.answers);
        let means = [0, 1].map(|which| total(&|unit| unit.sums[which]) / answers);
        let miss = |unit: &Unit, which: usize| {
            (unit.sums[which] - means[which] * unit.answers) / (answers - unit.answers)
        };
        let moment = |a: usize, b: usize| {
            (n_units - 1.0) / n_units * total(&|unit| miss(unit, a) * miss(unit, b))
        };
        Some(Spread {
            answers,
            observations: answers * answers / squares,
            freedom,
            means,
            variances: [moment(0, 0), moment(1, 1)],
            covariance: moment(0, 1),
        })
    }

    /// Clopper and Pearson's limits with the sample size of independent answers of the same variance, `n_most` at most,
    /// reduced as the square of Student's t exceeds that of the normal distribution, but not below the observations:
    /// with one answer an event no variance between events need be estimated.
    fn limits(&self, which: usize, n_most: f64) -> Interval {
        let (mean, variance) = (self.means[which], self.variances[which]);
        let is_at_an_end = mean <= 0.0 || mean >= 1.0;
        let n_effective = if is_at_an_end || variance <= 0.0 {
            n_most
        } else {
            (mean * (1.0 - mean) / variance).min(n_most)
        };
        let reduced = n_effective * (Z / quantile::student_t(self.freedom)).powi(2);
        exact_limits(mean, reduced.max(self.observations))
    }

    /// 0 where one of the two does not vary.
    fn correlation(&self) -> f64 {
        let [of_up, of_down] = self.variances;
        let both = (of_up * of_down).sqrt();
        if both > 0.0 {
            (self.covariance / both).clamp(-1.0, 1.0)
        } else {
            0.0
        }
    }
}

impl Unit {
    fn of_event(event: &Tally, weights: &impl Fn(u8) -> [f64; 2]) -> Unit {
        let mut unit = Unit {
            times: 1.0,
            answers: 0.0,
            sums: [0.0; 2],
        };
        for (value, count) in (0..).zip(event.scores()) {
            let count = *count as f64;
            unit.answers += count;
            for (sum, weight) in unit.sums.iter_mut().zip(weights(value)) {
                *sum += weight * count;
            }
        }
        unit
    }

    fn single_answers(
        alone: &Tally,
        weights: &impl Fn(u8) -> [f64; 2],
    ) -> impl Iterator<Item = Unit> {
        let of_value = |(value, count): (u8, &u64)| Unit {
            times: *count as f64,
            answers: 1.0,
            sums: weights(value),
        };
        (0..).zip(alone.scores()).map(of_value)
    }
}

/// So many events of equal sizes are as good as these: all of them where their sizes are equal, 1 where one has all
/// answers. Hill's number of order 1/2. By simulation among the orders: with 2 (Kish's effective number) one event of
/// 300 votes among eleven of 8-40 makes the interval 2.1 times as wide as it need be; with 0 (all events, whatever
/// their sizes) such intervals cover 91 %.
fn effective_number(events: &[Unit]) -> f64 {
    let answers: f64 = events.iter().map(|event| event.answers).sum();
    let roots: f64 = events.iter().map(|event| event.answers.sqrt()).sum();
    roots * roots / answers
}

/// Clopper and Pearson's limits of a share with a sample size that need not be whole (Clopper and Pearson 1934,
/// Biometrika 26:404-413).
fn exact_limits(share: f64, n: f64) -> Interval {
    let (yes, no) = (share * n, (1.0 - share) * n);
    let low = if yes > 0.0 {
        quantile::beta(yes, no + 1.0, TAIL).min(share)
    } else {
        0.0
    };
    let high = if no > 0.0 {
        quantile::beta(yes + 1.0, no, 1.0 - TAIL).max(share)
    } else {
        1.0
    };
    Interval::between(low, high)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// So many answers of 1, the others of 0.
    fn event(yes: u64, n: u64) -> Tally {
        let mut counts = [0; 11];
        (counts[0], counts[1]) = (n - yes, yes);
        Tally::from_counts(counts)
    }

    fn share_of(alone: &Tally, events: &[Tally]) -> Option<Interval> {
        share(alone, events, |value| value == 1)
    }

    #[track_caller]
    fn near(interval: Interval, low: f64, high: f64) {
        assert!(
            (interval.low() - low).abs() < 5e-5 && (interval.high() - high).abs() < 5e-5,
            "{interval:?} is not {low}..{high}"
        );
    }

    #[test]
    fn five_events_with_answers_are_needed() {
        let one = event(12, 20);
        let none = Tally::default();
        assert_eq!(share_of(&none, &[one; 4]), None);
        let four_and_empty = [one, one, one, one, none];
        assert_eq!(share_of(&event(500, 500), &four_and_empty), None);
        assert_eq!(net_share(&none, &[one; 4], |v| v == 1, |v| v == 0), None);
        assert_eq!(mean(&none, &[one; 4], 0, 1, 80.0), None);
        assert_eq!(mean(&none, &[one; 5], 1, 1, 80.0), None);
        assert!(share_of(&none, &[one; 5]).unwrap().contains(0.6));
    }

    #[test]
    fn equal_events_have_the_variance_of_their_means() {
        // The jackknife's variance is the textbook's of means of equal sizes; t of 4 degrees of freedom.
        let events = [8, 10, 12, 9, 11].map(|yes| event(yes, 20));
        let variance = 0.00625 / 5.0;
        let n = (0.25_f64 / variance).min(100.0) * (Z / 2.776_445_f64).powi(2);
        let found = share_of(&Tally::default(), &events).unwrap();
        near(
            found,
            quantile::beta(n / 2.0, n / 2.0 + 1.0, TAIL),
            1.0 - found.low(),
        );
        assert!((found.low() - 0.3552).abs() < 5e-4, "{found:?}");
    }

    #[test]
    fn the_effective_number_of_events_follows_their_sizes() {
        let of = |sizes: &[u64]| {
            let units: Vec<Unit> = sizes
                .iter()
                .map(|n| Unit::of_event(&event(0, *n), &|_| [0.0; 2]))
                .collect();
            effective_number(&units)
        };
        assert!((of(&[20; 7]) - 7.0).abs() < 1e-9);
        assert!((of(&[100, 25, 25, 25, 25]) - 4.5).abs() < 1e-9);
        assert!(of(&[1_000_000, 1, 1, 1, 1]) < 1.01);
    }

    #[test]
    fn one_answer_an_event_is_clopper_and_pearson() {
        // Newcombe 1998, Statistics in Medicine 17:857-872, table I, method 5: 1 of 29.
        let mut events = vec![event(0, 1); 28];
        events.push(event(1, 1));
        near(
            share_of(&Tally::default(), &events).unwrap(),
            0.0009,
            0.1776,
        );
    }

    #[test]
    fn answers_of_no_event_are_units_of_their_own() {
        let events = [3, 7, 4, 6, 5].map(|yes| event(yes, 10));
        let found = share_of(&event(2, 3), &events).unwrap();
        assert!(found.contains(27.0 / 53.0));
        let many = share_of(&event(2_000, 3_000), &events).unwrap();
        assert!(many.high() - many.low() < found.high() - found.low());
    }

    #[test]
    fn limits_are_ordered_and_on_the_scale_for_all_counts() {
        let sizes = [1, 2, 7, 300, 1_000_000];
        let kinds = [0_u64, 1, 50, 100];
        for turn in 0..kinds.len().pow(5) {
            let events: Vec<Tally> = (0_u32..)
                .zip(sizes)
                .map(|(at, n)| event(n * kinds[turn / kinds.len().pow(at) % kinds.len()] / 100, n))
                .collect();
            let of_share = share_of(&Tally::default(), &events).unwrap();
            let of_mean = mean(&Tally::default(), &events, 0, 1, 1e6).unwrap();
            let of_net = net_share(&Tally::default(), &events, |v| v == 1, |v| v == 0).unwrap();
            for (found, lowest) in [(of_share, 0.0), (of_mean, 0.0), (of_net, -1.0)] {
                let (low, high) = (found.low(), found.high());
                assert!(lowest <= low && low <= high && high <= 1.0, "{found:?}");
            }
        }
    }
}
