//! What a report is about: the parameters of a query, checked.

use super::dimension::Dimension;
use super::read_plan::{self, Needs, Plan};
use crate::auth::scope::Scope;
use crate::http::error::ClientError;
use crate::http::query::named;
use crate::store::published_surveys;
use otklik_embed::fields::Fields;
use otklik_embed::survey_doc::surveys::{self, EVENT_SURVEY};
use otklik_survey::calendar::day::Day;
use otklik_survey::calendar::period::{Compare, Period, Unit};
use otklik_survey::stats::change::Subject;
use otklik_survey::{Survey, limits};
use serde::{Serialize, Serializer};

/// Which day of an answer `from`, `to` and periods are about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// The day on which it was received.
    #[default]
    Received,
    /// The date of its event; of an answer about no event the day on which it was received.
    EventDate,
}

impl By {
    const ALL: [By; 2] = [By::Received, By::EventDate];

    /// Its name in a query.
    pub const fn as_str(self) -> &'static str {
        match self {
            By::Received => "received",
            By::EventDate => "event_date",
        }
    }

    pub fn parse(name: &str) -> Option<By> {
        By::ALL.into_iter().find(|by| by.as_str() == name)
    }
}

/// What a report is about, checked. The response repeats it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Filter {
    #[serde(flatten)]
    pub(super) selected: Selection,
    /// First day, `YYYY-MM-DD`, in the agency's zone.
    #[serde(serialize_with = "serialize_day")]
    pub from: Option<Day>,
    /// Last day, included.
    #[serde(serialize_with = "serialize_day")]
    pub to: Option<Day>,
    /// Which day of an answer these and periods are about.
    pub by: By,
    /// One or two dimensions.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub group_by: Vec<Dimension>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compare: Option<Compare>,
    /// A filter cannot be made without a scope. Where that is one manager's, so is `selected`.
    #[serde(skip)]
    pub(super) scope: Scope,
}

/// The values that answers must have, one a dimension at most. In JSON: each of [`Dimension::filters`], null
/// where it is not selected by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection(Vec<(Dimension, String)>);

impl Selection {
    pub fn value(&self, dimension: Dimension) -> Option<&str> {
        let mut values = self.iter();
        values.find_map(|(selected, value)| (selected == dimension).then_some(value))
    }

    pub fn iter(&self) -> impl Iterator<Item = (Dimension, &str)> {
        let values = self.0.iter();
        values.map(|(dimension, value)| (*dimension, value.as_str()))
    }

    fn set(&mut self, dimension: Dimension, value: Option<String>) {
        self.0.extend(value.map(|value| (dimension, value)));
    }
}

impl Serialize for Selection {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let values = Dimension::filters();
        serializer.collect_map(values.map(|it| (it.as_str(), self.value(it))))
    }
}

fn serialize_day<S: Serializer>(day: &Option<Day>, serializer: S) -> Result<S::Ok, S::Error> {
    match day {
        Some(day) => serializer.collect_str(day),
        None => serializer.serialize_none(),
    }
}

impl Filter {
    /// The parameters beside the dimensions' own: of all queries, and of aggregates alone.
    const DAYS: [&str; 2] = ["from", "to"];
    const GROUPING: [&str; 3] = ["by", "group_by", "compare"];

    /// The parameters of aggregates.
    pub fn parameters() -> Vec<&'static str> {
        let dimensions = Dimension::filters().map(Dimension::as_str);
        let others = Filter::DAYS.into_iter().chain(Filter::GROUPING);
        dimensions.chain(others).collect()
    }

    /// The parameters of lists of responses and exports.
    pub fn response_parameters() -> Vec<&'static str> {
        let dimensions = Dimension::response_filters().map(Dimension::as_str);
        dimensions.chain(Filter::DAYS).collect()
    }

    /// Everything within a scope.
    pub fn all(scope: &Scope) -> Filter {
        let mut selected = Selection::default();
        selected.set(Dimension::Manager, scope.manager().map(str::to_owned));
        Filter {
            selected,
            from: None,
            to: None,
            by: By::Received,
            group_by: Vec::new(),
            compare: None,
            scope: scope.clone(),
        }
    }

    /// # Errors
    /// The first parameter that does not fit; `forbidden` for another manager than the scope's.
    pub fn parse(query: &Fields, scope: &Scope) -> Result<Filter, ClientError> {
        let selected = selection(query, scope)?;
        let group_by = named(query, "group_by", parse_group_by)?.unwrap_or_default();
        let from = named(query, "from", Day::parse)?;
        let to = named(query, "to", Day::parse)?;
        if let (Some(from), Some(to)) = (from, to) {
            let days = from.days_until(to) + 1;
            if !(1..=limits::PERIOD_MAX_DAYS).contains(&days) {
                return Err(ClientError::BadPeriod);
            }
        }
        let by = named(query, "by", By::parse)?.unwrap_or_default();
        let compare = named(query, "compare", Compare::parse)?;
        let has_period = group_by.iter().any(|it| it.unit().is_some());
        if compare.is_some() && !has_period && (from.is_none() || to.is_none()) {
            return Err(ClientError::BadParameter("compare".to_owned()));
        }
        Ok(Filter {
            selected,
            from,
            to,
            by,
            group_by,
            compare,
            scope: scope.clone(),
        })
    }

    /// The same of another question.
    pub(super) fn of_question(&self, id: &str) -> Filter {
        let mut filter = self.clone();
        let selected = &mut filter.selected;
        selected.0.retain(|(it, _)| *it != Dimension::Question);
        selected.set(Dimension::Question, Some(id.to_owned()));
        filter
    }

    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// The value that answers must have of a dimension; `None` for all.
    pub fn value(&self, dimension: Dimension) -> Option<&str> {
        self.selected.value(dimension)
    }

    /// The dimensions whose values must be separated to answer the query.
    fn dimensions(&self) -> impl Iterator<Item = Dimension> {
        let selected = self.selected.iter().map(|(dimension, _)| dimension);
        selected.chain(self.group_by.iter().copied())
    }

    /// Which values must be separated to answer the query.
    pub fn needs(&self) -> Needs {
        let mut needs = Needs::default();
        for dimension in self.dimensions() {
            needs.separate(dimension.separation());
        }
        let mut selected = self.selected.iter();
        needs.few_events = selected.any(|(dimension, _)| dimension.has_few_events());
        needs.event |= self.by == By::EventDate;
        needs
    }

    /// The rollups to read.
    pub(super) fn plans(&self) -> Vec<Plan> {
        match self.event_days() {
            // Nothing of an event is about no event.
            Some(days) => {
                let of_events = |it: Dimension| it.is_event_fact() || it == Dimension::Event;
                let has_no_event = !self.selected.iter().any(|(it, _)| of_events(it));
                read_plan::by_event_date(self.needs(), days, has_no_event)
            }
            None => read_plan::plans(self.needs(), self.days()),
        }
    }

    /// The event of the query, where its answers are needed by the day.
    pub(super) fn event_by_days(&self) -> Option<&str> {
        let is_by_day = matches!(self.period(), Some((_, Unit::Day | Unit::Week)))
            || self.days().split(&[Unit::Month]).is_none();
        self.value(Dimension::Event)
            .filter(|_| is_by_day && self.by == By::Received)
    }

    /// The days whose events are read, where answers are counted by the dates of events and not all of them are.
    pub(super) fn event_days(&self) -> Option<Period> {
        (self.by == By::EventDate && self.has_days()).then(|| self.days())
    }

    /// Whether the query is about all answers of the agency, on some days.
    pub(super) fn is_of_days_alone(&self) -> bool {
        self.dimensions().next().is_none()
    }

    /// Whether the number of invites is known for each group: an invite has no language, and its answer comes on
    /// another day.
    pub(super) fn knows_invite_count(&self) -> bool {
        let is_known = |(dimension, _): (Dimension, &str)| {
            dimension.is_of_invites() || dimension == Dimension::Question
        };
        !self.has_days_of_receipt()
            && self.selected.iter().all(is_known)
            && self.group_by.iter().all(|it| it.is_of_invites())
    }

    /// Whether an event's answers are all in one group: no part of them by day, channel, touchpoint or language.
    pub(super) fn has_whole_events(&self) -> bool {
        let is_part = |it| match it {
            Dimension::Channel | Dimension::Touchpoint | Dimension::Locale => true,
            Dimension::Period(_) => self.by == By::Received,
            _ => false,
        };
        !self.has_days_of_receipt() && !self.dimensions().any(is_part)
    }

    fn has_days_of_receipt(&self) -> bool {
        self.by == By::Received && self.has_days()
    }

    /// Whether the answers are all that the guests of one event gave.
    pub(super) fn is_of_one_events_guests(&self) -> bool {
        let has_guests = self.surveys().any(|survey| survey.id() == EVENT_SURVEY);
        self.value(Dimension::Event).is_some() && self.has_whole_events() && has_guests
    }

    /// What is compared: single events with each other, or groups of events.
    pub(super) fn subject(&self) -> Subject {
        if self.dimensions().any(|it| it == Dimension::Event) {
            Subject::OneEvent
        } else {
            Subject::Events
        }
    }

    /// Whether the facts of events must be read before tallies can be filtered and grouped.
    pub fn needs_event_facts(&self) -> bool {
        self.by == By::EventDate || self.dimensions().any(Dimension::is_event_fact)
    }

    pub fn has_days(&self) -> bool {
        self.from.is_some() || self.to.is_some()
    }

    pub fn days(&self) -> Period {
        Period::between(self.from, self.to)
    }

    /// The period that answers are grouped by, and its index in the keys of a group.
    pub(super) fn period(&self) -> Option<(usize, Unit)> {
        let mut dimensions = self.group_by.iter().enumerate();
        dimensions.find_map(|(index, dimension)| Some((index, dimension.unit()?)))
    }

    /// Whether the query is about an anonymous survey, whose numbers [`super::anonymous`] alone returns.
    pub fn names_anonymous(&self) -> bool {
        self.value(Dimension::Survey)
            .is_some_and(surveys::is_anonymous)
    }

    /// The surveys of the query; an anonymous one only where it is named.
    pub fn surveys(&self) -> impl Iterator<Item = &'static Survey> {
        let survey = self.value(Dimension::Survey);
        let audience = self.value(Dimension::Audience);
        surveys::all().filter(move |it| {
            survey.map_or(!it.is_anonymous(), |id| it.id() == id)
                && audience.is_none_or(|audience| it.audience().as_str() == audience)
        })
    }
}

fn selection(query: &Fields, scope: &Scope) -> Result<Selection, ClientError> {
    let mut selected = Selection::default();
    for dimension in Dimension::filters() {
        let parse = |raw: &str| dimension.parse_value(raw);
        let mut value = named(query, dimension.as_str(), parse)?;
        if dimension == Dimension::Survey
            && let Some(id) = &value
        {
            published_surveys::known(id)?;
        }
        if dimension == Dimension::Manager {
            value = scope.narrow(value)?;
        }
        selected.set(dimension, value);
    }
    Ok(selected)
}

/// One dimension, or two different ones with a comma between them, of which one may be a period.
fn parse_group_by(value: &str) -> Option<Vec<Dimension>> {
    let found: Vec<Dimension> = value
        .split(',')
        .map(Dimension::parse)
        .collect::<Option<_>>()?;
    let n_periods = found.iter().filter(|it| it.unit().is_some()).count();
    let fits = match found[..] {
        [_] => true,
        [first, second] => first != second && n_periods < 2,
        _ => false,
    };
    fits.then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn parse(query: &str) -> Result<Filter, ClientError> {
        Filter::parse(&Fields::parse(query.as_bytes()), &Scope::WHOLE_AGENCY)
    }

    #[test]
    fn a_filter_is_repeated_with_every_dimension() {
        let filter = parse("audience=guest&locale=uk-UA&from=2026-01-01&group_by=event,month");
        let expected = json!({
            "survey": null, "audience": "guest", "question": null, "event": null,
            "touchpoint": null, "manager": null, "client": null, "format": null,
            "channel": null, "locale": "uk", "from": "2026-01-01", "to": null, "by": "received",
            "group_by": ["event", "month"],
        });
        assert_eq!(json!(filter.unwrap()), expected);
    }

    #[test]
    fn needs_follow_from_filters_and_grouping() {
        let needs = |query: &str| parse(query).unwrap().needs();
        assert!(needs("format=f").event && !needs("format=f").few_events);
        assert!(needs("manager=m").few_events);
        assert!(needs("group_by=client").event && !needs("group_by=client").few_events);
        assert!(needs("channel=qr").channel && needs("group_by=locale").locale);
        assert_eq!(needs("group_by=touchpoint,week").unit, Some(Unit::Week));
        assert!(!needs("survey=guest&audience=guest&group_by=question").event);
    }

    #[test]
    fn invite_counts_are_unknown_by_locale_question_and_period() {
        for (query, is_known) in [
            ("", true),
            ("survey=guest&question=enjoyed&group_by=manager", true),
            ("channel=qr&group_by=format,audience", true),
            ("locale=ru", false),
            ("to=2026-01-01", false),
            ("group_by=question", false),
            ("group_by=event,locale", false),
            ("group_by=year", false),
        ] {
            assert_eq!(
                parse(query).unwrap().knows_invite_count(),
                is_known,
                "{query}"
            );
        }
    }

    #[test]
    fn values_that_do_not_exist_are_refused_by_name() {
        for name in ["audience", "question", "touchpoint", "channel", "locale"] {
            let refused = parse(&format!("{name}=x")).err();
            let field = refused.as_ref().and_then(ClientError::field);
            assert_eq!(field, Some(name));
        }
    }
}
