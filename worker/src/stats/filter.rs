//! What a report is about: the parameters of a query, checked.

use super::read_plan::Needs;
use crate::auth::scope::Scope;
use crate::http::error::ClientError;
use crate::http::query::named;
use crate::store::published_surveys;
use otklik_embed::fields::Fields;
use otklik_embed::survey_doc::surveys::{self, EVENT_SURVEY};
use otklik_survey::calendar::day::Day;
use otklik_survey::calendar::period::{Compare, Period, Unit};
use otklik_survey::{Audience, Channel, Lang, Survey, Touchpoint, limits};
use serde::Serialize;

/// What a report is about, checked. The response repeats it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub struct Filter {
    pub survey: Option<String>,
    pub audience: Option<Audience>,
    /// Of whichever survey asks it.
    pub question: Option<String>,
    pub event: Option<String>,
    pub touchpoint: Option<Touchpoint>,
    /// Within the scope: a manager's own, whatever was asked.
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
    /// Whose numbers these are. It cannot be left out: a filter is made of a scope alone.
    #[serde(skip)]
    pub(super) scope: Scope,
}

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

impl Filter {
    /// Everything within a scope.
    pub fn all(scope: &Scope) -> Filter {
        Filter {
            survey: None,
            audience: None,
            question: None,
            event: None,
            touchpoint: None,
            manager: scope.manager().map(str::to_owned),
            client: None,
            format: None,
            channel: None,
            locale: None,
            from: None,
            to: None,
            group_by: Vec::new(),
            compare: None,
            scope: scope.clone(),
        }
    }

    /// # Errors
    /// The first parameter that does not fit; `forbidden` for another manager than the scope's.
    pub fn parse(query: &Fields, scope: &Scope) -> Result<Filter, ClientError> {
        let text = |name| {
            named(query, name, |value| {
                let fits = value.chars().nth(limits::EVENT_MAX_CHARS).is_none();
                fits.then(|| value.to_owned())
            })
        };
        let survey = text("survey")?;
        if let Some(id) = &survey {
            published_surveys::known(id)?;
        }
        let group_by = named(query, "group_by", dimensions)?.unwrap_or_default();
        let (from, to) = (
            named(query, "from", Day::parse)?,
            named(query, "to", Day::parse)?,
        );
        if let (Some(from), Some(to)) = (from, to) {
            let days = from.days_until(to) + 1;
            if !(1..=limits::PERIOD_MAX_DAYS).contains(&days) {
                return Err(ClientError::BadPeriod);
            }
        }
        let compare = named(query, "compare", Compare::parse)?;
        let has_unit = group_by.iter().any(|it| Unit::parse(it).is_some());
        if compare.is_some() && !has_unit && (from.is_none() || to.is_none()) {
            return Err(ClientError::BadParameter("compare".to_owned()));
        }
        Ok(Filter {
            survey,
            audience: named(query, "audience", Audience::parse)?,
            // One with a typo would have no answers, and that would be believed.
            question: named(query, "question", |id| {
                let mut surveys = surveys::all();
                let is_asked = surveys.any(|survey| survey.question(id).is_some());
                is_asked.then(|| id.to_owned())
            })?,
            event: text("event")?,
            touchpoint: named(query, "touchpoint", Touchpoint::parse)?,
            manager: scope.narrow(text("manager")?)?,
            client: text("client")?,
            format: text("format")?,
            channel: named(query, "channel", Channel::parse)?,
            locale: named(query, "locale", Lang::from_tag)?,
            from: from.map(|day| day.to_string()),
            to: to.map(|day| day.to_string()),
            group_by,
            compare,
            scope: scope.clone(),
        })
    }

    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// Whether the filter is about days alone, and about the whole agency.
    pub(super) fn is_of_days_alone(&self) -> bool {
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
    pub(super) fn knows_invite_count(&self) -> bool {
        let is_whole = self.locale.is_none() && self.from.is_none() && self.to.is_none();
        let splits = |it: &&str| ["locale", "question"].contains(it) || Unit::parse(it).is_some();
        is_whole && !self.group_by.iter().any(splits)
    }

    /// Whether the answers are all that the guests of one event gave.
    pub(super) fn is_of_one_events_guests(&self) -> bool {
        let splits = |it: &&str| ["channel", "touchpoint"].contains(it);
        let is_split = self.group_by.iter().any(splits);
        let is_part = is_split || self.channel.is_some() || self.touchpoint.is_some();
        let has_guests = self.surveys().any(|survey| survey.id() == EVENT_SURVEY);
        self.event.is_some() && self.knows_invite_count() && !is_part && has_guests
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
            unit: units.filter_map(|it| Unit::parse(it)).next(),
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
    /// [`super::anonymous`] returns.
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
    let n_units = found.iter().filter(|it| Unit::parse(it).is_some());
    let fits = match found[..] {
        [_] => true,
        [first, second] => first != second && n_units.count() < 2,
        _ => false,
    };
    fits.then_some(found)
}
