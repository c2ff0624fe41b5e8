//! The 95 % confidence interval of a group of events, whose coverage `tests/interval_coverage` simulates.
//!
//! Sources:
//! - Cochran 1977, Sampling Techniques, 6.4: the linearised ratio.
//! - Dean and Pagano 2015, J. Survey Statistics and Methodology 3:484-503: Wilson's interval with
//!   an effective sample size for clustered answers.

use crate::stats::interval::{Interval, Z, score_limits};

/// Events from which a group of them has an interval: with fewer, t is too wide to be useful and the variance
/// between events is a guess.
pub const MIN_EVENTS: usize = 5;

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
        Interval::point(place)
    };
    Some(limits.map(|place| low + width * place))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn near(interval: Interval, low: f64, high: f64) {
        assert!(
            (interval.low() - low).abs() < 5e-5 && (interval.high() - high).abs() < 5e-5,
            "{interval:?} is not {low}..{high}"
        );
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
        assert!(0.0 <= found.low() && found.high() <= 1.0);
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
