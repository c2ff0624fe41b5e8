//! The numbers of a filter: groups with their scores, compared and ranked.

use super::aggregates::{Aggregates, CallbackCounts};
use super::anonymous;
use super::compare::{self, Baseline};
use super::dimension::Dimension;
use super::filter::Filter;
use super::groups::{Asked, LinkVotes, groups};
use super::scores::group_scores;
use super::tallies::{self, Tallies};
use crate::auth::principal::Staff;
use crate::ctx::Ctx;
use crate::http::error::{ClientError, Error, Result};
use crate::store::{CallbackCountRow, EventRow, InviteCountQuery, InviteCountRow, Reader};
use otklik_embed::survey_doc::surveys::EVENT_SURVEY;
use otklik_survey::calendar::day::Day;
use otklik_survey::callback::Lifecycle;

/// The aggregates of a filter.
///
/// # Errors
/// `query_too_wide` where too many tallies would be read; `anonymous_survey`.
pub async fn report(filter: Filter, ctx: &Ctx<impl Staff>) -> Result<Aggregates> {
    let today = Day::parse(&ctx.today()?).ok_or_else(|| worker::Error::from("today is no day"))?;
    if filter.names_anonymous() {
        return anonymous::report(filter, today, ctx).await;
    }
    let reader = ctx.reader();
    let now = tallies::read(&filter, reader).await?;
    let earlier = compare::earlier(&filter, today);
    let before = match &earlier {
        // Without a first day, the earlier periods are among the rows.
        Some(earlier) if earlier.filter.days() != filter.days() => {
            Some(tallies::read(&earlier.filter, reader).await?)
        }
        _ => None,
    };
    let (mut parts, mut unread_parts) = (Vec::new(), false);
    for (start, part) in earlier.iter().flat_map(|it| &it.parts) {
        let tallies = readable(tallies::read(part, reader).await)?;
        unread_parts |= tallies.is_none();
        parts.push((*start, tallies.unwrap_or_default()));
    }
    let callbacks = if filter.is_of_days_alone() {
        callbacks(&filter, ctx).await?
    } else {
        None
    };
    let event = match filter.value(Dimension::Event) {
        Some(event) => reader.event(filter.scope(), event).await?,
        None => None,
    };
    let baseline = earlier.map(|_| Baseline {
        filter: &filter,
        today,
        scores: group_scores(&before.as_ref().unwrap_or(&now).rows),
        parts: parts
            .iter()
            .map(|(start, part)| (*start, group_scores(&part.rows)))
            .collect(),
        guests_left: event.as_ref().and_then(|it| guests_left(it, today)),
    });
    let asked = asked(&filter, event.as_ref(), reader).await?;
    let is_counted = |event: &EventRow| event.guests.is_some();
    Ok(Aggregates {
        zone: ctx.settings.zone.clone(),
        groups: groups(&filter, today, &now.rows, &asked, baseline.as_ref()),
        callbacks,
        more_votes_than_guests: event
            .filter(is_counted)
            .map(|event| event.has_more_votes_than_guests()),
        only_headline_sources: now.only_headline_sources
            || before.as_ref().is_some_and(|it| it.only_headline_sources),
        unread_audiences: now.unread,
        unread_parts,
        filter,
    })
}

/// `None` where they are too many, or no rollup has them by the day.
fn readable(tallies: Result<Tallies>) -> Result<Option<Tallies>> {
    match tallies {
        Err(Error::ClientError(ClientError::QueryTooWide)) => Ok(None),
        other => other.map(Some),
    }
}

/// The guests of an event who have not answered and still can, by its list and the last day of its link.
fn guests_left(event: &EventRow, today: Day) -> Option<u64> {
    let until = event.link_until.as_deref().and_then(Day::parse);
    let guests = u64::from(event.guests?);
    let is_closed = until.is_some_and(|until| until < today);
    Some(if is_closed {
        0
    } else {
        guests.saturating_sub(event.votes)
    })
}

/// Who was asked, where that is known.
async fn asked(filter: &Filter, event: Option<&EventRow>, reader: &Reader) -> Result<Asked> {
    let invites = if filter.knows_invite_count() {
        invite_counts(filter, reader).await?
    } else {
        Vec::new()
    };
    let event = event.filter(|_| filter.is_of_one_events_guests());
    let link = match event.and_then(|event| Some((&event.id, event.guests?))) {
        Some((id, guests)) => Some(LinkVotes {
            counted: reader.link_votes(id, EVENT_SURVEY).await?,
            guests: u64::from(guests),
        }),
        None => None,
    };
    Ok(Asked { invites, link })
}

/// The invites, by the filter's groups and surveys.
async fn invite_counts(filter: &Filter, reader: &Reader) -> Result<Vec<InviteCountRow>> {
    let surveys = filter
        .surveys()
        .map(|survey| (survey.id(), survey.audience().as_str()));
    let group_by: Vec<&'static str> = filter.group_by.iter().map(|it| it.as_str()).collect();
    let query = InviteCountQuery {
        scope: filter.scope(),
        surveys: surveys.collect(),
        event: filter.value(Dimension::Event),
        touchpoint: filter.value(Dimension::Touchpoint),
        manager: filter.value(Dimension::Manager),
        channel: filter.value(Dimension::Channel),
        client: filter.value(Dimension::Client),
        format: filter.value(Dimension::Format),
        event_days: filter.event_days(),
        group_by: &group_by,
        by_event: filter.needs().event,
    };
    reader.invite_counts(&query).await
}

async fn callbacks(filter: &Filter, ctx: &Ctx<impl Staff>) -> Result<Option<CallbackCounts>> {
    let [from, to] = [filter.from, filter.to].map(|day| day.map(|day| day.to_string()));
    let days = [from.as_deref(), to.as_deref()];
    let reader = ctx.reader();
    let counts = reader
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
