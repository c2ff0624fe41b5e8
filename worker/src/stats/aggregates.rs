//! The JSON of `GET /v1/aggregates`.

use super::filter::Filter;
use otklik_survey::question::KindName;
use otklik_survey::stats::change::Change;
use otklik_survey::stats::share::Share;
use otklik_survey::stats::summary::Summary;
use otklik_survey::{Audience, Source};
use serde::Serialize;

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub struct Aggregates {
    /// IANA name of the zone that days are counted in.
    pub zone: String,
    pub filter: Filter,
    pub groups: Vec<Group>,
    /// Answers of sources that no headline counts are left out, because they have too many different events, touchpoints,
    /// channels and languages to be read at once: name a question, or a shorter period.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub only_headline_sources: bool,
    /// Audiences that are left out, because not even their headlines can be read at once.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unread_audiences: Vec<Audience>,
    /// Whether a group whose period is cut or running has no change, because the same part of the one before cannot be read.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub unread_parts: bool,
    /// Where the query has nothing but days, because a callback belongs to no event. Absent where there are more
    /// than 5,000 of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub callbacks: Option<CallbackCounts>,
    /// Of one event with a known number of guests: whether more votes came. Then strangers have the link, or the number is
    /// wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub more_votes_than_guests: Option<bool>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub struct Group {
    /// The values of the dimensions grouped by, in their order; empty where a response has none. A period
    /// is its first day.
    pub keys: Vec<String>,
    /// Of an anonymous survey grouped by quarter: the last day of the released interval, which `keys` has the first
    /// day of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// Whether its period has begun and is not over. It is compared with as many days of the period before.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub running: bool,
    pub questions: Vec<QuestionAggregate>,
    /// Where the number of people who could have answered is known: not by day or language.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub response_rates: Vec<ResponseRate>,
}

/// How many of those who could have answered a survey did.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub struct ResponseRate {
    pub survey: String,
    /// Invites issued, or the guests of one event.
    pub source: Source,
    pub counted: u64,
    pub of: u64,
    /// One decimal.
    pub percent: f64,
    /// Below 30 %: those who did not answer may think otherwise, and no formula corrects for that.
    pub low: bool,
}

/// One question of one survey.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub struct QuestionAggregate {
    pub survey: String,
    pub audience: Audience,
    pub question: String,
    pub kind: KindName,
    pub headline: Headline,
    /// Each source alone; of an anonymous survey none.
    pub sources: Vec<SourceAggregate>,
}

/// A question in one number. Of clients it counts answers through personal invites, of guests also those through
/// their event's link, of the visitors of a site none; of an anonymous survey all.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub struct Headline {
    /// The sources that it counts.
    pub sources: Vec<Source>,
    /// Counted answers.
    pub n: u64,
    /// How many of them each source has.
    pub composition: Vec<SourceCount>,
    /// Whether everybody who is counted was invited one by one.
    pub verified: bool,
    /// Counted answers of people who were not invited: one person may have given several. Absent for an anonymous
    /// survey.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unverified: Option<u64>,
    /// Of a scored question.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<Summary>,
    /// Of an anonymous survey's choice question; of other surveys, each source has its own.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<OptionCount>,
    /// Where `compare` is given, and both periods have answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub change: Option<Change>,
    /// Where groups of one dimension, not a period, have intervals that do not overlap.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rank: Option<Rank>,
}

/// Of a group's score, among all groups' scores of one question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Rank {
    /// Its whole interval lies above all others.
    Best,
    /// Its whole interval lies below all others.
    Worst,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub struct SourceCount {
    pub source: Source,
    pub n: u64,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub struct SourceAggregate {
    pub source: Source,
    /// Counted answers.
    pub n: u64,
    /// Quarantined answers, left out of everything else here.
    pub quarantined: u64,
    /// Answers that were tapped and never confirmed, left out too.
    pub partial: u64,
    /// Of a scored question.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<Summary>,
    /// Of a choice: how many chose each option, in the survey's order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<OptionCount>,
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub struct OptionCount {
    pub option: String,
    pub count: u64,
    /// Of the answers to the question; several options may be chosen in one.
    #[serde(flatten)]
    pub share: Option<Share>,
}

/// Callbacks that were requested on the days of the query.
#[derive(Debug, Default, Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub struct CallbackCounts {
    pub n: u64,
    pub new: u64,
    pub in_work: u64,
    pub done: u64,
    pub cancelled: u64,
    pub spam: u64,
    /// Open, with a `due_at` that passed within the last seven days.
    pub overdue: u64,
}
