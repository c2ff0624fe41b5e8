//! 95 % confidence intervals whose coverage is proven by `tests/interval_coverage.rs`.
//!
//! In scope: one share, NPS, the mean of a bounded scale, a group of events, one event with a known
//! guest list, the difference of two scores. Out of scope: choosing among them ([`crate::stats::summary`]
//! does), non-response, which no formula cures, and other levels than 95 %.
//!
//! Units: shares 0..=1, NPS -1..=1, means in values of their scale. All functions are total: what
//! has no interval is `None`, never NaN.
//!
//! Sources:
//! - Wilson 1927, JASA 22:209-212: the score interval of a share.
//! - Newcombe 1998, Statistics in Medicine 17:873-890: combining Wilson limits in a difference.
//! - Zou and Donner 2008, Statistics in Medicine 27:1693-1702: MOVER, the same for any estimates,
//!   correlated ones included.
//! - Cochran 1977, Sampling Techniques, 2.6 and 6.4: finite populations; the linearised ratio.
//! - Dean and Pagano 2015, J. Survey Statistics and Methodology 3:484-503: Wilson's interval with
//!   an effective sample size for clustered answers.

use serde::Serialize;

/// The 97.5 % quantile of the standard normal distribution.
const Z: f64 = 1.959_964;

/// Events from which a group of them has an interval: with fewer, t is so wide that it says nothing
/// and the variance between events is a guess.
pub const MIN_EVENTS: usize = 5;

/// Where the true score lies with 95 % confidence; `low <= high`, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Interval {
    low: f64,
    high: f64,
}

impl Interval {
    pub const fn low(self) -> f64 {
        self.low
    }

    pub const fn high(self) -> f64 {
        self.high
    }

    pub const fn contains(self, value: f64) -> bool {
        self.low <= value && value <= self.high
    }

    /// The narrowest interval that holds both.
    #[must_use]
    pub fn hull(self, other: Interval) -> Interval {
        Interval {
            low: self.low.min(other.low),
            high: self.high.max(other.high),
        }
    }

    /// Both ends through `f`, which must not decrease: into percent, to two decimals.
    #[must_use]
    pub fn map(self, f: impl Fn(f64) -> f64) -> Interval {
        Interval {
            low: f(self.low),
            high: f(self.high),
        }
    }
}

/// The share of `successes` among `n` answers, in 0..=1: Wilson's score interval.
///
/// Assumes independent answers. Exact at the edges: the low end of no success is 0, the high end of
/// nothing but successes is 1. More successes than answers count as `n`. `None` for `n` = 0.
pub fn wilson(successes: u64, n: u64) -> Option<Interval> {
    if n == 0 {
        return None;
    }
    Some(score_limits(ratio(successes.min(n), n), n as f64, Z))
}

/// NPS in -1..=1 from three counts: the difference of two shares of one multinomial sample by MOVER
/// with Wilson limits.
///
/// Assumes independent answers. The correlation of the two shares is
/// `-sqrt(p d / ((1 - p)(1 - d)))`; where everybody is a promoter (or a detractor) it has the limit
/// 0, that of one share at zero. `None` without answers.
pub fn nps(promoters: u64, passives: u64, detractors: u64) -> Option<Interval> {
    let n = promoters.checked_add(passives)?.checked_add(detractors)?;
    let (up, down) = (wilson(promoters, n)?, wilson(detractors, n)?);
    let (p, d) = (ratio(promoters, n), ratio(detractors, n));
    let rest = (1.0 - p) * (1.0 - d);
    let correlation = if rest > 0.0 {
        -(p * d / rest).sqrt()
    } else {
        0.0
    };
    Some(mover(p, up, d, down, correlation).map(|limit| limit.clamp(-1.0, 1.0)))
}

/// The mean of a scale whose lowest value is `low`: `counts[i]` answers had the value `low + i`.
///
/// Wilson's interval of the mean's place on the scale (0 at its lowest value, 1 at its highest),
/// with the sample size `n / f`, where `f` is the answers' variance as a part of the largest that
/// their mean allows (all of them at the two ends). Half a pseudo-answer at either end steadies `f`
/// where a small sample is all alike, so that such a sample still has a width. With answers at the
/// ends alone this is exactly [`wilson`]. Assumes independent answers.
///
/// Our own combination of Wilson's interval with an effective sample size. Chosen by simulation
/// among t, t with pseudo-answers at both ends and MOVER over cumulative shares: t covers 23-40 %
/// in the worst shape at `n` of 5 and 10, this one 91 % or more everywhere, and of those that do it
/// is the narrowest.
///
/// `None` without answers, or for a scale of fewer than two values.
pub fn mean(low: u8, counts: &[u64]) -> Option<Interval> {
    let last = counts.len().checked_sub(1).filter(|last| *last > 0)?;
    let n = counts.iter().map(|count| *count as f64).sum::<f64>();
    if n <= 0.0 {
        return None;
    }
    let steps = last as f64;
    let places = || {
        counts
            .iter()
            .enumerate()
            .map(|(at, count)| (at as f64 / steps, *count as f64))
    };
    let sum: f64 = places().map(|(place, count)| place * count).sum();
    // One answer more, half of it at 0 and half at 1.
    let centre = (sum + 0.5) / (n + 1.0);
    let squares: f64 = places()
        .map(|(place, count)| count * (place - centre).powi(2))
        .chain([0.5 * centre.powi(2), 0.5 * (1.0 - centre).powi(2)])
        .sum();
    let part = squares / ((n + 1.0) * centre * (1.0 - centre));
    let limits = score_limits(sum / n, n / part.min(1.0), Z);
    Some(limits.map(|place| f64::from(low) + steps * place))
}

/// The interval of one event's score where its guest list is known: narrower by the square root of
/// the part of the variance that the guests not heard still carry, `(N - n) / (N - 1)`, its ends
/// moved outwards to what whole guests can add up to (steps of `1 / N` in the unit of an answer).
///
/// Without whole guests the ends fall between the few values that the truth can have: coverage at
/// 40 of 80 guests drops to 88 %. Assumes that the `n` answers come from different guests of
/// that event and that the event itself is judged: never for a comparison, or for "events like
/// this". Never wider than `interval`. Everybody having answered leaves the point alone. More
/// answers than guests contradict the list, and the interval comes back as it was.
#[must_use]
pub fn finite_population(interval: Interval, point: f64, n: u64, population: u64) -> Interval {
    if n > population || population == 0 {
        return interval;
    }
    if n == population {
        return Interval {
            low: point,
            high: point,
        };
    }
    let guests = population as f64;
    // n < population here, so that the divisor is at least 1 unless n is 0.
    let left = (population - n) as f64 / (guests - 1.0).max(1.0);
    let factor = left.min(1.0).sqrt();
    let narrowed = |limit: f64| (point + (limit - point) * factor) * guests;
    // Far less than a guest, far more than what rounding leaves of a whole one.
    const HAIR: f64 = 1e-6;
    Interval {
        low: ((narrowed(interval.low) + HAIR).floor() / guests).max(interval.low),
        high: ((narrowed(interval.high) - HAIR).ceil() / guests).min(interval.high),
    }
}

/// The score of a group of events, each `(sum, n)` of its answers, on a scale from `low` to `high`.
///
/// `alone` are answers of no event as `(value, count)`: each of them is a unit of its own.
/// The score is the ratio of all sums to all answers. Its variance comes from how the units miss it
/// (linearised ratio estimator), each miss divided by one minus the unit's part of the answers, as
/// the jackknife would, because one large event drags the ratio towards itself. The limits are
/// Wilson's with the effective sample size of that variance and Student's t with one degree of
/// freedom less than there are events: the plain symmetric ones cover 83-90 % where events score
/// near the top of the scale, as an agency's do; these 92 % or more.
///
/// Assumes events drawn from the same kind of year. Where all events agree the interval is a point;
/// take the [`Interval::hull`] with the interval of independent answers. `None` below
/// [`MIN_EVENTS`] events with answers, or for an empty scale.
pub fn cluster(
    events: &[(f64, u64)],
    alone: &[(f64, u64)],
    low: f64,
    high: f64,
) -> Option<Interval> {
    let n_events = events.iter().filter(|event| event.1 > 0).count();
    let width = high - low;
    if n_events < MIN_EVENTS || width <= 0.0 {
        return None;
    }
    // A unit is (sum, answers, how many such units there are).
    let units = || {
        let singles = alone
            .iter()
            .map(|(value, count)| (*value, 1.0, *count as f64));
        let groups = events.iter().map(|(sum, n)| (*sum, *n as f64, 1.0));
        groups.chain(singles).filter(|unit| unit.1 * unit.2 > 0.0)
    };
    let n: f64 = units().map(|(_, answers, times)| answers * times).sum();
    let n_units: f64 = units().map(|unit| unit.2).sum();
    let score = units().map(|(sum, _, times)| sum * times).sum::<f64>() / n;
    let misses: f64 = units()
        .map(|(sum, answers, times)| {
            times * ((sum - score * answers) / (1.0 - answers / n)).powi(2)
        })
        .sum();
    let variance = (n_units - 1.0) / n_units * misses / (n * width).powi(2);
    let place = ((score - low) / width).clamp(0.0, 1.0);
    let limits = if variance > 0.0 {
        let n_effective = place * (1.0 - place) / variance;
        score_limits(place, n_effective, t_quantile(n_events - 1))
    } else {
        Interval {
            low: place,
            high: place,
        }
    };
    Some(limits.map(|place| low + width * place))
}

/// The difference `a - b` of two independent scores with their intervals, by MOVER.
///
/// The unit is the scores'. Never with intervals of [`finite_population`]: a comparison is about
/// more than the guests who happened to be there.
pub fn difference(a_point: f64, a: Interval, b_point: f64, b: Interval) -> Interval {
    mover(a_point, a, b_point, b, 0.0)
}

/// MOVER for `a - b`: the distances from point to limit take the place of `z` standard errors.
fn mover(a: f64, of_a: Interval, b: f64, of_b: Interval, correlation: f64) -> Interval {
    let reach = |x: f64, y: f64| {
        // Rounding may leave a hair below zero where a correlation of 1 makes it zero.
        (x * x + y * y - 2.0 * correlation * x * y).max(0.0).sqrt()
    };
    Interval {
        low: a - b - reach(a - of_a.low, of_b.high - b),
        high: a - b + reach(of_a.high - a, b - of_b.low),
    }
}

/// Wilson's limits of a share `p` with a sample size that need not be whole, and any quantile.
fn score_limits(p: f64, n: f64, quantile: f64) -> Interval {
    // n is 0 where a share at an edge has a variance; the interval is the whole scale then.
    if n <= 0.0 {
        return Interval {
            low: 0.0,
            high: 1.0,
        };
    }
    let q2 = quantile * quantile;
    let centre = p + q2 / (2.0 * n);
    let reach = quantile * (p * (1.0 - p) / n + q2 / (4.0 * n * n)).sqrt();
    let scale = 1.0 + q2 / n;
    // Algebra says 0 and 1 at the edges and p inside; floating point says nearly.
    Interval {
        low: if p <= 0.0 {
            0.0
        } else {
            ((centre - reach) / scale).clamp(0.0, p)
        },
        high: if p >= 1.0 {
            1.0
        } else {
            ((centre + reach) / scale).clamp(p, 1.0)
        },
    }
}

/// The 97.5 % quantile of Student's t: a table up to 30 degrees of freedom, above it the
/// Cornish-Fisher expansion in the normal quantile (Abramowitz and Stegun 1964, 26.7.5), whose
/// error is below 1e-6 there. `freedom` is at least 1.
fn t_quantile(freedom: usize) -> f64 {
    const TABLE: [f64; 30] = [
        12.706205, 4.302653, 3.182446, 2.776445, 2.570582, 2.446912, 2.364624, 2.306004, 2.262157,
        2.228139, 2.200985, 2.178813, 2.160369, 2.144787, 2.131450, 2.119905, 2.109816, 2.100922,
        2.093024, 2.085963, 2.079614, 2.073873, 2.068658, 2.063899, 2.059539, 2.055529, 2.051831,
        2.048407, 2.045230, 2.042272,
    ];
    if let Some(quantile) = freedom.checked_sub(1).and_then(|at| TABLE.get(at)) {
        return *quantile;
    }
    let v = freedom.max(1) as f64;
    let z2 = Z * Z;
    let first = (z2 + 1.0) / 4.0;
    let second = ((5.0 * z2 + 16.0) * z2 + 3.0) / 96.0;
    let third = (((3.0 * z2 + 19.0) * z2 + 17.0) * z2 - 15.0) / 384.0;
    Z * (1.0 + (first + (second + third / v) / v) / v)
}

fn ratio(part: u64, whole: u64) -> f64 {
    part as f64 / whole as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn near(interval: Interval, low: f64, high: f64) {
        assert!(
            (interval.low - low).abs() < 5e-5 && (interval.high - high).abs() < 5e-5,
            "{interval:?} is not {low}..{high}"
        );
    }

    #[test]
    fn wilson_agrees_with_published_examples() {
        // Newcombe 1998, Statistics in Medicine 17:857-872, table I.
        near(wilson(81, 263).unwrap(), 0.2553, 0.3662);
        near(wilson(15, 148).unwrap(), 0.0624, 0.1605);
        near(wilson(0, 20).unwrap(), 0.0, 0.1611);
        near(wilson(1, 29).unwrap(), 0.0061, 0.1718);
    }

    #[test]
    fn difference_agrees_with_published_examples() {
        // Newcombe 1998, Statistics in Medicine 17:873-890, table II, method 10.
        let of = |a: (u64, u64), b: (u64, u64)| {
            let (p, q) = (ratio(a.0, a.1), ratio(b.0, b.1));
            difference(p, wilson(a.0, a.1).unwrap(), q, wilson(b.0, b.1).unwrap())
        };
        near(of((56, 70), (48, 80)), 0.0524, 0.3339);
        near(of((9, 10), (3, 10)), 0.1705, 0.8090);
        near(of((10, 10), (0, 20)), 0.6791, 1.0);
    }

    #[test]
    fn edges_are_exact_and_empty_is_none() {
        assert_eq!(wilson(0, 0), None);
        assert_eq!(nps(0, 0, 0), None);
        assert_eq!(nps(u64::MAX, 1, 0), None);
        assert_eq!(mean(1, &[0; 7]), None);
        assert_eq!(mean(1, &[5]), None);
        assert_eq!(mean(1, &[]), None);
        for n in [1, 2, 7, 10, 99, 1_000_000] {
            assert_eq!(wilson(0, n).unwrap().low, 0.0);
            assert_eq!(wilson(n, n).unwrap().high, 1.0);
            assert!(wilson(n, n).unwrap().low < 1.0);
            assert_eq!(nps(n, 0, 0).unwrap().high, 1.0);
            assert_eq!(nps(0, 0, n).unwrap().low, -1.0);
            assert!(nps(n, 0, 0).unwrap().low < 1.0);
            assert!(nps(0, n, 0).unwrap().contains(0.0));
            let top = mean(1, &[0, 0, 0, 0, 0, 0, n]).unwrap();
            assert!(top.high == 7.0 && top.low < 7.0);
            let middle = mean(1, &[0, 0, 0, n, 0, 0, 0]).unwrap();
            assert!(middle.low < 4.0 && 4.0 < middle.high);
        }
        assert_eq!(wilson(8, 7), wilson(7, 7));
    }

    #[test]
    fn mean_of_the_two_ends_is_wilson() {
        for (low_end, high_end) in [(3, 7), (0, 10), (29, 1)] {
            let share = wilson(high_end, low_end + high_end).unwrap();
            let scale = mean(1, &[low_end, 0, 0, 0, high_end]).unwrap();
            near(scale, 1.0 + 4.0 * share.low, 1.0 + 4.0 * share.high);
        }
    }

    #[test]
    fn scores_turn_round_with_their_scale() {
        let (a, b) = (nps(12, 5, 3).unwrap(), nps(3, 5, 12).unwrap());
        near(a, -b.high, -b.low);
        let a = mean(0, &[1, 2, 9, 4]).unwrap();
        let b = mean(0, &[4, 9, 2, 1]).unwrap();
        near(a, 3.0 - b.high, 3.0 - b.low);
    }

    #[test]
    fn finite_population_narrows_to_a_census() {
        let whole = wilson(45, 60).unwrap();
        // By the formula alone 0.6885..0.7964; 55 and 64 guests of 80.
        near(finite_population(whole, 0.75, 60, 80), 0.6875, 0.8);
        near(finite_population(whole, 0.75, 60, 60), 0.75, 0.75);
        // A list shorter than the answers, or empty, corrects nothing.
        assert_eq!(finite_population(whole, 0.75, 60, 59), whole);
        assert_eq!(finite_population(whole, 0.75, 60, 0), whole);
        let one = wilson(1, 1).unwrap();
        assert_eq!(finite_population(one, 1.0, 1, 1).low, 1.0);
        for vast in [100_000_000, u64::MAX] {
            near(
                finite_population(whole, 0.75, 60, vast),
                whole.low,
                whole.high,
            );
        }
        // One guest missing: he may have been of either mind, or it may have been his.
        let all = wilson(79, 79).unwrap();
        near(finite_population(all, 1.0, 79, 80), 0.9875, 1.0);
    }

    #[test]
    fn cluster_needs_five_events_with_answers() {
        let event = (12.0, 20);
        assert_eq!(cluster(&[event; 4], &[], -1.0, 1.0), None);
        let four_and_empty = [event, event, event, event, (0.0, 0)];
        assert_eq!(cluster(&four_and_empty, &[(1.0, 500)], -1.0, 1.0), None);
        assert_eq!(cluster(&[event; 5], &[], 1.0, 1.0), None);
        near(cluster(&[event; 5], &[], -1.0, 1.0).unwrap(), 0.6, 0.6);
    }

    #[test]
    fn cluster_of_equal_events_is_t_over_their_means() {
        // Equal sizes near the middle: the jackknife variance is the textbook one over means, and
        // the score limits solve |score - limit| = t sqrt(limit (1 - limit) / n_effective).
        let events = [(8.0, 20), (10.0, 20), (12.0, 20), (9.0, 20), (11.0, 20)];
        let found = cluster(&events, &[], 0.0, 1.0).unwrap();
        let variance = 0.00625 / 5.0;
        let n_effective = 0.25 / variance;
        let t = 2.776_445_f64;
        let reach = t / 2.0 / (n_effective + t * t).sqrt();
        near(found, 0.5 - reach, 0.5 + reach);
    }

    #[test]
    fn answers_of_no_event_are_units_of_their_own() {
        let events = [(3.0, 10), (7.0, 10), (4.0, 10), (6.0, 10), (5.0, 10)];
        let listed = cluster(&events, &[(1.0, 1), (1.0, 1), (0.0, 1)], 0.0, 1.0);
        assert_eq!(cluster(&events, &[(0.0, 1), (1.0, 2)], 0.0, 1.0), listed);
        assert!(listed.unwrap().contains(27.0 / 53.0));
        // Events at both ends and nothing between: still within the scale.
        let torn = [(0.0, 9), (9.0, 9), (0.0, 9), (9.0, 9), (9.0, 9)];
        let found = cluster(&torn, &[], 0.0, 1.0).unwrap();
        assert!(0.0 <= found.low && found.high <= 1.0);
    }

    #[test]
    fn t_agrees_with_tables_beyond_its_own() {
        // NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2, three decimals.
        for (freedom, quantile) in [
            (1, 12.706),
            (4, 2.776),
            (30, 2.042),
            (31, 2.040),
            (40, 2.021),
        ] {
            assert!((t_quantile(freedom) - quantile).abs() < 5e-4, "{freedom}");
        }
        assert!((t_quantile(1_000_000) - Z).abs() < 1e-5);
        // No step where the table ends.
        assert!(t_quantile(30) > t_quantile(31));
        assert!(t_quantile(30) - t_quantile(31) < 0.003);
    }
}
