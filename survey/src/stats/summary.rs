//! The summary of one scored question in one group of answers: score, interval, band.
//!
//! In scope: one group of one audience and one source; rounding, so that JSON, page, table and
//! mail show the same digits. Out of scope: which answers belong to the group, adding up
//! audiences (never), comparing groups, texts.
//!
//! The score is that of all answers of the group. Its interval depends on where they come from:
//!
//! | answers come from | interval |
//! |---|---|
//! | no event, or exactly one (with or without answers of no event) | independent answers: MOVER, Wilson, or the mean's |
//! | one event whose invited guests answered ([`Summary::of_one_event`]) | the same with the finite-population correction |
//! | two to four events | none: `too_few_events` |
//! | one to four random groups of events ([`Summary::of_groups`]) | none: `too_few_groups` |
//! | five and more of either | by events or groups, and never narrower than that of independent answers |
//!
//! Answers of one event depend on each other, so five events are five observations of the agency, however many
//! guests voted. Answers of no event in such a group are sampling units of their own and add no event to the
//! count. Never narrower: with one client per event, all content, the events alone would claim certainty.

use crate::question::{Bucket, Metric, Scale};
use crate::stats::band::Band;
use crate::stats::cluster::{MIN_EVENTS, freedom};
use crate::stats::interval::{self, Interval};
use crate::stats::score::{
    clustered, in_bucket, independent, on_scale, point, rounded, score_rounded, shown,
};
use crate::stats::tally::Tally;
use crate::stats::target::{Reached, Target};
use serde::Serialize;

/// Score, interval, distribution and band of one scale question in one group.
///
/// Units: NPS -100..=100; CSAT per cent of 4 and 5; CES mean on 1..=7. The interval's unit is the
/// score's. All rounded to two decimals, halves away from zero.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Summary {
    scale: Scale,
    n: u64,
    score: Option<f64>,
    easy_percent: Option<f64>,
    /// Its 95 % interval, where the score has one.
    easy_interval: Option<Interval>,
    interval: Option<Interval>,
    method: Option<Method>,
    /// What the interval's method takes for independent of each other.
    unit: SamplingUnit,
    /// How many of them there are. Answers of no event beside events are not among them.
    n_units: u64,
    missing: Option<Missing>,
    guests: Option<u64>,
    band: Option<Band>,
    target: Option<Target>,
    buckets: Vec<BucketCount>,
    distribution: Vec<ValueCount>,
    #[serde(skip)]
    #[cfg_attr(feature = "openapi", schema(ignore))]
    raw: Option<Raw>,
    /// The events, or random groups of them, that answered.
    #[serde(skip)]
    #[cfg_attr(feature = "openapi", schema(ignore))]
    n_clusters: usize,
}

/// What comparisons are computed from: neither rounded nor corrected for a guest list.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Raw {
    pub(crate) point: f64,
    pub(crate) interval: Interval,
    /// Degrees of freedom; infinite for independent answers.
    pub(crate) freedom: f64,
}

/// A sampling unit: answers of one event depend on each other, those of two do not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SamplingUnit {
    Answer,
    Event,
    /// A random group of events, where these are too many to be read one by one.
    EventGroup,
}

/// The method of the interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// Independent answers, NPS.
    Mover,
    /// Independent answers, CSAT.
    Wilson,
    /// Independent answers, CES.
    Mean,
    /// Answers of five or more events.
    Cluster,
}

/// Why there is no interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Missing {
    NoAnswers,
    /// Two to four events: too few to estimate how much events differ.
    TooFewEvents,
    /// One to four random groups: nobody counted of how many events.
    TooFewGroups,
}

/// The number of answers in one bucket.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BucketCount {
    pub bucket: Bucket,
    /// The scale's own word: `promoter`, `satisfied`, `easy`.
    pub term: &'static str,
    pub count: u64,
    /// Of all answers, 0..=100, two decimals; `None` without answers.
    pub percent: Option<f64>,
}

/// The number of answers with one value of the scale.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ValueCount {
    pub value: u8,
    pub count: u64,
}

impl Summary {
    /// The summary of a group: `events` holds one tally per event, `alone` the answers of no event.
    ///
    /// Counts off the scale are left out, also of `n`.
    pub fn of(scale: Scale, alone: &Tally, events: &[Tally]) -> Summary {
        Summary::over(scale, alone, SamplingUnit::Event, events)
    }

    /// The same where events are known by their random groups alone. One group is not taken for one event.
    pub fn of_groups(scale: Scale, alone: &Tally, groups: &[Tally]) -> Summary {
        Summary::over(scale, alone, SamplingUnit::EventGroup, groups)
    }

    fn over(scale: Scale, alone: &Tally, unit: SamplingUnit, clusters: &[Tally]) -> Summary {
        let alone = on_scale(scale, alone);
        let clusters: Vec<Tally> = clusters
            .iter()
            .map(|cluster| on_scale(scale, cluster))
            .filter(|cluster| cluster.n_answers() > 0)
            .collect();
        let all = clusters.iter().fold(alone, |sum, it| sum.merged(it));
        let mut summary = Summary::without_interval(scale, &all);
        summary.n_clusters = clusters.len();
        summary.easy_interval = easy(scale, &alone, unit, &clusters);
        let are_independent =
            clusters.is_empty() || unit == SamplingUnit::Event && clusters.len() == 1;
        if !are_independent {
            (summary.unit, summary.n_units) = (unit, clusters.len() as u64);
        }
        let found = match independent(scale, &all) {
            None => Err(Missing::NoAnswers),
            Some(found) if are_independent => Ok((found, Method::independent(scale))),
            Some(found) => match clustered(scale, &alone, &clusters) {
                None if unit == SamplingUnit::EventGroup => Err(Missing::TooFewGroups),
                None => Err(Missing::TooFewEvents),
                Some(by_clusters) => Ok((by_clusters.hull(found), Method::Cluster)),
            },
        };
        match found {
            Err(missing) => summary.missing = Some(missing),
            Ok((found, method)) => {
                summary.set_interval(found, method);
                let freedom = if are_independent {
                    f64::INFINITY
                } else {
                    freedom(&clusters)
                };
                summary.raw = point(scale, &all).map(|point| Raw {
                    point,
                    interval: found,
                    freedom,
                });
            }
        }
        summary
    }

    /// The summary of exactly one event with `guests` on its list, each of whom can answer once, never for a comparison:
    /// its interval shrinks as the answers approach the whole list.
    ///
    /// With more answers than guests nothing is corrected and [`Summary::guests`] is `None`.
    pub fn of_one_event(scale: Scale, event: &Tally, guests: u64) -> Summary {
        let event = on_scale(scale, event);
        let mut summary = Summary::of(scale, &Tally::default(), &[event]);
        let n = event.n_answers();
        if let (Some(found), Some(point)) = (independent(scale, &event), point(scale, &event))
            && n <= guests
        {
            let corrected = interval::finite_population(found, point, n, guests);
            summary.set_interval(corrected, Method::independent(scale));
            summary.guests = Some(guests);
        }
        summary
    }

    fn without_interval(scale: Scale, all: &Tally) -> Summary {
        let n = all.n_answers();
        let percent = |count| (n > 0).then(|| rounded(count as f64 * 100.0, n as f64));
        let score = point(scale, all).map(|_| score_rounded(scale, all));
        let easy = match scale.metric() {
            Metric::Mean => percent(in_bucket(scale, all, Bucket::High)),
            Metric::NetShare | Metric::HighShare => None,
        };
        Summary {
            scale,
            n,
            score,
            easy_percent: easy,
            easy_interval: None,
            interval: None,
            method: None,
            unit: SamplingUnit::Answer,
            n_units: n,
            missing: None,
            guests: None,
            raw: None,
            n_clusters: 0,
            target: Target::of(scale, None).filter(|_| n > 0),
            band: None,
            buckets: Bucket::ALL
                .map(|bucket| {
                    let count = in_bucket(scale, all, bucket);
                    BucketCount {
                        bucket,
                        term: scale.term(bucket),
                        count,
                        percent: percent(count),
                    }
                })
                .to_vec(),
            distribution: scale
                .range()
                .map(|value| ValueCount {
                    value,
                    count: all.count(value),
                })
                .collect(),
        }
    }

    fn set_interval(&mut self, found: Interval, method: Method) {
        let found = found.map(|limit| shown(self.scale, limit));
        self.interval = Some(found);
        self.method = Some(method);
        self.target = Target::of(self.scale, Some(found));
        let is_missed = self.target.is_some_and(|it| it.reached() == Reached::No);
        let band = self.score.and_then(|score| Band::of(self.scale, score));
        self.band = band.filter(|_| !is_missed && Band::is_known_by(self.scale, found));
    }

    /// With a survey's own target, where it has one: whether it is reached takes the place of the band.
    #[must_use]
    pub fn aimed(mut self, aim: Option<f64>) -> Summary {
        if let Some(aim) = aim.filter(|_| self.n > 0) {
            self.target = Some(Target::at(aim, self.scale, self.interval));
            self.band = None;
        }
        self
    }

    pub const fn scale(&self) -> Scale {
        self.scale
    }

    /// Answers with a score on the scale: the denominator of all shares.
    pub const fn n(&self) -> u64 {
        self.n
    }

    /// NPS, CSAT or CES; `None` without answers.
    pub const fn score(&self) -> Option<f64> {
        self.score
    }

    /// CES alone: per cent of 5-7.
    pub const fn easy_percent(&self) -> Option<f64> {
        self.easy_percent
    }

    /// The 95 % interval of [`Summary::easy_percent`], where the score has one.
    pub const fn easy_interval(&self) -> Option<Interval> {
        self.easy_interval
    }

    /// The 95 % interval of the score; where it is absent, [`Summary::missing`] is the reason.
    pub const fn interval(&self) -> Option<Interval> {
        self.interval
    }

    /// The interval for comparisons: not corrected for a guest list, because a comparison of two events is about more
    /// than their own guests.
    pub const fn comparable(&self) -> Option<Interval> {
        match &self.raw {
            Some(raw) => Some(raw.interval),
            None => None,
        }
    }

    pub(crate) const fn raw(&self) -> Option<Raw> {
        self.raw
    }

    pub const fn method(&self) -> Option<Method> {
        self.method
    }

    /// What the interval's method takes for independent of each other.
    pub const fn unit(&self) -> SamplingUnit {
        self.unit
    }

    /// How many units there are; of too few, how many.
    pub const fn n_units(&self) -> u64 {
        self.n_units
    }

    /// Whether the score speaks for more than a few events: it is of answers of no event, or of five events or more.
    pub const fn is_of_many(&self) -> bool {
        self.n_clusters == 0 || self.n_clusters >= MIN_EVENTS
    }

    pub const fn missing(&self) -> Option<Missing> {
        self.missing
    }

    /// The length of the guest list that the interval was corrected for.
    pub const fn guests(&self) -> Option<u64> {
        self.guests
    }

    /// `None` for CES, which has no bands; where answers are too few to tell one band from the next; where the target is
    /// missed or the survey sets its own, because then the target has the word.
    pub const fn band(&self) -> Option<Band> {
        self.band
    }

    /// `None` without answers, and for CES unless the survey sets a target.
    pub const fn target(&self) -> Option<Target> {
        self.target
    }

    /// Low, middle and high, in this order.
    pub fn buckets(&self) -> &[BucketCount] {
        &self.buckets
    }

    /// Every value of the scale from low to high, also without answers.
    pub fn distribution(&self) -> &[ValueCount] {
        &self.distribution
    }
}

/// CES alone: the interval of the share of 5-7, which is one as CSAT is.
fn easy(scale: Scale, alone: &Tally, unit: SamplingUnit, clusters: &[Tally]) -> Option<Interval> {
    let satisfied =
        |tally: &Tally| Tally::satisfied(in_bucket(scale, tally, Bucket::High), tally.n_answers());
    if scale.metric() != Metric::Mean {
        return None;
    }
    let clusters: Vec<Tally> = clusters.iter().map(satisfied).collect();
    Summary::over(Scale::Csat, &satisfied(alone), unit, &clusters).interval
}

impl Method {
    /// Its name in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Method::Mover => "mover",
            Method::Wilson => "wilson",
            Method::Mean => "mean",
            Method::Cluster => "cluster",
        }
    }

    const fn independent(scale: Scale) -> Method {
        match scale.metric() {
            Metric::NetShare => Method::Mover,
            Metric::HighShare => Method::Wilson,
            Metric::Mean => Method::Mean,
        }
    }
}

impl Missing {
    /// Its name in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Missing::NoAnswers => "no_answers",
            Missing::TooFewEvents => "too_few_events",
            Missing::TooFewGroups => "too_few_groups",
        }
    }
}
