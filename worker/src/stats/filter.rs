//! `GET /v1/aggregates`: which tallies are asked for. What is said of them is `groups.rs`'s.

use crate::guest::links::SURVEY;
use crate::guest::submit::survey_of;
use crate::http::error::{Outcome, Refusal};
use crate::http::query::{check, named};
use crate::http::request::Call;
use crate::http::response;
use crate::platform::clock;
use crate::stats::anonymous;
use crate::stats::compare;
use crate::stats::ranking;
use crate::stats::read_plan::Needs;
use crate::stats::summarize::{Group, groups};
use crate::stats::tallies::{self, TallyRow};
use crate::store::Reader;
use otklik_embed::fields::Fields;
use otklik_embed::settings::Settings;
use otklik_embed::survey_doc::surveys;
use otklik_survey::calendar::day::Day;
use otklik_survey::calendar::period::{Compare, Period, Unit};
use otklik_survey::callback::Lifecycle;
use otklik_survey::{Audience, Channel, Lang, Survey, Touchpoint, limits};
use serde::Serialize;
use worker::Response;

/// What an aggregate was asked for, checked. It is told back with the answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub struct Filter {
    pub survey: Option<String>,
    pub audience: Option<Audience>,
    /// Of whichever survey asks it.
    pub question: Option<String>,
    pub event: Option<String>,
    pub touchpoint: Option<Touchpoint>,
    pub manager: Option<String>,
    pub client: Option<String>,
    pub format: Option<String>,
    pub channel: Option<Channel>,
    pub locale: Option<Lang>,
    /// First day, `YYYY-MM-DD`, in the agency's zone.
    pub from: Option<String>,
    /// Last day, included.
    pub to: Option<String>,
    /// One or two dimensions.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub group_by: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compare: Option<Compare>,
}

/// Every parameter of the endpoint.
const PARAMETERS: [&str; 14] = [
    "survey",
    "audience",
    "question",
    "event",
    "touchpoint",
    "manager",
    "client",
    "format",
    "channel",
    "locale",
    "from",
    "to",
    "group_by",
    "compare",
];

/// The dimensions that answers can be grouped by.
pub const DIMENSIONS: [&str; 15] = [
    "survey",
    "audience",
    "question",
    "event",
    "touchpoint",
    "manager",
    "client",
    "format",
    "channel",
    "locale",
    "day",
    "week",
    "month",
    "quarter",
    "year",
];

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
    /// Told of one event whose guests were counted: a link that strangers got hold of, or guests
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

/// 1. A parameter that does not fit, or is not for an anonymous survey: 422, an unknown survey: 404.
/// 2. Sums of the tallies: 200, or 304 for who has them.
pub async fn get(
    query: &Fields,
    call: &Call,
    settings: &Settings,
    reader: &Reader,
) -> Outcome<Response> {
    // 1
    check(query, &PARAMETERS)?;
    let filter = Filter::of(query)?;
    // 2
    Ok(response::tagged(
        call,
        &sum(filter, settings, reader).await?,
    )?)
}

/// The aggregates of a filter.
pub async fn sum(filter: Filter, settings: &Settings, reader: &Reader) -> Outcome<Aggregates> {
    if filter.names_anonymous() {
        return anonymous::sum(filter, settings, reader).await;
    }
    let rows = tallies::read(&filter, reader).await?;
    let issued = match filter.knows_issued() {
        true => reader.issued(&filter, filter.needs().event).await?,
        false => Vec::new(),
    };
    let mut groups = groups(&rows, &issued, filter.is_of_one_events_guests());
    if let [dimension] = filter.group_by[..]
        && Unit::from_word(dimension).is_none()
    {
        ranking::mark(dimension, &mut groups);
        if dimension == "touchpoint" {
            // In the order of the client's journey.
            groups.sort_by_key(|group| Touchpoint::from_word(&group.keys[0]));
        }
    }
    if let Some(earlier) = compare::earlier(&filter) {
        // With all days asked for, what came before is among what was read.
        let is_same = (&earlier.from, &earlier.to) == (&filter.from, &filter.to);
        let earlier = match is_same {
            true => None,
            false => Some(tallies::read(&earlier, reader).await?),
        };
        let today = clock::day_of(clock::now_ms(), &settings.zone)?;
        compare::tell(
            &filter,
            &today,
            &mut groups,
            earlier.as_ref().unwrap_or(&rows),
        );
    }
    Ok(Aggregates {
        zone: settings.zone.clone(),
        groups,
        callbacks: match filter.is_of_days_alone() {
            true => callbacks(&filter, reader).await?,
            false => None,
        },
        more_votes_than_guests: filter.event.as_ref().and(more_votes_than_guests(&rows)),
        filter,
    })
}

async fn callbacks(filter: &Filter, reader: &Reader) -> Outcome<Option<CallbackCounts>> {
    let days = [filter.from.as_deref(), filter.to.as_deref()];
    let counts = reader.callback_counts(days, clock::now_ms()).await?;
    Ok(counts.map(|states| {
        let mut all = CallbackCounts::default();
        for (state, [n, overdue]) in states {
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

impl Filter {
    /// # Errors
    /// The first parameter that does not fit.
    pub fn of(query: &Fields) -> Result<Filter, Refusal> {
        let text = |name| {
            named(query, name, |value| {
                let fits = value.chars().nth(limits::EVENT_MAX_CHARS).is_none();
                fits.then(|| value.to_owned())
            })
        };
        let survey = text("survey")?;
        if let Some(id) = &survey {
            survey_of(id)?;
        }
        let group_by = named(query, "group_by", dimensions)?.unwrap_or_default();
        let (from, to) = (
            named(query, "from", Day::parse)?,
            named(query, "to", Day::parse)?,
        );
        if let (Some(from), Some(to)) = (from, to) {
            let days = from.days_until(to) + 1;
            if !(1..=limits::PERIOD_MAX_DAYS).contains(&days) {
                return Err(Refusal::BadPeriod);
            }
        }
        let compare = named(query, "compare", Compare::from_word)?;
        let has_unit = group_by.iter().any(|it| Unit::from_word(it).is_some());
        if compare.is_some() && !has_unit && (from.is_none() || to.is_none()) {
            return Err(Refusal::BadParameter("compare".to_owned()));
        }
        Ok(Filter {
            survey,
            audience: named(query, "audience", Audience::from_word)?,
            // One with a typo would have no answers, and that would be believed.
            question: named(query, "question", |id| {
                let mut surveys = surveys::all();
                let is_asked = surveys.any(|survey| survey.question(id).is_some());
                is_asked.then(|| id.to_owned())
            })?,
            event: text("event")?,
            touchpoint: named(query, "touchpoint", Touchpoint::from_word)?,
            manager: text("manager")?,
            client: text("client")?,
            format: text("format")?,
            channel: named(query, "channel", Channel::from_word)?,
            locale: named(query, "locale", Lang::from_tag)?,
            from: from.map(|day| day.to_string()),
            to: to.map(|day| day.to_string()),
            group_by,
            compare,
        })
    }

    fn is_of_days_alone(&self) -> bool {
        let Needs {
            event,
            touchpoint,
            channel,
            locale,
            ..
        } = self.needs();
        let is_narrowed =
            self.survey.is_some() || self.audience.is_some() || self.question.is_some();
        self.group_by.is_empty() && !(is_narrowed || event || touchpoint || channel || locale)
    }

    /// Whether it can be told how many were invited: invites have no language, and answers come on
    /// other days.
    fn knows_issued(&self) -> bool {
        let is_whole = self.locale.is_none() && self.from.is_none() && self.to.is_none();
        let splits =
            |it: &&str| ["locale", "question"].contains(it) || Unit::from_word(it).is_some();
        is_whole && !self.group_by.iter().any(splits)
    }

    /// Whether the answers are all that the guests of one event gave.
    fn is_of_one_events_guests(&self) -> bool {
        let splits = |it: &&str| ["channel", "touchpoint"].contains(it);
        let is_split = self.group_by.iter().any(splits);
        let is_part = is_split || self.channel.is_some() || self.touchpoint.is_some();
        let has_guests = self.surveys().any(|survey| survey.id() == SURVEY);
        self.event.is_some() && self.knows_issued() && !is_part && has_guests
    }

    /// What must be told apart to answer it.
    pub fn needs(&self) -> Needs {
        let by = |names: &[&str]| self.group_by.iter().any(|it| names.contains(it));
        let few_events = self.event.is_some() || self.client.is_some() || self.manager.is_some();
        let units = self.group_by.iter();
        Needs {
            event: few_events
                || self.format.is_some()
                || by(&["event", "client", "manager", "format"]),
            few_events,
            touchpoint: self.touchpoint.is_some() || by(&["touchpoint"]),
            channel: self.channel.is_some() || by(&["channel"]),
            locale: self.locale.is_some() || by(&["locale"]),
            unit: units.filter_map(|it| Unit::from_word(it)).next(),
        }
    }

    /// Whether it asks for more of events than which they are.
    pub fn asks_of_events(&self) -> bool {
        let is_fact = |it: &&str| ["client", "manager", "format"].contains(it);
        self.client.is_some()
            || self.manager.is_some()
            || self.format.is_some()
            || self.group_by.iter().any(is_fact)
    }

    pub fn days(&self) -> Period {
        let day = |raw: &Option<String>| raw.as_deref().and_then(Day::parse);
        Period::between(day(&self.from), day(&self.to))
    }

    /// Whether it is about an anonymous survey: of such a one only that is told which
    /// [`crate::stats::anonymous`] tells.
    pub fn names_anonymous(&self) -> bool {
        self.survey.as_deref().is_some_and(surveys::is_anonymous)
    }

    /// The surveys that are asked about; an anonymous one only where it is named.
    pub fn surveys(&self) -> impl Iterator<Item = &'static Survey> {
        let asked = |survey: &&Survey| {
            let named = self.survey.as_deref();
            named.map_or(!survey.is_anonymous(), |id| survey.id() == id)
                && self
                    .audience
                    .is_none_or(|audience| survey.audience() == audience)
        };
        surveys::all().filter(asked)
    }
}

/// One dimension, or two different ones with a comma between them, of which one may be a period.
fn dimensions(value: &str) -> Option<Vec<&'static str>> {
    let known = |name: &str| DIMENSIONS.into_iter().find(|it| *it == name);
    let found: Vec<&str> = value.split(',').map(known).collect::<Option<_>>()?;
    let n_units = found.iter().filter(|it| Unit::from_word(it).is_some());
    let fits = match found[..] {
        [_] => true,
        [first, second] => first != second && n_units.count() < 2,
        _ => false,
    };
    fits.then_some(found)
}
