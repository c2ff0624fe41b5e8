//! Whether one group's score differs from another's, and how many answers would decide it.
//!
//! In scope: two summaries of the same question, the change between them, one word for it. Out of scope:
//! which groups are compared.
//!
//! The difference's interval combines those of the two scores by MOVER ([`interval::difference`]). None of
//! them is corrected for a finite population: a comparison is about more than the guests who happened to be
//! there.

use crate::stats::interval::{self, Interval, Z};
use crate::stats::quantile::{self, TAIL};
use crate::stats::score::shown;
use crate::stats::summary::{Raw, SamplingUnit, Summary};
use serde::Serialize;
use std::cmp::Ordering;

/// From one score to another, both of the same question, in the score's unit and rounded as it is.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Change {
    /// The score with which it is compared.
    score_before: f64,
    /// Its answers.
    n_before: u64,
    /// The score less the one before.
    difference: f64,
    /// The 95 % interval of the difference; none where a score has none.
    interval: Option<Interval>,
    verdict: Verdict,
    /// How many comparisons of a table are judged together ([`judge_together`]), this one among them.
    family: u32,
    /// What is taken for independent of each other: `answer` where an event is judged by its own votes.
    unit: SamplingUnit,
    /// Of `unclear` alone: about how many further answers would decide, in four of five cases, if the true difference is
    /// the shown one. None where no number would, or where fewer can still come: a longer period may decide then.
    more_answers: Option<u64>,
    /// How probable a difference at least as large is between alike groups; none without a verdict.
    #[serde(skip)]
    #[cfg_attr(feature = "openapi", schema(ignore))]
    probability: Option<f64>,
}

/// What is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// One event with another, or with itself: its own votes judge it.
    OneEvent,
    /// Anything that events are drawn from - periods, managers, formats: a verdict needs five events on either side.
    Events,
}

/// The verdict on a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The whole interval lies above 0.
    Better,
    /// The whole interval lies below 0.
    Worse,
    /// It holds 0.
    Unclear,
    /// A score is that of one to four events, which say little about others like them.
    TooFewEvents,
}

impl Change {
    /// `None` where either has no answers. `still_to_come` is the number of answers that can still come, where known.
    pub fn between(
        now: &Summary,
        before: &Summary,
        subject: Subject,
        still_to_come: Option<u64>,
    ) -> Option<Change> {
        let (score, score_before) = (now.score()?, before.score()?);
        let scale = now.scale();
        let is_judged = subject == Subject::OneEvent || now.is_of_many() && before.is_of_many();
        let found = match (now.raw(), before.raw()) {
            (Some(a), Some(b)) if is_judged => Some((a, b)),
            _ => None,
        };
        let interval = found.map(|(a, b)| {
            let found = interval::difference(a.point, a.interval, b.point, b.interval);
            found.map(|limit| shown(scale, limit))
        });
        let verdict = match interval {
            Some(found) if found.low() > 0.0 => Verdict::Better,
            Some(found) if found.high() < 0.0 => Verdict::Worse,
            Some(_) => Verdict::Unclear,
            None => Verdict::TooFewEvents,
        };
        let more = found
            .filter(|_| verdict == Verdict::Unclear)
            .and_then(|(a, b)| more_answers(a.point - b.point, reaches(a, b), now.n()))
            .filter(|more| still_to_come.is_none_or(|left| *more <= left));
        Some(Change {
            score_before,
            n_before: before.n(),
            // The difference of the shown numbers, so that readers can check it.
            difference: hundredths(score - score_before),
            interval,
            verdict,
            family: 1,
            unit: now.unit(),
            more_answers: more,
            probability: found.map(|(a, b)| probability(a, b)),
        })
    }

    pub const fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// The comparisons that are judged together with this one, and itself.
    pub const fn family(&self) -> u32 {
        self.family
    }

    pub const fn difference(&self) -> f64 {
        self.difference
    }

    pub const fn interval(&self) -> Option<Interval> {
        self.interval
    }

    pub const fn more_answers(&self) -> Option<u64> {
        self.more_answers
    }
}

/// Judges the comparisons of one table together: with each judged by itself, one of twelve alike managers would be called
/// better or worse in every second table. Where the rule allows fewer verdicts the others become `unclear`; intervals stay
/// those of single comparisons.
///
/// Holm 1979, Scandinavian Journal of Statistics 6:65-70: the probability of any false verdict in the table is at most
/// 5 %.
pub fn judge_together(mut changes: Vec<&mut Change>) {
    const LEVEL: f64 = 2.0 * TAIL;
    changes.retain(|change| change.probability.is_some());
    changes.sort_by(|a, b| {
        a.probability
            .partial_cmp(&b.probability)
            .unwrap_or(Ordering::Equal)
    });
    let n = changes.len();
    let mut is_refuted = true;
    for (at, change) in changes.into_iter().enumerate() {
        let left = (n - at) as f64;
        is_refuted &= change.probability.is_some_and(|it| it <= LEVEL / left);
        change.family = u32::try_from(n).unwrap_or(u32::MAX);
        if !is_refuted {
            change.verdict = Verdict::Unclear;
        }
    }
}

/// The distances by which the two intervals reach towards each other.
fn reaches(now: Raw, before: Raw) -> [f64; 2] {
    if now.point > before.point {
        [
            now.point - now.interval.low(),
            before.interval.high() - before.point,
        ]
    } else {
        [
            now.interval.high() - now.point,
            before.point - before.interval.low(),
        ]
    }
}

/// How probable a difference at least as large is between alike groups: the interval of the difference reaches 0 where it
/// is 5 %, and its reach is Student's t times the standard error, with the fewer degrees of freedom of the two.
fn probability(now: Raw, before: Raw) -> f64 {
    let [own, other] = reaches(now, before);
    let reach = own.hypot(other);
    let difference = (now.point - before.point).abs();
    if difference <= 0.0 {
        return 1.0;
    }
    let freedom = now.freedom.min(before.freedom);
    quantile::two_sided(quantile::student_t(freedom) * difference / reach, freedom)
}

/// The number of further answers with which this difference, if it is the true one, is found in four of five cases: the
/// reach of the score's own interval shrinks with the root of its answers, that of the score before stays. Rounded up to
/// two digits, because it is an estimate.
///
/// The root of the sum of the squared reaches is 1.96 standard errors, as the interval needs to end at 0; a power of 80 %
/// needs 0.84 more (Lachin 1981, Controlled Clinical Trials 2:93-113).
fn more_answers(difference: f64, [own, other]: [f64; 2], n_now: u64) -> Option<u64> {
    /// The 80 % quantile of the standard normal distribution.
    const POWER: f64 = 0.841_621;
    let decided = difference * Z / (Z + POWER);
    let left = decided * decided - other * other;
    if left <= 0.0 {
        return None;
    }
    let needed = n_now as f64 * own * own / left;
    let more = (needed - n_now as f64).max(1.0);
    let step = 10f64.powi((more.log10().floor() as i32 - 1).max(0));
    // Above any possible number of guests the estimate has no meaning.
    (more < 1e6).then(|| ((more / step).ceil() * step) as u64)
}

fn hundredths(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::question::Scale;
    use crate::stats::summary::Missing;
    use crate::stats::tally::Tally;

    /// NPS of promoters, passives and detractors of no event.
    fn nps(promoters: u64, passives: u64, detractors: u64) -> Summary {
        let mut counts = [0; 11];
        (counts[10], counts[8], counts[3]) = (promoters, passives, detractors);
        Summary::of(Scale::Nps, &Tally::from_counts(counts), &[])
    }

    fn change(now: &Summary, before: &Summary) -> Change {
        Change::between(now, before, Subject::Events, None).expect("both have answers")
    }

    #[test]
    fn noise_is_unclear() {
        // 46 to 39 with 90 answers each.
        let (now, before) = (nps(50, 25, 15), nps(53, 25, 12));
        let found = change(&now, &before);
        assert_eq!(found.verdict, Verdict::Unclear);
        assert_eq!(found.difference, -6.67);
        let more = found.more_answers;
        assert_eq!(more, None, "ninety before are too few for such a change");
    }

    #[test]
    fn a_change_beyond_noise_is_better_or_worse() {
        let (good, bad) = (nps(60, 20, 10), nps(30, 20, 40));
        assert_eq!(change(&good, &bad).verdict, Verdict::Better);
        assert_eq!(change(&bad, &good).verdict, Verdict::Worse);
        assert_eq!(change(&good, &bad).more_answers, None);
        assert_eq!(
            Change::between(&good, &nps(0, 0, 0), Subject::Events, None),
            None
        );
    }

    /// With the estimated number of further answers, in the same proportions, the interval ends 0.84 of 2.8 standard
    /// errors from 0, so that it ends beyond 0 in four of five cases.
    #[test]
    fn more_answers_of_the_estimated_number_decide() {
        let before = nps(20_000, 12_000, 8_000);
        let of = |n: u64| nps(n * 12 / 20, n * 5 / 20, n * 3 / 20);
        for n in [20, 40, 60, 80] {
            let found = change(&of(n), &before);
            let more = found.more_answers.expect("an estimate");
            let then = change(&of(n + more.div_ceil(20) * 20), &before);
            assert_eq!(then.verdict, Verdict::Better);
            let distance = then.interval.expect("an interval").low() / then.difference;
            assert!((0.25..0.38).contains(&distance), "{n}: {distance}");
        }
    }

    #[test]
    fn the_estimate_is_absent_beyond_the_answers_still_possible() {
        let (now, before) = (nps(24, 10, 6), nps(2_000, 1_200, 800));
        let more = change(&now, &before).more_answers.expect("an estimate");
        let left = |left| Change::between(&now, &before, Subject::Events, Some(left));
        let of = |left_to_come| left(left_to_come).expect("a change").more_answers;
        assert_eq!(of(more), Some(more));
        assert_eq!(of(more - 1), None);
    }

    /// The votes of one event do not judge its month, in which other events would have gone otherwise.
    #[test]
    fn one_to_four_events_have_no_verdict() {
        let event = Tally::from_counts([0, 0, 0, 50, 0, 0, 0, 0, 50, 0, 200]);
        let of = |n_events: usize| {
            let events = vec![event; n_events];
            Summary::of(Scale::Nps, &Tally::default(), &events)
        };
        let (many, bad) = (of(5), nps(5, 100, 200));
        for n_events in 1..=4 {
            let few = of(n_events);
            for (now, before) in [(&few, &many), (&many, &few), (&few, &bad)] {
                let found = change(now, before);
                let expected = (Verdict::TooFewEvents, None);
                assert_eq!((found.verdict, found.interval), expected, "{n_events}");
            }
        }
        assert_eq!(of(3).missing(), Some(Missing::TooFewEvents));
        assert_eq!(change(&many, &bad).verdict, Verdict::Better);
    }

    #[test]
    fn an_event_is_judged_by_its_votes_where_it_alone_is_the_subject() {
        let event = |good, bad| {
            let tally = Tally::from_counts([0, bad, 0, 0, 0, good, 0, 0, 0, 0, 0]);
            Summary::of(Scale::Csat, &Tally::default(), &[tally])
        };
        let found = Change::between(&event(90, 10), &event(50, 50), Subject::OneEvent, None);
        let found = found.expect("both have answers");
        assert_eq!(
            (found.verdict, found.unit),
            (Verdict::Better, SamplingUnit::Answer)
        );
    }

    #[test]
    fn one_event_is_compared_without_its_guest_list() {
        let event = Tally::from_counts([0, 2, 0, 8, 20, 30, 0, 0, 0, 0, 0]);
        let census = Summary::of_one_event(Scale::Csat, &event, 60);
        let sample = Summary::of(Scale::Csat, &event, &[]);
        assert_ne!(census.interval(), sample.interval());
        let of = |now| Change::between(now, &sample, Subject::OneEvent, None);
        assert_eq!(of(&census), of(&sample));
    }

    #[test]
    fn comparisons_of_a_table_are_judged_together() {
        let before = nps(500, 300, 200);
        // Alone, each of the first three is better; the fourth is not, the fifth cannot be judged.
        let few = Tally::from_counts([0, 0, 0, 5, 0, 0, 0, 0, 5, 0, 20]);
        let table = [
            nps(400, 50, 50),
            nps(278, 136, 86),
            nps(278, 136, 86),
            nps(260, 140, 100),
            Summary::of(Scale::Nps, &Tally::default(), &[few; 2]),
        ];
        let mut changes = table.map(|now| change(&now, &before));
        let verdicts = |changes: &[Change]| {
            let all = changes.iter().map(|it| it.verdict);
            all.collect::<Vec<_>>()
        };
        use Verdict::{Better, TooFewEvents, Unclear};
        let alone = [Better, Better, Better, Unclear, TooFewEvents];
        assert_eq!(verdicts(&changes), alone);
        judge_together(changes.iter_mut().collect());
        let together = [Better, Unclear, Unclear, Unclear, TooFewEvents];
        assert_eq!(verdicts(&changes), together);
        assert_eq!(
            [0, 1, 3, 4].map(|at: usize| changes[at].family),
            [4, 4, 4, 1]
        );
        // By itself a comparison stays as it is.
        let mut alone = change(&nps(278, 136, 86), &before);
        let judged = alone.clone();
        judge_together(vec![&mut alone]);
        assert_eq!(alone, judged);
    }

    #[test]
    fn a_guess_has_two_digits() {
        let found = |own: f64| more_answers(0.1, [own, 0.0], 100);
        assert_eq!(found(0.07), Some(1));
        assert_eq!(found(0.08), Some(31));
        assert_eq!(found(0.3517), Some(2_500));
        assert_eq!(found(20.0), None);
    }
}
