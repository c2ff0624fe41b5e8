//! The dimensions by which answers are filtered and grouped.
//!
//! A dimension is defined here alone. Filters, grouping, the choice of rollups, ranking, the rules for anonymous
//! surveys and the API's parameters derive from its [`Definition`]; a test compares the SQL with it.

use super::read_plan::Separation;
use crate::store::{EventFacts, StoredTally};
use otklik_embed::survey_doc::surveys;
use otklik_survey::calendar::day::Day;
use otklik_survey::calendar::period::Unit;
use otklik_survey::{Audience, Channel, Lang, Touchpoint, limits};
use serde::{Serialize, Serializer};
use std::borrow::Cow;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dimension {
    Survey,
    Audience,
    Question,
    Event,
    Touchpoint,
    Manager,
    Client,
    Format,
    Channel,
    Locale,
    /// The calendar period of the day of receipt.
    Period(Unit),
}

struct Definition {
    /// In queries, in JSON and in the database's group keys.
    name: &'static str,
    /// What a rollup must separate so that it can be filtered and grouped by this dimension.
    separation: Separation,
    /// Whether its value is a column of `event`, which is joined to the tallies.
    is_event_fact: bool,
    /// Whether one value has so few events that each event's own rollup is read.
    has_few_events: bool,
    /// Its column in the statements that list responses; `None` where these cannot be filtered by it.
    response_sql: Option<&'static str>,
    /// Its column in the statement that counts invites; `None` where invites have no such value.
    invite_sql: Option<&'static str>,
    /// Whether the best and the worst of its groups are marked.
    is_ranked: bool,
    anonymous: AnonymousRule,
}

/// What queries about an anonymous survey may use a dimension for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnonymousRule {
    Refused,
    Filter,
    GroupBy,
}

impl Dimension {
    /// Those that answers can be grouped by, in the order of the documentation.
    pub const ALL: [Dimension; 15] = [
        Dimension::Survey,
        Dimension::Audience,
        Dimension::Question,
        Dimension::Event,
        Dimension::Touchpoint,
        Dimension::Manager,
        Dimension::Client,
        Dimension::Format,
        Dimension::Channel,
        Dimension::Locale,
        Dimension::Period(Unit::Day),
        Dimension::Period(Unit::Week),
        Dimension::Period(Unit::Month),
        Dimension::Period(Unit::Quarter),
        Dimension::Period(Unit::Year),
    ];

    const fn definition(self) -> Definition {
        let undefined = Definition {
            name: "",
            separation: Separation::None,
            is_event_fact: false,
            has_few_events: false,
            response_sql: None,
            invite_sql: None,
            is_ranked: false,
            anonymous: AnonymousRule::Refused,
        };
        match self {
            Dimension::Survey => Definition {
                name: "survey",
                response_sql: Some("survey"),
                invite_sql: Some("invite_count.survey"),
                anonymous: AnonymousRule::Filter,
                ..undefined
            },
            Dimension::Audience => Definition {
                name: "audience",
                response_sql: Some("audience"),
                invite_sql: Some(
                    "(SELECT value FROM json_each(?) WHERE key = invite_count.survey)",
                ),
                ..undefined
            },
            Dimension::Question => Definition {
                name: "question",
                anonymous: AnonymousRule::Filter,
                ..undefined
            },
            Dimension::Event => Definition {
                name: "event",
                separation: Separation::Event,
                has_few_events: true,
                response_sql: Some("event"),
                invite_sql: Some("invite_count.event"),
                ..undefined
            },
            Dimension::Touchpoint => Definition {
                name: "touchpoint",
                separation: Separation::Touchpoint,
                response_sql: Some("touchpoint"),
                invite_sql: Some("invite_count.touchpoint"),
                is_ranked: true,
                ..undefined
            },
            Dimension::Manager => Definition {
                name: "manager",
                separation: Separation::Event,
                is_event_fact: true,
                has_few_events: true,
                response_sql: Some("manager"),
                invite_sql: Some("event.manager"),
                is_ranked: true,
                ..undefined
            },
            Dimension::Client => Definition {
                name: "client",
                separation: Separation::Event,
                is_event_fact: true,
                has_few_events: true,
                response_sql: Some("client"),
                invite_sql: Some("event.client"),
                ..undefined
            },
            Dimension::Format => Definition {
                name: "format",
                separation: Separation::Event,
                is_event_fact: true,
                response_sql: Some(
                    "(SELECT format FROM event WHERE event.id = response_view.event)",
                ),
                invite_sql: Some("event.format"),
                is_ranked: true,
                ..undefined
            },
            Dimension::Channel => Definition {
                name: "channel",
                separation: Separation::Channel,
                response_sql: Some("channel"),
                invite_sql: Some("invite_count.channel"),
                is_ranked: true,
                ..undefined
            },
            Dimension::Locale => Definition {
                name: "locale",
                separation: Separation::Locale,
                response_sql: Some("locale"),
                is_ranked: true,
                ..undefined
            },
            Dimension::Period(unit) => Definition {
                name: unit_name(unit),
                separation: Separation::Days(unit),
                anonymous: match unit {
                    Unit::Quarter => AnonymousRule::GroupBy,
                    Unit::Day | Unit::Week | Unit::Month | Unit::Year => AnonymousRule::Refused,
                },
                ..undefined
            },
        }
    }

    pub const fn as_str(self) -> &'static str {
        self.definition().name
    }

    pub fn parse(name: &str) -> Option<Dimension> {
        let mut all = Dimension::ALL.into_iter();
        all.find(|dimension| dimension.as_str() == name)
    }

    /// Those that answers can be filtered by: all but the periods, which `from` and `to` restrict.
    pub fn filters() -> impl Iterator<Item = Dimension> + Clone {
        let all = Dimension::ALL.into_iter();
        all.filter(|dimension| dimension.unit().is_none())
    }

    /// Those that lists of responses and exports can be filtered by.
    pub fn response_filters() -> impl Iterator<Item = Dimension> + Clone {
        Dimension::filters().filter(|dimension| dimension.definition().response_sql.is_some())
    }

    pub const fn unit(self) -> Option<Unit> {
        match self {
            Dimension::Period(unit) => Some(unit),
            _ => None,
        }
    }

    pub const fn separation(self) -> Separation {
        self.definition().separation
    }

    /// Whether the facts of events must be read for it.
    pub const fn is_event_fact(self) -> bool {
        self.definition().is_event_fact
    }

    pub const fn has_few_events(self) -> bool {
        self.definition().has_few_events
    }

    /// Whether invites have a value of it, so that they can be counted by it.
    pub const fn is_of_invites(self) -> bool {
        self.definition().invite_sql.is_some()
    }

    pub const fn is_ranked(self) -> bool {
        self.definition().is_ranked
    }

    pub const fn anonymous(self) -> AnonymousRule {
        self.definition().anonymous
    }

    /// The value that a query asks for, as it is stored; `None` where the dimension has no such value.
    pub fn parse_value(self, raw: &str) -> Option<String> {
        match self {
            Dimension::Survey
            | Dimension::Event
            | Dimension::Manager
            | Dimension::Client
            | Dimension::Format => {
                let is_short = raw.chars().nth(limits::EVENT_MAX_CHARS).is_none();
                is_short.then(|| raw.to_owned())
            }
            // A misspelt question would have no answers, and an empty result would be believed.
            Dimension::Question => {
                let is_asked = surveys::all().any(|survey| survey.question(raw).is_some());
                is_asked.then(|| raw.to_owned())
            }
            Dimension::Audience => Audience::parse(raw).map(|it| it.as_str().to_owned()),
            Dimension::Touchpoint => Touchpoint::parse(raw).map(|it| it.as_str().to_owned()),
            Dimension::Channel => Channel::parse(raw).map(|it| it.as_str().to_owned()),
            Dimension::Locale => Lang::from_tag(raw).map(|it| it.code().to_owned()),
            Dimension::Period(_) => None,
        }
    }

    /// The value of a stored tally of an event; empty where it has none. Of a period: the first day.
    pub fn value<'a>(self, tally: &'a StoredTally, event: &'a EventFacts) -> Cow<'a, str> {
        Cow::Borrowed(match self {
            Dimension::Survey => &tally.survey,
            Dimension::Audience => audience(&tally.survey),
            Dimension::Question => &tally.question,
            Dimension::Event => &tally.cluster,
            Dimension::Touchpoint => &tally.touchpoint,
            Dimension::Manager => &event.manager,
            Dimension::Client => &event.client,
            Dimension::Format => &event.format,
            Dimension::Channel => &tally.channel,
            Dimension::Locale => &tally.locale,
            Dimension::Period(unit) => {
                let start = Day::parse(&tally.day).and_then(|day| unit.start(day));
                return start.map_or(Cow::Borrowed(""), |day| Cow::Owned(day.to_string()));
            }
        })
    }
}

fn audience(survey: &str) -> &'static str {
    surveys::find(survey).map_or("", |survey| survey.audience().as_str())
}

impl Serialize for Dimension {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

const fn unit_name(unit: Unit) -> &'static str {
    match unit {
        Unit::Day => "day",
        Unit::Week => "week",
        Unit::Month => "month",
        Unit::Quarter => "quarter",
        Unit::Year => "year",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The statements of `store/sql/` whose names begin so, in one line and with every parameter as `?`.
    fn statements(prefix: &str) -> String {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/store/sql");
        let mut sql = String::new();
        for entry in std::fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            if entry.file_name().to_string_lossy().starts_with(prefix) {
                sql += &std::fs::read_to_string(entry.path()).unwrap();
            }
        }
        let is_name = |it: char| it.is_ascii_alphanumeric() || it == '_';
        let words = sql.split_whitespace().map(|word| {
            let mut parts = word.split(['?', ':']);
            let start = parts.next().unwrap_or_default().to_owned();
            parts.fold(start, |word, part| {
                word + "?" + part.trim_start_matches(is_name)
            })
        });
        words.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn every_dimension_is_found_by_its_name() {
        for dimension in Dimension::ALL {
            assert_eq!(Dimension::parse(dimension.as_str()), Some(dimension));
            let unit = Unit::parse(dimension.as_str());
            assert_eq!(dimension.unit(), unit, "{dimension:?}");
        }
        assert_eq!(Dimension::parse(""), None);
    }

    #[test]
    fn sql_filters_responses_by_each_of_their_dimensions() {
        let sql = statements("response_");
        for dimension in Dimension::filters() {
            let column = dimension.definition().response_sql;
            let condition = column.map(|column| format!("(? IS NULL OR {column} = ?)"));
            let is_filter = condition.is_some_and(|condition| sql.contains(&condition));
            let is_listed = Dimension::response_filters().any(|it| it == dimension);
            assert_eq!(is_filter, is_listed, "{dimension:?}");
        }
    }

    #[test]
    fn sql_counts_invites_by_each_of_their_dimensions() {
        let sql = statements("invite_count_read");
        for dimension in Dimension::ALL {
            let name = dimension.as_str();
            let case = format!("WHEN '{name}' THEN ");
            let found = sql.split_once(&case).map(|(_, column)| column);
            let column = dimension.definition().invite_sql;
            assert_eq!(found.is_some(), column.is_some(), "{name}");
            assert!(found.is_none_or(|found| found.starts_with(column.unwrap_or_default())));
        }
    }
}
