//! `GET /v1/aggregates`: the numbers of a query.

use crate::auth::principal::Member;
use crate::auth::role::Numbers;
use crate::ctx::Ctx;
use crate::http::error::Result;
use crate::http::query::check;
use crate::http::response;
#[cfg(test)]
use crate::http::response::ErrorBody;
#[cfg(test)]
use crate::stats::aggregates::Aggregates;
use crate::stats::filter::Filter;
#[cfg(test)]
use crate::stats::openapi::AggregatesQuery;
use crate::stats::report::report;
use worker::Response;

/// Numbers with their intervals.
///
/// 1. An invalid parameter, or one that an anonymous survey does not allow: 422, an unknown survey: 404.
/// 2. Sums of the tallies: 200, or 304 where the client has them.
#[cfg_attr(test, utoipa::path(get, path = "/v1/aggregates", operation_id = "aggregates", tag = "director",
    params(AggregatesQuery),
    responses((status = 200, description = "Scores with their intervals. An anonymous survey is included only where `survey` names it, in released intervals of whole quarters with five answers to a question or more, from two days after their end on", body = Aggregates),
        (status = 401, description = "No token, or an invalid one", body = ErrorBody),
        (status = 403, description = "A token of another role, or a query for another manager than its own", body = ErrorBody),
        (status = 404, description = "No such survey", body = ErrorBody),
        (status = 422, description = "A parameter that does not fit; `query_too_wide` for what would read more than 5,000 tallies of headlines' sources; `anonymous_survey` for anything of an anonymous survey but the whole and `group_by=quarter`, with or without `question`", body = ErrorBody),
        (status = 503, description = "Try again", body = ErrorBody))))]
pub async fn get(ctx: Ctx<Member<Numbers>>) -> Result<Response> {
    // 1
    let query = ctx.query()?;
    check(&query, &Filter::parameters())?;
    let filter = Filter::parse(&query, ctx.scope())?;
    // 2
    Ok(response::tagged(
        &ctx.request,
        response::NO_STORE,
        &report(filter, &ctx).await?,
    )?)
}
