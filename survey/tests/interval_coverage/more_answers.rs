//! "About so many more answers would decide": how often they do.

use super::Rng;
use super::season::{Sizes, Year};
use otklik_survey::stats::change::{Change, Subject, Verdict};
use otklik_survey::stats::tally::Tally;

const SIZES: Sizes = Sizes::Between(8, 60);
const LUCK: f64 = 0.35;

/// Of many comparisons: how many name a number, and how many of these have a verdict once so many answers have come.
#[derive(Debug, Default)]
struct Estimates {
    compared: u32,
    named: u32,
    decided: u32,
}

impl Estimates {
    /// Seasons of 8 events each compared with one of 60. Where `stays`, those alone whose shown difference is the
    /// true one within a point.
    fn of(rng: &mut Rng, [now, before]: [&Year; 2], stays: bool, n_compared: u32) -> Estimates {
        let truth = now.truth() - before.truth();
        let mut found = Estimates::default();
        while found.compared < n_compared {
            let (mut events, past) = (now.events(rng, 8), before.summary(&before.events(rng, 60)));
            let Some(change) = Change::between(&now.summary(&events), &past, Subject::Events, None)
            else {
                continue;
            };
            if stays && (change.difference() - truth).abs() > 1.0 {
                continue;
            }
            found.compared += 1;
            // Above ten times the answers nobody waits for them.
            let n = |events: &[Tally]| events.iter().map(Tally::n_answers).sum::<u64>();
            let enough = |more: u64| (more <= 9 * n(&events)).then(|| n(&events) + more);
            let Some(enough) = change.more_answers().and_then(enough) else {
                continue;
            };
            found.named += 1;
            while n(&events) < enough {
                events.extend(now.events(rng, 1));
            }
            let then = Change::between(&now.summary(&events), &past, Subject::Events, None);
            let is_decided = |then: Change| {
                matches!(then.verdict(), Verdict::Better | Verdict::Worse)
                    && (then.difference() > 0.0) == (change.difference() > 0.0)
            };
            found.decided += u32::from(then.is_some_and(is_decided));
        }
        found
    }

    fn named(&self) -> f64 {
        f64::from(self.named) / f64::from(self.compared)
    }

    fn decided(&self) -> f64 {
        f64::from(self.decided) / f64::from(self.named)
    }
}

#[test]
fn more_answers_decide_in_four_of_five_cases_if_the_difference_stays() {
    let mut rng = Rng::new(29);
    let before = Year::nps(0.50, 0.22, LUCK, SIZES);
    for (promoters, detractors) in [(0.60, 0.16), (0.62, 0.14)] {
        let now = Year::nps(promoters, detractors, LUCK, SIZES);
        let difference = now.truth() - before.truth();
        let all = Estimates::of(&mut rng, [&now, &before], false, 2_000);
        let stays = Estimates::of(&mut rng, [&now, &before], true, 500);
        println!(
            "{difference:.0} points: named in {:.3}, then decided {:.3}; where it stays named in {:.3}, decided {:.3}",
            all.named(),
            all.decided(),
            stays.named(),
            stays.decided(),
        );
        assert!(stays.decided() >= 0.75, "{difference}: {stays:?}");
    }
    // Without a true difference there is nothing to decide; the number is named seldom.
    let alike = Estimates::of(&mut rng, [&before, &before], false, 2_000);
    println!(
        "no difference: named in {:.3}, then decided {:.3}",
        alike.named(),
        alike.decided()
    );
    assert!(alike.named() <= 0.15, "{alike:?}");
}
