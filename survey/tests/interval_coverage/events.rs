//! Groups of events, and one event with a guest list.

use super::{Rng, SAMPLES, holds, lowest_and_mean};
use otklik_survey::Scale;
use otklik_survey::stats::change::{Change, Subject, Verdict};
use otklik_survey::stats::cluster::cluster;
use otklik_survey::stats::interval;
use otklik_survey::stats::summary::Summary;
use otklik_survey::stats::tally::Tally;

/// The normal distribution function (Abramowitz and Stegun 26.2.17, error below 1e-7).
fn phi(x: f64) -> f64 {
    let t = 1.0 / (1.0 + 0.231_641_9 * x.abs());
    let tail = (-x * x / 2.0).exp() / core::f64::consts::TAU.sqrt()
        * t
        * (0.319_381_53
            + t * (-0.356_563_782
                + t * (1.781_477_937 + t * (-1.821_255_978 + t * 1.330_274_429))));
    if x < 0.0 { tail } else { 1.0 - tail }
}

/// A kind of year: events whose guests' opinion is shifted by a normal luck of its own.
struct Year {
    /// Thresholds of promoters and detractors on a latent normal scale, without luck.
    promoters: f64,
    detractors: f64,
    /// Standard deviation of an event's luck on that scale.
    luck: f64,
    /// The fewest and the most answers of an event.
    answers: (usize, usize),
}

impl Year {
    fn shares(&self, luck: f64) -> [f64; 3] {
        let (up, down) = (phi(self.promoters + luck), phi(self.detractors - luck));
        [up, 1.0 - up - down, down]
    }

    /// The NPS over all luck, by summing over a fine grid of it.
    fn truth(&self) -> f64 {
        let (mut sum, mut weights) = (0.0, 0.0);
        for step in -400..=400 {
            let luck = f64::from(step) / 80.0;
            let weight = (-luck * luck / 2.0).exp();
            let [up, _, down] = self.shares(self.luck * luck);
            sum += weight * (up - down);
            weights += weight;
        }
        sum / weights
    }

    /// One event's promoters, passives and detractors.
    fn event(&self, rng: &mut Rng) -> [u64; 3] {
        let (fewest, most) = self.answers;
        let n = fewest + (rng.uniform() * (most - fewest + 1) as f64) as usize;
        let shares = self.shares(self.luck * rng.normal());
        rng.sample(&shares, n)
    }

    /// By events, and with the votes taken for independent.
    fn summaries(&self, rng: &mut Rng, n_events: usize) -> [Summary; 2] {
        let tally = |[up, middle, down]: [u64; 3]| {
            Tally::from_counts([down, 0, 0, 0, 0, 0, 0, middle, 0, 0, up])
        };
        let events: Vec<Tally> = (0..n_events).map(|_| tally(self.event(rng))).collect();
        let none = Tally::default();
        let all = events.iter().fold(none, |all, event| all.merged(event));
        [(none, &*events), (all, &[])]
            .map(|(alone, events)| Summary::of(Scale::Nps, &alone, events))
    }

    /// Coverage of: events with the independent interval as a floor, events alone, independent.
    fn coverage(&self, rng: &mut Rng, n_events: usize, samples: usize) -> [f64; 3] {
        let truth = self.truth();
        let mut held = [0_usize; 3];
        for _ in 0..samples {
            let mut events = Vec::with_capacity(n_events);
            let mut all = [0; 3];
            for _ in 0..n_events {
                let counts = self.event(rng);
                events.push((counts[0] as f64 - counts[2] as f64, counts.iter().sum()));
                for (sum, count) in all.iter_mut().zip(counts) {
                    *sum += count;
                }
            }
            let independent = interval::nps(all[0], all[1], all[2]);
            let alone = cluster(&events, &[], -1.0, 1.0);
            let both = alone.zip(independent).map(|(a, b)| a.hull(b));
            for (held, found) in held.iter_mut().zip([both, alone, independent]) {
                *held += usize::from(holds(found, truth));
            }
        }
        held.map(|held| held as f64 / samples as f64)
    }
}

#[test]
fn events_that_differ_need_the_cluster_interval() {
    let mut rng = Rng::new(3);
    // Opinions in the middle (NPS 28) and near the top (NPS 85), where agencies live.
    for (promoters, detractors) in [(0.0, -0.8), (1.2, -1.9)] {
        for luck in [0.2, 0.35, 0.55] {
            let year = Year {
                promoters,
                detractors,
                luck,
                answers: (8, 60),
            };
            for n_events in [5, 12, 24] {
                let [both, _, independent] = year.coverage(&mut rng, n_events, SAMPLES);
                println!(
                    "luck {luck} NPS {:.2} k={n_events}: {both:.3}, independent {independent:.3}",
                    year.truth()
                );
                assert!(both >= 0.92, "luck {luck} k={n_events}: {both}");
                // 84, 71 and 56 % at mild, medium and strong differences, for the middle.
                let at_most = if luck < 0.3 {
                    0.915
                } else if luck < 0.5 {
                    0.82
                } else {
                    0.66
                };
                assert!(
                    independent <= at_most,
                    "luck {luck} k={n_events}: {independent}"
                );
            }
        }
    }
}

/// So many events that they are read in twelve random_groups.
#[test]
fn random_groups_of_events_cover_as_events_do_and_are_a_little_wider() {
    const RANDOM_GROUPS: usize = 12;
    let mut rng = Rng::new(11);
    for luck in [0.2, 0.35, 0.55] {
        let year = Year {
            promoters: 0.0,
            detractors: -0.8,
            luck,
            answers: (8, 60),
        };
        let truth = year.truth();
        for n_events in [60, 300] {
            let (mut held, mut widths) = ([0_usize; 2], [0.0; 2]);
            // The mean of widths needs no more, and coverage has its sampling error beside it.
            let n_samples = SAMPLES / 4;
            for _ in 0..n_samples {
                let counts: Vec<[u64; 3]> = (0..n_events).map(|_| year.event(&mut rng)).collect();
                let unit =
                    |[up, middle, down]: [u64; 3]| (up as f64 - down as f64, up + middle + down);
                let one_by_one: Vec<(f64, u64)> = counts.iter().copied().map(unit).collect();
                // As the database deals them: some groups get more events than others.
                let mut random_groups = vec![(0.0, 0); RANDOM_GROUPS];
                for (sum, n) in &one_by_one {
                    let drawn = (rng.uniform() * RANDOM_GROUPS as f64) as usize;
                    let group = &mut random_groups[drawn];
                    *group = (group.0 + sum, group.1 + n);
                }
                for (place, units) in [&one_by_one, &random_groups].into_iter().enumerate() {
                    let found = cluster(units, &[], -1.0, 1.0);
                    held[place] += usize::from(holds(found, truth));
                    widths[place] += found.map_or(0.0, |found| found.high() - found.low());
                }
            }
            let [events, random_groups] = held.map(|held| held as f64 / n_samples as f64);
            let wider = widths[1] / widths[0];
            println!(
                "luck {luck} k={n_events}: random_groups {random_groups:.3}, events {events:.3}, width {wider:.3}"
            );
            assert!(
                random_groups >= 0.93,
                "luck {luck} k={n_events}: {random_groups}"
            );
            assert!(
                (1.0..1.15).contains(&wider),
                "luck {luck} k={n_events}: {wider}"
            );
        }
    }
}

/// Two seasons of the same agency: how often one is called better or worse than the other.
#[test]
fn a_season_like_the_last_one_is_rarely_a_change() {
    let mut rng = Rng::new(7);
    for luck in [0.2, 0.35, 0.55] {
        let year = Year {
            promoters: 0.0,
            detractors: -0.8,
            luck,
            answers: (8, 60),
        };
        for n_events in [5, 12, 24] {
            let mut news = [0; 2];
            for _ in 0..SAMPLES {
                let now = year.summaries(&mut rng, n_events);
                let before = year.summaries(&mut rng, n_events);
                for (news, (now, before)) in news.iter_mut().zip(now.iter().zip(&before)) {
                    let verdict =
                        Change::between(now, before, Subject::Events, None).map(|it| it.verdict());
                    *news += usize::from(verdict != Some(Verdict::Unclear));
                }
            }
            let [ours, independent] = news.map(|news| news as f64 / SAMPLES as f64);
            println!("luck {luck} k={n_events}: {ours:.3}, independent {independent:.3}");
            assert!(ours <= 0.06, "luck {luck} k={n_events}: {ours}");
            assert!(
                independent > 0.12,
                "luck {luck} k={n_events}: {independent}"
            );
        }
    }
}

#[test]
fn one_answer_an_event_needs_the_independent_floor() {
    let mut rng = Rng::new(4);
    let year = Year {
        promoters: 1.2,
        detractors: -1.9,
        luck: 0.35,
        answers: (1, 1),
    };
    for n_events in [5, 12, 24] {
        let [both, alone, _] = year.coverage(&mut rng, n_events, SAMPLES);
        println!("one client an event, k={n_events}: {both:.3}, without the floor {alone:.3}");
        assert!(both >= 0.94, "k={n_events}: {both}");
        assert!(
            n_events > 12 || alone < 0.85,
            "k={n_events}: {alone} without the floor"
        );
    }
}

#[test]
fn a_guest_list_narrows_and_still_covers() {
    /// Satisfied guests of 80.
    const SATISFIED: [usize; 5] = [40, 56, 64, 72, 77];
    const GUESTS: usize = 80;
    let mut rng = Rng::new(5);
    for n in [20, 40, 60, 75] {
        let (mut ours, mut plain, mut narrowing) = (vec![], vec![], 0.0);
        for satisfied in SATISFIED {
            let truth = satisfied as f64 / GUESTS as f64;
            let (mut held, mut held_plain) = (0, 0);
            for _ in 0..SAMPLES {
                // Guests answer in random order; nobody twice.
                let mut left = (satisfied, GUESTS);
                for _ in 0..n {
                    let yes = rng.uniform() * (left.1 as f64) < left.0 as f64;
                    left = (left.0 - usize::from(yes), left.1 - 1);
                }
                let k = (satisfied - left.0) as u64;
                let point = k as f64 / n as f64;
                let Some(whole) = interval::wilson(k, n) else {
                    panic!("no interval of {n} answers");
                };
                let part = interval::finite_population(whole, point, n, GUESTS as u64);
                held += usize::from(holds(Some(part), truth));
                let factor = ((GUESTS as u64 - n) as f64 / (GUESTS - 1) as f64).sqrt();
                let formula = whole.map(|limit| point + (limit - point) * factor);
                held_plain += usize::from(holds(Some(formula), truth));
                narrowing += (part.high() - part.low()) / (whole.high() - whole.low());
            }
            ours.push(held as f64 / SAMPLES as f64);
            plain.push(held_plain as f64 / SAMPLES as f64);
        }
        let (lowest, mean) = lowest_and_mean(&ours);
        let (plain_lowest, _) = lowest_and_mean(&plain);
        narrowing /= (SAMPLES * SATISFIED.len()) as f64;
        println!("{n} of {GUESTS}: {lowest:.3} / {mean:.3}, width x {narrowing:.2}");
        println!("  by the formula alone {plain_lowest:.3}");
        assert!(lowest >= 0.93, "n={n}: {lowest}");
        assert!(narrowing < 0.95, "n={n}: hardly narrower, {narrowing}");
        assert!(
            n != 40 || plain_lowest < 0.90,
            "n={n}: the formula alone passes"
        );
    }
}
