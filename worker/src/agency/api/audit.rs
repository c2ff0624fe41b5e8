//! `GET /v1/audit`: the audit log, page by page.

use crate::auth::principal::Director;
use crate::auth::role::Role;
use crate::ctx::Ctx;
use crate::http::error::{ClientError, Result};
#[cfg(test)]
use crate::http::openapi_query::AuditQuery;
use crate::http::query::{check, named};
use crate::http::response;
#[cfg(test)]
use crate::http::response::ErrorBody;
use crate::platform::clock;
use crate::store::{AuditFilter, AuditRow};
use otklik_embed::fields::Fields;
use otklik_embed::settings::Settings;
use otklik_survey::audit::{ActorKind, AuditAction};
use otklik_survey::calendar::day::Day;
use otklik_survey::calendar::moment::Moment;
use otklik_survey::limits;
use serde::Serialize;
use serde_json::{Map, Value};
use worker::Response;

/// What somebody of the agency did.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub struct AuditEntry {
    /// UTC milliseconds.
    pub at_ms: i64,
    /// The same moment in the agency's zone, `YYYY-MM-DD HH:MM`.
    pub at: String,
    pub actor: ActorKind,
    /// `null` for a command and for nobody.
    pub role: Option<Role>,
    /// The number of the actor's token, as `cargo xtask token list` shows it; `null` where it has none.
    pub token: Option<i64>,
    /// A word of `AuditAction`.
    #[cfg_attr(test, schema(value_type = AuditAction))]
    pub action: String,
    /// The id of what was acted on; empty where it has none.
    pub subject: String,
    /// A changed field is `[from, to]`; anything else, as a count, is a value.
    #[cfg_attr(test, schema(value_type = Object))]
    pub detail: Map<String, Value>,
}

/// A page, the latest first.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub struct AuditList {
    pub zone: String,
    pub entries: Vec<AuditEntry>,
    /// The value of `after` for the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// Every parameter of the list.
pub const PARAMETERS: [&str; 4] = ["from", "to", "action", "after"];

/// The audit log.
///
/// 1. A parameter that does not fit: 422.
/// 2. A page, the latest entry first: 200.
#[cfg_attr(test, utoipa::path(get, path = "/v1/audit", operation_id = "audit", tag = "director",
    params(AuditQuery),
    responses((status = 200, description = "100 at most, the latest first; entries are kept for a year", body = AuditList),
        (status = 401, description = "No token, or an invalid one", body = ErrorBody),
        (status = 403, description = "A token of another role", body = ErrorBody),
        (status = 422, description = "A parameter that does not fit", body = ErrorBody),
        (status = 503, description = "Try again", body = ErrorBody))))]
pub async fn list(ctx: Ctx<Director>) -> Result<Response> {
    // 1
    let query = &ctx.request.query;
    check(query, &PARAMETERS)?;
    let filter = filter(query, &ctx.settings)?;
    // 2
    Ok(response::json(200, &page(filter, &ctx).await?)?)
}

/// A page of the log.
pub async fn page(filter: AuditFilter, ctx: &Ctx<Director>) -> Result<AuditList> {
    let (at_most, one_more) = (limits::AUDIT_PAGE as usize, limits::AUDIT_PAGE + 1);
    let rows = ctx.reader().audit(ctx.principal(), &filter, one_more);
    let mut rows = rows.await?;
    let has_more = rows.len() > at_most;
    rows.truncate(at_most);
    let last = rows.last().filter(|_| has_more);
    let zone = &ctx.settings.zone;
    Ok(AuditList {
        zone: zone.clone(),
        next: last.map(|row| format!("{}.{}", row.at_ms, row.seq)),
        entries: rows
            .into_iter()
            .map(|row| entry(row, zone))
            .collect::<worker::Result<_>>()?,
    })
}

/// # Errors
/// The first parameter that does not fit.
pub fn filter(query: &Fields, settings: &Settings) -> Result<AuditFilter, ClientError> {
    let day = |name| named(query, name, Day::parse);
    let (from, to) = (day("from")?, day("to")?);
    if from.zip(to).is_some_and(|(from, to)| from > to) {
        return Err(ClientError::BadPeriod);
    }
    // The last days of the year 9999 have no time of UTC: no entry is later.
    let begin_ms = |day: Day| {
        let begin = Moment { day, minute: 0 };
        clock::utc_ms(begin, &settings.zone).unwrap_or(i64::MAX)
    };
    Ok(AuditFilter {
        from_ms: from.map(begin_ms),
        until_ms: to.map(|day| begin_ms(day.next())),
        action: named(query, "action", AuditAction::parse)?,
        after: named(query, "after", parse_cursor)?,
    })
}

/// Time and number of the last entry of a page.
fn parse_cursor(raw: &str) -> Option<(i64, i64)> {
    let (ms, seq) = raw.split_once('.')?;
    Some((ms.parse().ok()?, seq.parse().ok()?))
}

fn entry(row: AuditRow, zone: &str) -> worker::Result<AuditEntry> {
    Ok(AuditEntry {
        at: clock::minute_of(row.at_ms, zone)?,
        at_ms: row.at_ms,
        actor: row.actor,
        role: row.role,
        token: row.token,
        action: row.action,
        subject: row.subject,
        detail: row.detail,
    })
}
