//! Counts of the answers to one question in one rollup (an event, a month, a channel).
//!
//! In scope: counting, merging. Out of scope: what rollups exist and where they are stored; the
//! options of a choice, which the caller counts by their ids; every statistic, see
//! [`crate::stats::summary`].

/// Values of the longest scale, 0-10: one counter each.
pub const VALUES: usize = 11;

/// The number of answers with each value, and of all answers.
///
/// Merging is addition counter by counter: associative, commutative, with `Tally::default()` as
/// its zero. So a total does not depend on the order in which rollups arrive. A counter stops at
/// `u64::MAX` instead of wrapping.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    scores: [u64; VALUES],
    unscored: u64,
}

/// A score above [`VALUES`]: it belongs to no scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OffScale;

impl Tally {
    /// `n` answers on the satisfaction scale, of which so many are satisfied; all of them at most.
    pub const fn satisfied(count: u64, n: u64) -> Tally {
        let count = if count < n { count } else { n };
        Tally::from_counts([0, n - count, 0, 0, 0, count, 0, 0, 0, 0, 0])
    }

    /// A tally of a scale question from stored counters: `scores[v]` answers had the value `v`.
    pub const fn from_counts(scores: [u64; VALUES]) -> Tally {
        Tally {
            scores,
            unscored: 0,
        }
    }

    /// A tally of a choice or a text: `n_answers` answers, none with a score.
    pub const fn unscored(n_answers: u64) -> Tally {
        Tally {
            scores: [0; VALUES],
            unscored: n_answers,
        }
    }

    /// Counts one answer with this score.
    ///
    /// # Errors
    /// [`OffScale`] for a score above 10; nothing is counted then.
    pub fn add(&mut self, score: u8) -> Result<(), OffScale> {
        let count = self.scores.get_mut(usize::from(score)).ok_or(OffScale)?;
        *count = count.saturating_add(1);
        Ok(())
    }

    /// Counts one answer to a choice or a text.
    pub fn add_unscored(&mut self) {
        self.unscored = self.unscored.saturating_add(1);
    }

    /// The counts of both.
    #[must_use]
    pub fn merged(mut self, other: &Tally) -> Tally {
        for (count, more) in self.scores.iter_mut().zip(other.scores) {
            *count = count.saturating_add(more);
        }
        self.unscored = self.unscored.saturating_add(other.unscored);
        self
    }

    /// Answers counted, scored or not.
    pub fn n_answers(&self) -> u64 {
        self.scores
            .iter()
            .fold(self.unscored, |sum, count| sum.saturating_add(*count))
    }

    /// Answers with this score; 0 for a score above 10.
    pub fn count(&self, score: u8) -> u64 {
        self.scores.get(usize::from(score)).copied().unwrap_or(0)
    }

    /// All counters; the index is the score.
    pub const fn scores(&self) -> &[u64; VALUES] {
        &self.scores
    }
}

impl FromIterator<Tally> for Tally {
    fn from_iter<I: IntoIterator<Item = Tally>>(tallies: I) -> Tally {
        tallies
            .into_iter()
            .fold(Tally::default(), |sum, tally| sum.merged(&tally))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(seed: u64) -> Tally {
        let mut counts = [0; VALUES];
        for (value, count) in counts.iter_mut().enumerate() {
            *count = seed.wrapping_mul(2_654_435_761 + value as u64) % 1_000;
        }
        Tally::from_counts(counts).merged(&Tally::unscored(seed % 7))
    }

    #[test]
    fn merging_obeys_its_laws() {
        let full = Tally::from_counts([u64::MAX; VALUES]);
        assert_eq!(full.merged(&full), full, "a full counter stops");
        let samples: Vec<Tally> = (0..8).map(tally).chain([full]).collect();
        for a in &samples {
            assert_eq!(a.merged(&Tally::default()), *a);
            for b in &samples {
                assert_eq!(a.merged(b), b.merged(a));
                for c in &samples {
                    assert_eq!(a.merged(b).merged(c), a.merged(&b.merged(c)));
                }
            }
        }
    }

    #[test]
    fn counting_one_by_one_equals_counts() {
        let mut counted = Tally::default();
        for score in [0, 10, 10, 7] {
            counted.add(score).unwrap();
        }
        let mut counts = [0; VALUES];
        (counts[0], counts[7], counts[10]) = (1, 1, 2);
        assert_eq!(counted, Tally::from_counts(counts));
        assert_eq!(counted.n_answers(), 4);
        assert_eq!(counted.count(10), 2);
        assert_eq!(counted.count(200), 0);
        assert_eq!(counted.scores(), &counts);
    }

    #[test]
    fn a_score_above_every_scale_is_refused() {
        let mut counted = Tally::default();
        assert_eq!(counted.add(10), Ok(()));
        assert_eq!(counted.add(11), Err(OffScale));
        assert_eq!(counted.n_answers(), 1);
    }

    #[test]
    fn texts_and_choices_count_without_scores() {
        let mut counted = Tally::unscored(2);
        counted.add_unscored();
        assert_eq!(counted.n_answers(), 3);
        assert_eq!(counted.scores(), &[0; VALUES]);
        assert_eq!(
            [counted, counted]
                .into_iter()
                .collect::<Tally>()
                .n_answers(),
            6
        );
    }
}
