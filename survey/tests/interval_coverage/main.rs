//! How often the 95 % intervals hold the truth, over shapes of opinion that an agency meets.
//!
//! NPS and shares are enumerated: every possible sample with its probability, so their coverage is
//! exact; a simulation beside it checks the enumeration. Means, events and guest lists are simulated
//! with a fixed seed. Every bar is also held against the textbook interval, which must miss it:
//! a bar that anything clears proves nothing.

mod events;
mod more_answers;
mod season;
mod unequal_events;

use otklik_survey::stats::interval::{self, Interval};
use rand_xoshiro::SplitMix64;
use rand_xoshiro::rand_core::{Rng as _, SeedableRng as _};

const SIZES: [usize; 4] = [10, 30, 100, 300];
const SAMPLES: usize = 4_000;

/// Of a fixed seed.
struct Rng(SplitMix64);

impl Rng {
    fn new(seed: u64) -> Rng {
        Rng(SplitMix64::seed_from_u64(seed))
    }

    /// In 0..1.
    fn uniform(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A whole number, both ends included.
    fn between(&mut self, lowest: usize, highest: usize) -> usize {
        lowest + (self.uniform() * (highest - lowest + 1) as f64) as usize
    }

    /// Box and Muller.
    fn normal(&mut self) -> f64 {
        let radius = (-2.0 * (1.0 - self.uniform()).ln()).sqrt();
        radius * (core::f64::consts::TAU * self.uniform()).cos()
    }

    /// The counts of `n` answers with these shares.
    fn sample<const K: usize>(&mut self, shares: &[f64; K], n: usize) -> [u64; K] {
        let mut counts = [0; K];
        for _ in 0..n {
            let mut left = self.uniform();
            let mut at = 0;
            while at < K - 1 && left >= shares[at] {
                left -= shares[at];
                at += 1;
            }
            counts[at] += 1;
        }
        counts
    }
}

/// The lowest and the mean coverage over the shapes.
fn lowest_and_mean(coverage: &[f64]) -> (f64, f64) {
    let lowest = coverage.iter().copied().fold(1.0, f64::min);
    (lowest, coverage.iter().sum::<f64>() / coverage.len() as f64)
}

fn holds(found: Option<Interval>, truth: f64) -> bool {
    // The hair is for limits that are equal to the truth on paper.
    found.is_some_and(|found| found.low() - 1e-9 <= truth && truth <= found.high() + 1e-9)
}

fn holds_within(point: f64, reach: f64, truth: f64) -> bool {
    (point - truth).abs() <= reach + 1e-9
}

/// Promoters, passives, detractors.
const OPINIONS: [[f64; 3]; 7] = [
    [0.70, 0.20, 0.10],
    [0.50, 0.30, 0.20],
    [1.0 / 3.0, 1.0 / 3.0, 1.0 / 3.0],
    [0.20, 0.30, 0.50],
    [0.95, 0.04, 0.01],
    [0.45, 0.10, 0.45],
    [0.85, 0.10, 0.05],
];

/// The textbook interval of an NPS: z standard errors to either side.
fn nps_wald_holds([up, middle, down]: [u64; 3], truth: f64) -> bool {
    let n = (up + middle + down) as f64;
    let (p, d) = (up as f64 / n, down as f64 / n);
    holds_within(p - d, 1.96 * ((p + d - (p - d).powi(2)) / n).sqrt(), truth)
}

/// Exact coverage of NPS and of its textbook interval for each opinion.
fn nps_coverage(n: usize) -> [Vec<f64>; 2] {
    let log_factorial: Vec<f64> = (0..=n)
        .scan(0.0, |sum, k| {
            *sum += (k.max(1) as f64).ln();
            Some(*sum)
        })
        .collect();
    let mut ours = vec![0.0; OPINIONS.len()];
    let mut wald = vec![0.0; OPINIONS.len()];
    for up in 0..=n {
        for down in 0..=n - up {
            let counts = [up, n - up - down, down];
            let ways = log_factorial[n] - counts.iter().map(|k| log_factorial[*k]).sum::<f64>();
            let [p, m, d] = counts.map(|k| k as u64);
            let found = interval::nps(p, m, d);
            for (at, shares) in OPINIONS.iter().enumerate() {
                let powers = counts.iter().zip(shares).map(|(k, s)| *k as f64 * s.ln());
                let probability = (ways + powers.sum::<f64>()).exp();
                let truth = shares[0] - shares[2];
                ours[at] += if holds(found, truth) {
                    probability
                } else {
                    0.0
                };
                wald[at] += if nps_wald_holds([p, m, d], truth) {
                    probability
                } else {
                    0.0
                };
            }
        }
    }
    [ours, wald]
}

#[test]
fn nps_covers_as_published_and_wald_does_not() {
    // Lowest and mean, of 40,000 simulated samples a shape: within 0.003 of the exact ones.
    let published = [
        (0.929, 0.945),
        (0.943, 0.950),
        (0.947, 0.950),
        (0.949, 0.950),
    ];
    for (n, (lowest, mean)) in SIZES.into_iter().zip(published) {
        let [ours, wald] = nps_coverage(n);
        let (found_lowest, found_mean) = lowest_and_mean(&ours);
        println!("NPS n={n}: {found_lowest:.3} / {found_mean:.3}");
        assert!(
            found_lowest >= lowest - 0.003,
            "n={n}: lowest {found_lowest}"
        );
        assert!(
            (found_mean - mean).abs() <= 0.003,
            "n={n}: mean {found_mean}"
        );
        let (wald_lowest, wald_mean) = lowest_and_mean(&wald);
        println!("  Wald: {wald_lowest:.3} / {wald_mean:.3}");
        assert!(
            wald_lowest < lowest - 0.003 && wald_mean < mean - 0.003,
            "n={n}: Wald passes"
        );
    }
}

#[test]
fn the_enumeration_agrees_with_a_simulation() {
    let mut rng = Rng::new(1);
    for n in SIZES {
        let [exact, _] = nps_coverage(n);
        for (shares, exact) in OPINIONS.iter().zip(exact) {
            let truth = shares[0] - shares[2];
            let held = (0..SAMPLES)
                .filter(|_| {
                    let [up, middle, down] = rng.sample(shares, n);
                    holds(interval::nps(up, middle, down), truth)
                })
                .count();
            let simulated = held as f64 / SAMPLES as f64;
            // Four standard errors of the simulation.
            let error = 4.0 * (exact * (1.0 - exact) / SAMPLES as f64).sqrt();
            assert!(
                (simulated - exact).abs() < error,
                "n={n} {shares:?}: {simulated} {exact}"
            );
        }
    }
}

#[test]
fn a_share_covers_exactly_enough() {
    const SHARES: [f64; 8] = [0.30, 0.50, 0.65, 0.75, 0.80, 0.85, 0.90, 0.95];
    // Lowest and mean; Wilson's own known ups and downs at small n.
    let bars = [(0.91, 0.945), (0.925, 0.945), (0.93, 0.945), (0.94, 0.947)];
    for (n, (lowest, mean)) in SIZES.into_iter().zip(bars) {
        let [mut ours, mut wald] = [[0.0; SHARES.len()]; 2];
        for (at, share) in SHARES.into_iter().enumerate() {
            // In logarithms: 0.05 to the 300th is no number any more.
            let mut log_probability = n as f64 * (1.0 - share).ln();
            for k in 0..=n {
                let probability = log_probability.exp();
                let p = k as f64 / n as f64;
                if holds(interval::wilson(k as u64, n as u64), share) {
                    ours[at] += probability;
                }
                if holds_within(p, 1.96 * (p * (1.0 - p) / n as f64).sqrt(), share) {
                    wald[at] += probability;
                }
                log_probability += ((n - k) as f64 / (k + 1) as f64 * share / (1.0 - share)).ln();
            }
        }
        let (found_lowest, found_mean) = lowest_and_mean(&ours);
        println!("share n={n}: {found_lowest:.3} / {found_mean:.3}");
        assert!(
            found_lowest >= lowest && found_mean >= mean,
            "{found_lowest} {found_mean}"
        );
        let (wald_lowest, wald_mean) = lowest_and_mean(&wald);
        println!("  Wald: {wald_lowest:.3} / {wald_mean:.3}");
        assert!(
            wald_lowest < lowest && wald_mean < mean,
            "n={n}: Wald passes"
        );
    }
}

#[test]
fn a_mean_covers_where_t_does_not() {
    /// Shares of the values 1-7: even, torn, bell, mostly easy, nearly all 7, 7 with strays, all or
    /// nothing, mostly hard, all in the middle, two values.
    const EFFORTS: [[f64; 7]; 10] = [
        [1.0 / 7.0; 7],
        [0.45, 0.03, 0.02, 0.0, 0.02, 0.03, 0.45],
        [0.01, 0.04, 0.10, 0.20, 0.30, 0.25, 0.10],
        [0.02, 0.02, 0.03, 0.05, 0.13, 0.25, 0.50],
        [0.0, 0.0, 0.0, 0.0, 0.0, 0.05, 0.95],
        [0.005, 0.0, 0.0, 0.005, 0.01, 0.08, 0.90],
        [0.05, 0.0, 0.0, 0.0, 0.0, 0.0, 0.95],
        [0.40, 0.25, 0.15, 0.08, 0.06, 0.04, 0.02],
        [0.0, 0.05, 0.20, 0.50, 0.20, 0.05, 0.0],
        [0.0, 0.0, 0.0, 0.0, 0.0, 0.50, 0.50],
    ];
    // The lowest at 10 is Wilson's own where all answers lie at the two ends.
    let bars = [(0.905, 0.945), (0.93, 0.945), (0.94, 0.945), (0.94, 0.945)];
    let mut rng = Rng::new(2);
    for (n, (lowest, mean)) in SIZES.into_iter().zip(bars) {
        let [mut ours, mut by_t] = [[0.0; EFFORTS.len()]; 2];
        for (at, shares) in EFFORTS.iter().enumerate() {
            let truth: f64 = shares.iter().zip(1..).map(|(s, v)| s * f64::from(v)).sum();
            for _ in 0..SAMPLES {
                let counts = rng.sample(shares, n);
                ours[at] += f64::from(holds(interval::mean(1, &counts), truth)) / SAMPLES as f64;
                by_t[at] += f64::from(t_holds(&counts, n, truth)) / SAMPLES as f64;
            }
        }
        let (found_lowest, found_mean) = lowest_and_mean(&ours);
        println!("mean n={n}: {found_lowest:.3} / {found_mean:.3}");
        assert!(
            found_lowest >= lowest && found_mean >= mean,
            "{found_lowest} {found_mean}"
        );
        // Wider than needed is a fault too: it hides what changed.
        assert!(found_mean <= 0.98, "n={n}: {found_mean}");
        let (t_lowest, t_mean) = lowest_and_mean(&by_t);
        println!("  t: {t_lowest:.3} / {t_mean:.3}");
        assert!(t_lowest < lowest && t_mean < mean, "n={n}: t passes");
    }
}

/// The textbook interval of a mean of values 1-7.
fn t_holds(counts: &[u64; 7], n: usize, truth: f64) -> bool {
    let values = || {
        counts
            .iter()
            .zip(1..)
            .map(|(count, value)| (*count as f64, f64::from(value)))
    };
    let size = n as f64;
    let mean = values().map(|(count, value)| count * value).sum::<f64>() / size;
    let squares: f64 = values()
        .map(|(count, value)| count * (value - mean).powi(2))
        .sum();
    let t = [(10, 2.262), (30, 2.045), (100, 1.984)];
    let t = t
        .into_iter()
        .find(|(at, _)| *at == n)
        .map_or(1.968, |(_, t)| t);
    holds_within(mean, t * (squares / (size - 1.0) / size).sqrt(), truth)
}

#[test]
fn the_difference_of_two_scores_covers() {
    let mut rng = Rng::new(6);
    let mut coverage = vec![];
    for (a, b) in OPINIONS.iter().zip(OPINIONS.iter().cycle().skip(3)) {
        for (n_a, n_b) in [(10, 30), (30, 30), (30, 300)] {
            let truth = (a[0] - a[2]) - (b[0] - b[2]);
            let mut held = 0;
            for _ in 0..SAMPLES / 2 {
                let (x, y) = (rng.sample(a, n_a), rng.sample(b, n_b));
                let point = |of: [u64; 3], n: usize| (of[0] as f64 - of[2] as f64) / n as f64;
                let found = interval::nps(x[0], x[1], x[2])
                    .zip(interval::nps(y[0], y[1], y[2]))
                    .map(|(of_x, of_y)| {
                        interval::difference(point(x, n_a), of_x, point(y, n_b), of_y)
                    });
                held += usize::from(holds(found, truth));
            }
            coverage.push(held as f64 / (SAMPLES / 2) as f64);
        }
    }
    let (lowest, mean) = lowest_and_mean(&coverage);
    println!("difference: {lowest:.3} / {mean:.3}");
    assert!(
        lowest >= 0.93 && (0.945..=0.97).contains(&mean),
        "{lowest} {mean}"
    );
}
