//! Groups of events of about equal sizes, and one event with a guest list.

use super::season::{Sizes, Year};
use super::{Rng, SAMPLES, holds, lowest_and_mean};
use otklik_survey::Scale;
use otklik_survey::stats::change::{Change, Subject, Verdict, judge_together};
use otklik_survey::stats::interval;
use otklik_survey::stats::summary::Summary;
use otklik_survey::stats::tally::Tally;

/// Differences between events: mild, medium, strong.
const LUCK: [f64; 3] = [0.2, 0.35, 0.55];
const SIZES: Sizes = Sizes::Between(8, 60);

#[test]
fn events_that_differ_need_the_cluster_interval() {
    let mut rng = Rng::new(3);
    // Opinions in the middle (NPS 28) and near the top (NPS 85), where agencies live.
    for (promoters, detractors) in [(0.50, 0.22), (0.88, 0.03)] {
        for luck in LUCK {
            let year = Year::nps(promoters, detractors, luck, SIZES);
            for n_events in [5, 12, 24] {
                let mut held = [0; 2];
                for _ in 0..SAMPLES / 2 {
                    let events = year.events(&mut rng, n_events);
                    let all: Tally = events.iter().copied().collect();
                    let found = [
                        Summary::of(Scale::Nps, &Tally::default(), &events),
                        Summary::of(Scale::Nps, &all, &[]),
                    ];
                    for (held, found) in held.iter_mut().zip(&found) {
                        *held += usize::from(year.is_held_by(found));
                    }
                }
                let [ours, independent] = held.map(|held| held as f64 / (SAMPLES / 2) as f64);
                println!(
                    "luck {luck} NPS {:.0} k={n_events}: {ours:.3}, independent {independent:.3}",
                    year.truth()
                );
                assert!(ours >= 0.935, "luck {luck} k={n_events}: {ours}");
                // 83, 66 and 51 % at mild, medium and strong differences, for the middle.
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

/// So many events that they are read in twelve random groups.
#[test]
fn random_groups_of_events_cover_as_events_do_and_are_a_little_wider() {
    const RANDOM_GROUPS: usize = 12;
    let mut rng = Rng::new(11);
    for luck in LUCK {
        let year = Year::nps(0.50, 0.22, luck, SIZES);
        for n_events in [60, 300] {
            let (mut held, mut widths) = ([0_usize; 2], [0.0; 2]);
            // The mean of widths needs no more, and coverage has its sampling error beside it.
            let n_samples = SAMPLES / 4;
            for _ in 0..n_samples {
                let events = year.events(&mut rng, n_events);
                // As the database deals them: some groups get more events than others.
                let mut random_groups = vec![Tally::default(); RANDOM_GROUPS];
                for event in &events {
                    let drawn = (rng.uniform() * RANDOM_GROUPS as f64) as usize;
                    random_groups[drawn] = random_groups[drawn].merged(event);
                }
                for (place, units) in [&events, &random_groups].into_iter().enumerate() {
                    let found = Summary::of(Scale::Nps, &Tally::default(), units);
                    held[place] += usize::from(year.is_held_by(&found));
                    let Some(interval) = found.interval() else {
                        panic!("no interval of {n_events} events");
                    };
                    widths[place] += interval.high() - interval.low();
                }
            }
            let [events, random_groups] = held.map(|held| held as f64 / n_samples as f64);
            let wider = widths[1] / widths[0];
            println!(
                "luck {luck} k={n_events}: random groups {random_groups:.3}, events {events:.3}, width {wider:.3}"
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
    for luck in LUCK {
        let year = Year::nps(0.50, 0.22, luck, SIZES);
        for n_events in [5, 12, 24] {
            let mut news = [0; 2];
            for _ in 0..SAMPLES / 2 {
                let [now, before] = [(); 2].map(|()| year.events(&mut rng, n_events));
                let all = |events: &[Tally]| -> Tally { events.iter().copied().collect() };
                let by_events = [&now, &before].map(|it| year.summary(it));
                let by_votes = [&now, &before].map(|it| Summary::of(Scale::Nps, &all(it), &[]));
                for (news, pair) in news.iter_mut().zip([by_events, by_votes]) {
                    *news += usize::from(year.is_news(&pair));
                }
            }
            let [ours, independent] = news.map(|news| news as f64 / (SAMPLES / 2) as f64);
            println!("luck {luck} k={n_events}: {ours:.3}, independent {independent:.3}");
            assert!(ours <= 0.055, "luck {luck} k={n_events}: {ours}");
            assert!(
                independent > 0.12,
                "luck {luck} k={n_events}: {independent}"
            );
        }
    }
}

#[test]
fn one_answer_an_event_is_a_sample_of_independent_answers() {
    let mut rng = Rng::new(4);
    let year = Year::nps(0.88, 0.03, 0.35, Sizes::Between(1, 1));
    for n_events in [5, 12, 24] {
        let held = (0..SAMPLES)
            .filter(|_| year.is_held_by(&year.summary(&year.events(&mut rng, n_events))))
            .count();
        let coverage = held as f64 / SAMPLES as f64;
        println!("one client an event, k={n_events}: {coverage:.3}");
        assert!(coverage >= 0.94, "k={n_events}: {coverage}");
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

/// Twelve managers who are alike, each compared with the season before: how often somebody is called better or worse.
#[test]
fn tables_of_alike_managers_are_rarely_news() {
    const MANAGERS: usize = 12;
    let mut rng = Rng::new(31);
    for luck in LUCK {
        let year = Year::nps(0.50, 0.22, luck, SIZES);
        for n_events in [6, 12] {
            let (mut alone, mut together) = (0, 0);
            let n_tables = SAMPLES / 8;
            for _ in 0..n_tables {
                let mut table: Vec<Change> = (0..MANAGERS)
                    .filter_map(|_| {
                        let [now, before] =
                            [(); 2].map(|()| year.summary(&year.events(&mut rng, n_events)));
                        Change::between(&now, &before, Subject::Events, None)
                    })
                    .collect();
                let is_news = |table: &[Change]| {
                    let mut all = table.iter();
                    all.any(|it| matches!(it.verdict(), Verdict::Better | Verdict::Worse))
                };
                alone += usize::from(is_news(&table));
                judge_together(table.iter_mut().collect());
                together += usize::from(is_news(&table));
            }
            let [alone, together] = [alone, together].map(|it| it as f64 / n_tables as f64);
            println!("luck {luck} k={n_events}: {together:.3}, one by one {alone:.3}");
            assert!(together <= 0.06, "luck {luck} k={n_events}: {together}");
            assert!(alone > 0.1, "luck {luck} k={n_events}: {alone}");
        }
    }
}
