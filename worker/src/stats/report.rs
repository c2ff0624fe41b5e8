//! The numbers of a filter: groups with their summaries, compared and ranked.

use super::aggregates::{Aggregates, CallbackCounts};
use super::filter::Filter;
use super::summarize::groups;
use super::tallies::{self, TallyRow};
use super::{anonymous, compare, ranking};
use crate::auth::principal::Staff;
use crate::ctx::Ctx;
use crate::http::error::Result;
use crate::store::{CallbackCountRow, InviteCountQuery, InviteCountRow, Reader};
use otklik_embed::survey_doc::surveys;
use otklik_survey::calendar::period::Unit;
use otklik_survey::callback::Lifecycle;
use otklik_survey::{Audience, Channel, Touchpoint};

/// The aggregates of a filter.
pub async fn report(filter: Filter, ctx: &Ctx<impl Staff>) -> Result<Aggregates> {
    let (reader, zone) = (ctx.reader(), &ctx.settings.zone);
    if filter.names_anonymous() {
        return anonymous::report(filter, ctx).await;
    }
    let rows = tallies::read(&filter, reader).await?;
    let issued = match filter.knows_invite_count() {
        true => issued(&filter, reader).await?,
        false => Vec::new(),
    };
    let mut groups = groups(&rows, &issued, filter.is_of_one_events_guests());
    if let [dimension] = filter.group_by[..]
        && Unit::parse(dimension).is_none()
    {
        ranking::mark(dimension, &mut groups);
        if dimension == "touchpoint" {
            // In the order of the client's journey.
            groups.sort_by_key(|group| Touchpoint::parse(&group.keys[0]));
        }
    }
    if let Some(earlier) = compare::earlier(&filter) {
        // With all days asked for, what came before is among what was read.
        let is_same = (&earlier.from, &earlier.to) == (&filter.from, &filter.to);
        let earlier = match is_same {
            true => None,
            false => Some(tallies::read(&earlier, reader).await?),
        };
        let today = ctx.today()?;
        compare::tell(
            &filter,
            &today,
            &mut groups,
            earlier.as_ref().unwrap_or(&rows),
        );
    }
    Ok(Aggregates {
        zone: zone.clone(),
        groups,
        callbacks: match filter.is_of_days_alone() {
            true => callbacks(&filter, ctx).await?,
            false => None,
        },
        more_votes_than_guests: filter.event.as_ref().and(more_votes_than_guests(&rows)),
        filter,
    })
}

/// How many invites were issued, by the filter's groups and surveys.
async fn issued(filter: &Filter, reader: &Reader) -> Result<Vec<InviteCountRow>> {
    let surveys = filter.surveys();
    let surveys = surveys.map(|survey| (survey.id(), survey.audience().as_str()));
    let query = InviteCountQuery {
        scope: filter.scope(),
        surveys: surveys.collect(),
        event: filter.event.as_deref(),
        touchpoint: filter.touchpoint.map(Touchpoint::as_str),
        manager: filter.manager.as_deref(),
        channel: filter.channel.map(Channel::as_str),
        client: filter.client.as_deref(),
        format: filter.format.as_deref(),
        group_by: &filter.group_by,
        by_event: filter.needs().event,
    };
    reader.invite_counts(&query).await
}

async fn callbacks(filter: &Filter, ctx: &Ctx<impl Staff>) -> Result<Option<CallbackCounts>> {
    let days = [filter.from.as_deref(), filter.to.as_deref()];
    let counts = ctx
        .reader()
        .callback_counts(ctx.scope(), days, ctx.now_ms)
        .await?;
    Ok(counts.map(|states| {
        let mut all = CallbackCounts::default();
        for CallbackCountRow { state, n, overdue } in states {
            all.n += n;
            all.overdue += overdue;
            *match state {
                Lifecycle::New => &mut all.new,
                Lifecycle::InWork => &mut all.in_work,
                Lifecycle::Done => &mut all.done,
                Lifecycle::Cancelled => &mut all.cancelled,
                Lifecycle::Spam => &mut all.spam,
            } = n;
        }
        all
    }))
}

/// Whether one question of the guests has more counted answers than the event had guests; `None` where
/// nobody counted them, or nobody has answered.
fn more_votes_than_guests(rows: &[TallyRow]) -> Option<bool> {
    let asked = surveys::all().filter(|survey| survey.audience() == Audience::Guest);
    let mut found = None;
    for survey in asked {
        for question in survey.questions() {
            let answers = rows.iter();
            let answers =
                answers.filter(|row| row.survey == survey.id() && row.question == question.id);
            let guests = answers.clone().find_map(|row| row.guests);
            let votes: u64 = answers.map(|row| row.counts.n).sum();
            if let Some(guests) = guests {
                found = Some(found == Some(true) || votes > guests);
            }
        }
    }
    found
}
