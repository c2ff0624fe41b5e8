//! What a report returns.

use super::filter::Filter;
use super::summarize::Group;
use serde::Serialize;

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub struct Aggregates {
    /// IANA name of the zone that days are counted in.
    pub zone: String,
    pub filter: Filter,
    pub groups: Vec<Group>,
    /// Where nothing but days is asked for: a callback belongs to no event. Not where there are more than
    /// 5,000 of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub callbacks: Option<CallbackCounts>,
    /// For one event whose guests were counted: a link that strangers got hold of, or guests
    /// counted wrongly.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub more_votes_than_guests: Option<bool>,
}

/// Requests to be called that came on the days asked for.
#[derive(Debug, Default, Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub struct CallbackCounts {
    pub n: u64,
    pub new: u64,
    pub in_work: u64,
    pub done: u64,
    pub cancelled: u64,
    pub spam: u64,
    /// Open, and promised within the last seven days for a time that has passed.
    pub overdue: u64,
}
