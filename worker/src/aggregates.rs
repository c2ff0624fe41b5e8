//! `GET /v1/aggregates`: tallies summed by the database, judged by `otklik_survey::summary`.

use crate::answer;
use crate::call::Call;
use crate::link::SURVEY;
use crate::refusal::{Outcome, Refusal};
use crate::responses::survey_of;
use crate::session;
use crate::store::{IssuedRow, Reader, TallyFilter, TallyRow};
use otklik_embed::fields::Fields;
use otklik_embed::settings::Settings;
use otklik_embed::surveys;
use otklik_survey::day::Day;
use otklik_survey::question::KindName;
use otklik_survey::summary::Summary;
use otklik_survey::tally::Tally;
use otklik_survey::{
    Audience, Basis, Channel, Lang, Question, Standing, Survey, Touchpoint, limits,
};
use serde::Serialize;
use worker::{Env, Response};

/// What an aggregate was asked for, checked. It is told back with the answer.
#[derive(Clone, Debug, Default, Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub struct Filter {
    pub survey: Option<String>,
    pub audience: Option<Audience>,
    pub event: Option<String>,
    pub touchpoint: Option<Touchpoint>,
    pub manager: Option<String>,
    pub channel: Option<Channel>,
    pub locale: Option<Lang>,
    /// First day, `YYYY-MM-DD`, in the agency's zone.
    pub from: Option<String>,
    /// Last day, included.
    pub to: Option<String>,
    pub group_by: Option<&'static str>,
}

/// Every parameter of the endpoint. Any other is refused: a filter with a typo would be ignored,
/// and its answer believed.
const PARAMETERS: [&str; 10] = [
    "survey",
    "audience",
    "event",
    "touchpoint",
    "manager",
    "channel",
    "locale",
    "from",
    "to",
    "group_by",
];

/// The dimensions that `tally_read.sql` can group by.
pub const DIMENSIONS: [&str; 8] = [
    "survey",
    "event",
    "touchpoint",
    "manager",
    "client",
    "channel",
    "locale",
    "day",
];

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub struct Aggregates {
    /// IANA name of the zone that days are counted in.
    pub zone: String,
    pub filter: Filter,
    pub groups: Vec<Group>,
    /// Told of one event whose guests were counted: a link that strangers got hold of, or guests
    /// counted wrongly.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub more_votes_than_guests: Option<bool>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub struct Group {
    /// The value of the dimension grouped by; empty where a response has none, or for the whole.
    pub key: String,
    pub questions: Vec<QuestionAggregate>,
    /// Where it is known how many could have answered: not by day or language.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub response_rates: Vec<ResponseRate>,
}

/// How many of those who could have answered a survey did.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub struct ResponseRate {
    pub survey: String,
    /// Invites issued, or the guests of one event.
    pub basis: Basis,
    pub counted: u64,
    pub of: u64,
    /// One decimal.
    pub percent: f64,
    /// Below 30 %: who kept silent may think otherwise, and no formula cures that.
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
    /// Each basis for itself.
    pub bases: Vec<BasisAggregate>,
}

/// What is said of a question in one number: by clients through personal invites alone, by guests also
/// through their event's link; by the visitors of a site nothing.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub struct Headline {
    /// The bases that it stands on.
    pub bases: Vec<Basis>,
    /// Counted answers.
    pub n: u64,
    /// How many of them came by which basis.
    pub composition: Vec<BasisCount>,
    /// Whether everybody who is counted was invited one by one.
    pub verified: bool,
    /// Of a scored question.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<Summary>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub struct BasisCount {
    pub basis: Basis,
    pub n: u64,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub struct BasisAggregate {
    pub basis: Basis,
    /// Counted answers.
    pub n: u64,
    /// Answers left out of everything else here.
    pub suspect: u64,
    /// Answers tapped but never confirmed, left out too.
    pub provisional: u64,
    /// Of a scored question.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<Summary>,
    /// Of a choice: how many chose each option, in the survey's order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<OptionCount>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub struct OptionCount {
    pub option: String,
    pub count: u64,
}

/// 1. No right to read: 401.
/// 2. A parameter that does not fit: 422, an unknown survey: 404.
/// 3. Sums of the tallies: 200.
pub async fn get(
    call: &Call,
    env: &Env,
    settings: &Settings,
    reader: &Reader,
) -> Outcome<Response> {
    // 1
    session::require_director(call, env)?;
    // 2
    let filter = Filter::of(&call.query)?;
    // 3
    Ok(answer::json(200, &sum(filter, settings, reader).await?)?)
}

/// The aggregates of a filter.
pub async fn sum(filter: Filter, settings: &Settings, reader: &Reader) -> Outcome<Aggregates> {
    let rows = reader.tallies(&filter.tallies()).await?;
    let issued = match filter.knows_issued() {
        true => reader.issued(&filter.tallies()).await?,
        false => Vec::new(),
    };
    Ok(Aggregates {
        zone: settings.zone.clone(),
        groups: groups(&rows, &issued, filter.is_of_one_events_guests()),
        more_votes_than_guests: filter.event.as_ref().and(more_votes_than_guests(&rows)),
        filter,
    })
}

/// Whether one question of the guests has more counted answers than the event had guests; `None` where
/// nobody counted them, or nobody has answered.
fn more_votes_than_guests(rows: &[TallyRow]) -> Option<bool> {
    let asked = surveys::all()
        .iter()
        .filter(|survey| survey.audience() == Audience::Guest);
    let mut found = None;
    for survey in asked {
        for question in survey.questions() {
            let answers = rows.iter().filter(|row| {
                row.survey == survey.id()
                    && row.question == question.id
                    && row.option.is_empty()
                    && row.standing == Standing::Counted.as_str()
            });
            let guests = answers.clone().find_map(|row| row.guests);
            let votes: u64 = answers.map(|row| row.n).sum();
            if let Some(guests) = guests {
                found = Some(found == Some(true) || votes > guests);
            }
        }
    }
    found
}

impl Filter {
    /// # Errors
    /// The first parameter that does not fit.
    pub fn of(query: &Fields) -> Result<Filter, Refusal> {
        let unknown = query.names().find(|name| !PARAMETERS.contains(name));
        if let Some(name) = unknown {
            return Err(Refusal::BadParameter(name.to_owned()));
        }
        let twice = PARAMETERS.iter().find(|name| query.all(name).count() > 1);
        if let Some(name) = twice {
            return Err(Refusal::BadParameter((*name).to_owned()));
        }
        let text = |name: &str| {
            let value = query.get(name);
            let fits = value.chars().nth(limits::EVENT_MAX_CHARS).is_none();
            if fits {
                Ok(given(value))
            } else {
                Err(Refusal::BadParameter(name.to_owned()))
            }
        };
        let survey = text("survey")?;
        if let Some(id) = &survey {
            survey_of(id)?;
        }
        let group_by = word(query, "group_by", |value| {
            DIMENSIONS.into_iter().find(|dimension| *dimension == value)
        })?;
        let (from, to) = (
            word(query, "from", Day::parse)?,
            word(query, "to", Day::parse)?,
        );
        if let (Some(from), Some(to)) = (from, to) {
            let days = from.days_until(to) + 1;
            if !(1..=limits::PERIOD_MAX_DAYS).contains(&days) {
                return Err(Refusal::BadPeriod);
            }
        }
        Ok(Filter {
            survey,
            audience: word(query, "audience", Audience::from_word)?,
            event: text("event")?,
            touchpoint: word(query, "touchpoint", Touchpoint::from_word)?,
            manager: text("manager")?,
            channel: word(query, "channel", Channel::from_word)?,
            locale: word(query, "locale", Lang::from_tag)?,
            from: from.map(|day| day.to_string()),
            to: to.map(|day| day.to_string()),
            group_by,
        })
    }

    /// Whether it can be told how many were invited: invites have no language, and answers come on
    /// other days.
    fn knows_issued(&self) -> bool {
        let is_whole = self.locale.is_none() && self.from.is_none() && self.to.is_none();
        is_whole && !matches!(self.group_by, Some("day" | "locale"))
    }

    /// Whether the answers are all that the guests of one event gave.
    fn is_of_one_events_guests(&self) -> bool {
        let is_split = matches!(self.group_by, Some("channel" | "touchpoint"));
        let is_part = is_split || self.channel.is_some() || self.touchpoint.is_some();
        let asks = |survey: &&str| *survey == SURVEY;
        let has_guests = self.tallies().surveys.iter().any(asks);
        self.event.is_some() && self.knows_issued() && !is_part && has_guests
    }

    fn tallies(&self) -> TallyFilter<'_> {
        let asked = |survey: &&Survey| {
            self.survey.as_deref().is_none_or(|id| survey.id() == id)
                && self
                    .audience
                    .is_none_or(|audience| survey.audience() == audience)
        };
        TallyFilter {
            surveys: surveys::all()
                .iter()
                .filter(asked)
                .map(Survey::id)
                .collect(),
            event: self.event.as_deref(),
            touchpoint: self.touchpoint.map(Touchpoint::as_str),
            manager: self.manager.as_deref(),
            channel: self.channel.map(Channel::as_str),
            locale: self.locale.map(Lang::code),
            from: self.from.as_deref(),
            to: self.to.as_deref(),
            group_by: self.group_by,
        }
    }
}

fn given(value: &str) -> Option<String> {
    Some(value.to_owned()).filter(|value| !value.is_empty())
}

/// A parameter that is one of a list; empty is none.
fn word<T>(
    query: &Fields,
    name: &str,
    parse: impl Fn(&str) -> Option<T>,
) -> Result<Option<T>, Refusal> {
    match query.get(name) {
        "" => Ok(None),
        value => {
            let parsed = parse(value);
            parsed
                .map(Some)
                .ok_or_else(|| Refusal::BadParameter(name.to_owned()))
        }
    }
}

/// Groups in the order of their keys, also those that were invited and said nothing; surveys and
/// questions in their own order.
fn groups(rows: &[TallyRow], issued: &[IssuedRow], has_guests: bool) -> Vec<Group> {
    let answered = rows.iter().map(|row| &row.grp);
    let mut keys: Vec<&String> = answered.chain(issued.iter().map(|row| &row.grp)).collect();
    keys.sort_unstable();
    keys.dedup();
    let of_key = |key: &String| {
        let start = rows.partition_point(|row| row.grp < *key);
        let rows = &rows[start..];
        let rows = &rows[..rows.partition_point(|row| row.grp == *key)];
        let questions = questions(rows);
        let guests = rows.iter().find_map(|row| row.guests);
        Group {
            key: key.clone(),
            response_rates: response_rates(
                &questions,
                issued.iter().filter(|row| row.grp == *key),
                guests.filter(|_| has_guests),
            ),
            questions,
        }
    };
    keys.into_iter().map(of_key).collect()
}

/// By survey: the invites that were answered, and the guests who answered by their event's link.
fn response_rates<'a>(
    questions: &[QuestionAggregate],
    issued: impl Iterator<Item = &'a IssuedRow>,
    guests: Option<u64>,
) -> Vec<ResponseRate> {
    let counted = |survey: &str, basis| {
        let asked = questions.iter().filter(|it| it.survey == survey);
        let bases = asked.flat_map(|question| &question.bases);
        let answers = bases.filter(|it| it.basis == basis).map(|it| it.n);
        answers.max().unwrap_or(0)
    };
    let invited = issued.map(|row| {
        let counted = counted(&row.survey, Basis::Invited);
        rate(&row.survey, Basis::Invited, counted, row.n)
    });
    let by_link = guests.map(|guests| {
        let counted = counted(SURVEY, Basis::Event);
        rate(SURVEY, Basis::Event, counted, guests)
    });
    invited.chain(by_link).flatten().collect()
}

fn rate(survey: &str, basis: Basis, counted: u64, of: u64) -> Option<ResponseRate> {
    // Thousandths in whole numbers, half up.
    let thousandths = (counted * 2_000 + of).checked_div(of * 2)?;
    Some(ResponseRate {
        survey: survey.to_owned(),
        basis,
        counted,
        of,
        percent: thousandths as f64 / 10.0,
        low: thousandths < limits::LOW_RESPONSE_THOUSANDTHS,
    })
}

fn questions(rows: &[TallyRow]) -> Vec<QuestionAggregate> {
    let mut found = Vec::new();
    for survey in surveys::all() {
        for question in survey.questions() {
            let rows: Vec<&TallyRow> = rows
                .iter()
                .filter(|row| row.survey == survey.id() && row.question == question.id)
                .collect();
            if rows.is_empty() {
                continue;
            }
            let audience = survey.audience();
            let bases: Vec<BasisAggregate> = Basis::ALL
                .iter()
                .filter_map(|basis| of_basis(*basis, audience, question, &rows))
                .collect();
            found.push(QuestionAggregate {
                survey: survey.id().to_owned(),
                audience,
                question: question.id.clone(),
                kind: question.kind.name(),
                headline: headline(audience, question, &rows, &bases),
                bases,
            });
        }
    }
    found
}

fn headline(
    audience: Audience,
    question: &Question,
    rows: &[&TallyRow],
    bases: &[BasisAggregate],
) -> Headline {
    let stands_on = audience.headline();
    let composition: Vec<BasisCount> = bases
        .iter()
        .filter(|basis| stands_on.contains(&basis.basis) && basis.n > 0)
        .map(|&BasisAggregate { basis, n, .. }| BasisCount { basis, n })
        .collect();
    let n = composition.iter().map(|part| part.n).sum();
    Headline {
        bases: stands_on.to_vec(),
        n,
        verified: n > 0 && composition.iter().all(|it| it.basis == Basis::Invited),
        composition,
        summary: Some(n)
            .filter(|n| *n > 0)
            .and_then(|_| summary(audience, question, rows, stands_on)),
    }
}

/// `None` where the question has no answers of this basis.
fn of_basis(
    basis: Basis,
    audience: Audience,
    question: &Question,
    rows: &[&TallyRow],
) -> Option<BasisAggregate> {
    let of_standing = |standing: Standing| {
        let here = move |row: &&&TallyRow| {
            row.basis == basis.as_str() && row.standing == standing.as_str()
        };
        rows.iter().filter(here).copied()
    };
    let answers = |standing| {
        let answers = of_standing(standing).filter(|row| row.option.is_empty());
        answers.map(|row| row.n).sum::<u64>()
    };
    let aggregate = BasisAggregate {
        basis,
        n: answers(Standing::Counted),
        suspect: answers(Standing::Suspect),
        provisional: answers(Standing::Provisional),
        summary: summary(audience, question, rows, &[basis]),
        options: question
            .options()
            .iter()
            .map(|option| OptionCount {
                option: option.clone(),
                count: of_standing(Standing::Counted)
                    .filter(|row| row.option == *option)
                    .map(|row| row.n)
                    .sum(),
            })
            .collect(),
    };
    let any = aggregate.n + aggregate.suspect + aggregate.provisional > 0;
    any.then_some(aggregate)
}

/// Of a scored question, by the counted answers of some bases together.
fn summary(
    audience: Audience,
    question: &Question,
    rows: &[&TallyRow],
    bases: &[Basis],
) -> Option<Summary> {
    let scale = question.kind.scale()?;
    let counted = || {
        let is_one = |row: &&&TallyRow| {
            row.standing == Standing::Counted.as_str()
                && bases.iter().any(|basis| row.basis == basis.as_str())
        };
        rows.iter().filter(is_one).copied()
    };
    let (alone, events) = by_event(counted());
    // How many could have answered is known of guests alone: a list names no clients.
    let guests = counted().find_map(|row| row.guests);
    let guests = guests.filter(|_| audience == Audience::Guest);
    Some(match (events.as_slice(), guests) {
        ([event], Some(guests)) if alone == Tally::default() => {
            Summary::of_one_event(scale, event, guests)
        }
        _ => Summary::of(scale, &alone, &events),
    })
}

/// The answers of no event, and those of each event.
fn by_event<'a>(rows: impl Iterator<Item = &'a TallyRow>) -> (Tally, Vec<Tally>) {
    let mut rows: Vec<&TallyRow> = rows.collect();
    rows.sort_unstable_by_key(|row| row.event.as_str());
    let (mut alone, mut events) = (Tally::default(), Vec::new());
    for rows in rows.chunk_by(|a, b| a.event == b.event) {
        let tallies = rows.iter().map(|row| Tally::from_counts(row.counts));
        let tally = tallies.fold(Tally::default(), |all, one| all.merged(&one));
        match rows {
            [row, ..] if row.event.is_empty() => alone = tally,
            _ => events.push(tally),
        }
    }
    (alone, events)
}
