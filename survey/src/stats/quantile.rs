//! The 2.5 % and 97.5 % quantiles that limits are made of.
//!
//! Source: NIST Digital Library of Mathematical Functions, 8.17.22: the incomplete beta function as a continued
//! fraction.

use crate::stats::interval::Z;

/// The probability left out at either end of a 95 % interval.
pub(super) const TAIL: f64 = 0.025;

/// The quantile of the beta distribution, by Newton's steps within the limits that the steps before have found; where a
/// step leaves them, they are halved instead, so that it ends for any parameters. `a` and `b` are above 0.
pub(super) fn beta(a: f64, b: f64, probability: f64) -> f64 {
    /// Far below a hundredth of a per cent.
    const EXACT: f64 = 1e-10;
    const STEPS: usize = 50;
    let ln_beta = ln_beta(a, b);
    let (mut low, mut high) = (0.0, 1.0);
    let mut x = a / (a + b);
    for _ in 0..STEPS {
        let kernel = kernel(a, b, ln_beta, x);
        let excess = below(a, b, kernel, x) - probability;
        if excess < 0.0 {
            low = x;
        } else {
            high = x;
        }
        let density = kernel / (x * (1.0 - x));
        let mut next = x - excess / density;
        if !(low < next && next < high) {
            next = f64::midpoint(low, high);
        }
        let is_exact = (next - x).abs() < EXACT;
        x = next;
        if is_exact {
            break;
        }
    }
    x
}

/// The logarithm of the beta function `B(a, b)`.
fn ln_beta(a: f64, b: f64) -> f64 {
    libm::lgamma(a) + libm::lgamma(b) - libm::lgamma(a + b)
}

/// `x^a (1 - x)^b / B(a, b)`.
fn kernel(a: f64, b: f64, ln_beta: f64, x: f64) -> f64 {
    (a * x.ln() + b * (1.0 - x).ln() - ln_beta).exp()
}

/// The probability that a beta distribution gives to values below `x`, with its [`kernel`].
fn below(a: f64, b: f64, kernel: f64, x: f64) -> f64 {
    // The fraction converges fast on one side of the distribution's middle alone.
    if x > (a + 1.0) / (a + b + 2.0) {
        1.0 - kernel / (b * fraction(b, a, 1.0 - x))
    } else {
        kernel / (a * fraction(a, b, x))
    }
}

fn fraction(a: f64, b: f64, x: f64) -> f64 {
    // Twice as many terms change no digit that is shown.
    let n_terms = 20 + 2 * (a + b).sqrt().min(1e5) as u32;
    (1..=n_terms).rev().fold(1.0, |rest, m| {
        let m = f64::from(m);
        let odd =
            -(a + m - 1.0) * (a + b + m - 1.0) * x / ((a + 2.0 * m - 2.0) * (a + 2.0 * m - 1.0));
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        1.0 + odd / (1.0 + even / rest)
    })
}

/// The 97.5 % quantile of Student's t with degrees of freedom that need not be whole, at least 1: `v / (v + t^2)` has a
/// beta distribution (Abramowitz and Stegun 1964, 26.5.27 and 26.7.1). With infinitely many it is the normal distribution.
pub(super) fn student_t(freedom: f64) -> f64 {
    if freedom.is_infinite() {
        return Z;
    }
    let freedom = freedom.max(1.0);
    let part = beta(freedom / 2.0, 0.5, 2.0 * TAIL);
    (freedom * (1.0 - part) / part).sqrt()
}

/// The probability that Student's t lies at least so far from 0, on either side.
pub(super) fn two_sided(t: f64, freedom: f64) -> f64 {
    if freedom.is_infinite() {
        return libm::erfc(t / std::f64::consts::SQRT_2);
    }
    let freedom = freedom.max(1.0);
    let x = freedom / (freedom + t * t);
    if x < 1.0 {
        let (a, b) = (freedom / 2.0, 0.5);
        below(a, b, kernel(a, b, ln_beta(a, b), x), x)
    } else {
        1.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_sided_inverts_student_t() {
        for freedom in [1.0, 3.7, 11.0, 100.0] {
            assert!(
                (two_sided(student_t(freedom), freedom) - 0.05).abs() < 1e-6,
                "{freedom}"
            );
        }
        assert!((two_sided(1.959_964, f64::INFINITY) - 0.05).abs() < 1e-5);
        assert!((two_sided(2.575_829, f64::INFINITY) - 0.01).abs() < 1e-5);
        // NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2: 99 % one-sided.
        assert!((two_sided(3.747, 4.0) - 0.02).abs() < 1e-5);
        assert!((two_sided(0.0, 4.0) - 1.0).abs() < 1e-9);
        assert!(two_sided(1e9, 4.0) < 1e-9);
    }

    #[test]
    fn student_t_agrees_with_tables() {
        // NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2, three decimals.
        for (freedom, quantile) in [
            (1.0, 12.706),
            (2.0, 4.303),
            (4.0, 2.776),
            (11.0, 2.201),
            (30.0, 2.042),
            (40.0, 2.021),
            (100.0, 1.984),
        ] {
            assert!((student_t(freedom) - quantile).abs() < 6e-4, "{freedom}");
        }
        assert!((student_t(100_000.0) - 1.960).abs() < 6e-4);
        assert!((student_t(f64::INFINITY) - 1.960).abs() < 6e-4);
        assert!(student_t(4.0) > student_t(4.5) && student_t(4.5) > student_t(5.0));
        assert!((student_t(0.0) - student_t(1.0)).abs() < 1e-12);
    }

    #[test]
    fn beta_agrees_with_published_limits_of_shares() {
        // Newcombe 1998, Statistics in Medicine 17:857-872, table I, method 5: Clopper and Pearson's limits.
        for (successes, n, low, high) in [
            (81.0, 263.0, 0.2527, 0.3676),
            (15.0, 148.0, 0.0578, 0.1617),
            (1.0, 29.0, 0.0009, 0.1776),
        ] {
            let found = [
                beta(successes, n - successes + 1.0, TAIL),
                beta(successes + 1.0, n - successes, 1.0 - TAIL),
            ];
            for (found, published) in found.into_iter().zip([low, high]) {
                assert!((found - published).abs() < 6e-5, "{successes}/{n}: {found}");
            }
        }
        assert!((beta(1.0, 20.0, 1.0 - TAIL) - 0.1684).abs() < 6e-5);
    }

    #[test]
    fn beta_of_many_answers_approaches_the_normal_distribution() {
        for n in [1e5_f64, 1e6, 1e8] {
            for share in [0.5_f64, 0.9] {
                let error = (share * (1.0 - share) / n).sqrt();
                let found = (beta(share * n, (1.0 - share) * n, 1.0 - TAIL) - share) / error;
                assert!((found - 1.96).abs() < 0.02, "{n} {share}: {found}");
            }
        }
    }

    #[test]
    fn terms_suffice_and_no_parameters_give_nan() {
        let sizes = [1e-3, 0.5, 1.0, 2.5, 30.0, 1e3, 1e5, 1e7];
        for a in sizes {
            for b in sizes {
                for probability in [TAIL, 0.5, 1.0 - TAIL] {
                    let found = beta(a, b, probability);
                    assert!((0.0..=1.0).contains(&found), "{a} {b}: {found}");
                    // The same from the other side, by another fraction.
                    let turned = 1.0 - beta(b, a, 1.0 - probability);
                    assert!((found - turned).abs() < 1e-7, "{a} {b}: {found} {turned}");
                }
            }
        }
    }
}
