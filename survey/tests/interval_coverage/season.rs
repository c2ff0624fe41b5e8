//! Seasons of events at random: the answers of one event share its luck.

use super::Rng;
use otklik_survey::Scale;
use otklik_survey::stats::change::{Change, Subject, Verdict};
use otklik_survey::stats::summary::Summary;
use otklik_survey::stats::tally::Tally;

/// The numbers of answers of a season's events.
#[derive(Clone, Copy, Debug)]
pub enum Sizes {
    /// Each number as likely, both ends included.
    Between(usize, usize),
    /// One of 300, the others between 8 and 40.
    OneLarge,
}

/// A kind of year: guests with an opinion on a latent normal scale, which each event shifts by a normal luck of its own.
pub struct Year {
    pub scale: Scale,
    sizes: Sizes,
    /// Standard deviation of an event's luck on the latent scale.
    luck: f64,
    /// The lowest value, then each further one with the share of answers that are it or more, over all luck.
    lowest: u8,
    at_least: Vec<(u8, f64)>,
    /// Where each further value begins on the latent scale.
    thresholds: Vec<f64>,
}

impl Year {
    pub fn nps(promoters: f64, detractors: f64, luck: f64, sizes: Sizes) -> Year {
        let at_least = vec![(8, 1.0 - detractors), (10, promoters)];
        Year::new(Scale::Nps, 3, at_least, luck, sizes)
    }

    pub fn csat(satisfied: f64, luck: f64, sizes: Sizes) -> Year {
        Year::new(Scale::Csat, 2, vec![(5, satisfied)], luck, sizes)
    }

    /// The shares of answers of 2 or more to 7 or more.
    pub fn ces(at_least: [f64; 6], luck: f64, sizes: Sizes) -> Year {
        let at_least = (2..).zip(at_least).collect();
        Year::new(Scale::Ces, 1, at_least, luck, sizes)
    }

    fn new(scale: Scale, lowest: u8, at_least: Vec<(u8, f64)>, luck: f64, sizes: Sizes) -> Year {
        // Over all luck, phi(a + luck * z) is phi(a / sqrt(1 + luck^2)) on average.
        let widened = (1.0 + luck * luck).sqrt();
        let threshold = |(_, share): &(u8, f64)| phi_inverse(*share) * widened;
        Year {
            thresholds: at_least.iter().map(threshold).collect(),
            scale,
            sizes,
            luck,
            lowest,
            at_least,
        }
    }

    /// The score over all luck.
    pub fn truth(&self) -> f64 {
        let score = |value: u8| {
            let mut counts = [0; 11];
            counts[usize::from(value)] = 1;
            let one = Tally::from_counts(counts);
            Summary::of(self.scale, &one, &[]).score().unwrap_or(0.0)
        };
        let steps = self
            .at_least
            .iter()
            .scan(score(self.lowest), |below, (value, share)| {
                let step = score(*value) - *below;
                *below += step;
                Some(step * share)
            });
        score(self.lowest) + steps.sum::<f64>()
    }

    /// One tally an event.
    pub fn events(&self, rng: &mut Rng, n_events: usize) -> Vec<Tally> {
        (0..n_events).map(|at| self.event(rng, at)).collect()
    }

    fn event(&self, rng: &mut Rng, at: usize) -> Tally {
        let n = match self.sizes {
            Sizes::OneLarge if at == 0 => 300,
            Sizes::OneLarge => rng.between(8, 40),
            Sizes::Between(fewest, most) => rng.between(fewest, most),
        };
        let luck = self.luck * rng.normal();
        let shares: Vec<f64> = self.thresholds.iter().map(|at| phi(at + luck)).collect();
        let mut counts = [0; 11];
        for _ in 0..n {
            let place = rng.uniform();
            let reached = shares.iter().take_while(|share| place < **share).count();
            let value = match reached.checked_sub(1) {
                Some(last) => self.at_least[last].0,
                None => self.lowest,
            };
            counts[usize::from(value)] += 1;
        }
        Tally::from_counts(counts)
    }

    pub fn summary(&self, events: &[Tally]) -> Summary {
        Summary::of(self.scale, &Tally::default(), events)
    }

    /// Whether the shown interval holds the truth.
    pub fn is_held_by(&self, summary: &Summary) -> bool {
        // Half of the last digit shown.
        const HALF: f64 = 0.005;
        let truth = self.truth();
        summary
            .interval()
            .is_some_and(|found| found.low() - HALF <= truth && truth <= found.high() + HALF)
    }

    /// Whether one season is called better or worse than another of the same year.
    pub fn is_news(&self, [now, before]: &[Summary; 2]) -> bool {
        let verdict =
            Change::between(now, before, Subject::Events, None).map(|change| change.verdict());
        matches!(verdict, Some(Verdict::Better | Verdict::Worse))
    }
}

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

fn phi_inverse(share: f64) -> f64 {
    let (mut low, mut high) = (-8.0, 8.0);
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if phi(middle) < share {
            low = middle;
        } else {
            high = middle;
        }
    }
    low
}
