//! An event of the agency, and its check.

pub mod invite;

use crate::calendar::day::Day;
use crate::closed_enum::closed_enum;
use crate::limits;
use crate::text::{clean_line, is_slug, longer, parsed};
use crate::validation_error::{Code, ValidationError};
use serde::{Deserialize, Serialize};

closed_enum! {
    /// The state of an event.
    EventState {
        Planned = "planned",
        Held = "held",
        Cancelled = "cancelled",
    }
}

/// An event as posted, nothing checked yet. It is always the whole state.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct EventDraft {
    /// 200 characters at most.
    pub title: String,
    /// `YYYY-MM-DD`.
    pub date: String,
    /// A word of the agency's, as `wedding`; 64 characters at most, as every text below.
    #[serde(default)]
    pub kind: String,
    #[serde(default)]
    pub format: String,
    /// 200 characters at most.
    #[serde(default)]
    pub venue: String,
    /// The agency's reference to the client.
    #[serde(default)]
    pub client: String,
    #[serde(default)]
    pub manager: String,
    /// The number of guests who could answer, 0-100,000; absent where it is unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guests: Option<i64>,
    /// IANA name of the event's own zone, for display; the agency's where it is absent.
    #[serde(default)]
    pub zone: String,
    /// `planned` (the default), `held` or `cancelled`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
}

/// An accepted event. The platform checks whether its zone exists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    id: String,
    title: String,
    date: Day,
    kind: String,
    format: String,
    venue: String,
    client: String,
    manager: String,
    guests: Option<u32>,
    zone: String,
    state: EventState,
}

/// Whether `id` can be an event's: 1-64 of `[a-z0-9-]`. It is part of addresses and file names.
pub fn is_event_id(id: &str) -> bool {
    is_slug(id, limits::EVENT_MAX_CHARS)
}

impl Event {
    /// # Errors
    /// Everything that is wrong, in the order of the form; never an empty list.
    pub fn accept(id: &str, draft: &EventDraft) -> Result<Event, Vec<ValidationError>> {
        let mut errors = Vec::new();
        let mut refuse = |code, field: &str| errors.push(ValidationError::new(code, field));
        if !is_event_id(id) {
            refuse(Code::BadEventId, "id");
        }
        let mut line = |raw: &str, field, max_chars| {
            let clean = clean_line(raw);
            if longer(Some(&clean), max_chars) {
                refuse(Code::TextTooLong, field);
            } else if clean.is_empty() && field == "title" {
                refuse(Code::MissingTitle, field);
            }
            clean
        };
        let word = limits::EVENT_WORD_MAX_CHARS;
        let title = line(&draft.title, "title", limits::EVENT_TITLE_MAX_CHARS);
        let kind = line(&draft.kind, "kind", word);
        let format = line(&draft.format, "format", word);
        let venue = line(&draft.venue, "venue", limits::EVENT_TITLE_MAX_CHARS);
        let client = line(&draft.client, "client", word);
        let manager = line(&draft.manager, "manager", limits::MANAGER_MAX_CHARS);
        let zone = line(&draft.zone, "zone", word);
        let date = Day::parse(&draft.date);
        if date.is_none() {
            refuse(Code::BadDate, "date");
        }
        let counted = |guests| u32::try_from(guests).ok();
        let guests = match draft.guests.map(counted) {
            None => None,
            Some(Some(guests)) if guests <= limits::EVENT_GUESTS_MAX => Some(guests),
            Some(_) => {
                refuse(Code::GuestsOutOfRange, "guests");
                None
            }
        };
        let state = parsed(&draft.state, EventState::parse).unwrap_or_else(|()| {
            refuse(Code::UnknownEventState, "state");
            None
        });
        match date {
            Some(date) if errors.is_empty() => Ok(Event {
                id: id.to_owned(),
                title,
                date,
                kind,
                format,
                venue,
                client,
                manager,
                guests,
                zone,
                state: state.unwrap_or(EventState::Planned),
            }),
            _ => Err(errors),
        }
    }

    pub fn id(&self) -> &str {
        &self.id
    }

    pub fn title(&self) -> &str {
        &self.title
    }

    pub fn date(&self) -> Day {
        self.date
    }

    pub fn kind(&self) -> &str {
        &self.kind
    }

    pub fn format(&self) -> &str {
        &self.format
    }

    pub fn venue(&self) -> &str {
        &self.venue
    }

    pub fn client(&self) -> &str {
        &self.client
    }

    pub fn manager(&self) -> &str {
        &self.manager
    }

    pub fn guests(&self) -> Option<u32> {
        self.guests
    }

    /// Empty where none was named.
    pub fn zone(&self) -> &str {
        &self.zone
    }

    pub fn state(&self) -> EventState {
        self.state
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> EventDraft {
        EventDraft {
            title: "Spring ball".into(),
            date: "2026-05-16".into(),
            ..EventDraft::default()
        }
    }

    fn codes(id: &str, draft: &EventDraft) -> Vec<(&'static str, String)> {
        let errors = Event::accept(id, draft).map_or_else(|wrong| wrong, |_| Vec::new());
        let code_and_field = |validation_error: ValidationError| {
            (validation_error.code.as_str(), validation_error.field)
        };
        errors.into_iter().map(code_and_field).collect()
    }

    #[test]
    fn title_and_date_are_enough() {
        let event = Event::accept("spring-ball", &draft()).unwrap();
        assert_eq!((event.id(), event.title()), ("spring-ball", "Spring ball"));
        assert_eq!(event.date().to_string(), "2026-05-16");
        assert_eq!(event.state(), EventState::Planned);
        assert_eq!((event.guests(), event.zone()), (None, ""));
    }

    #[test]
    fn ids_fit_addresses() {
        for id in ["a", "0", "-", "ev-2026", &"z".repeat(64)] {
            assert!(is_event_id(id), "{id}");
        }
        for id in ["", "A", "ev_1", "é", "a b", "a/b", "а", &"z".repeat(65)] {
            assert!(!is_event_id(id), "{id}");
            assert_eq!(codes(id, &draft()), [("bad_event_id", "id".to_owned())]);
        }
    }

    #[test]
    fn every_limit_holds_at_its_edge_and_one_past_it() {
        type Write = fn(&mut EventDraft, String);
        let fields: [(&str, usize, Write); 7] = [
            ("title", 200, |draft, text| draft.title = text),
            ("kind", 64, |draft, text| draft.kind = text),
            ("format", 64, |draft, text| draft.format = text),
            ("venue", 200, |draft, text| draft.venue = text),
            ("client", 64, |draft, text| draft.client = text),
            ("manager", 64, |draft, text| draft.manager = text),
            ("zone", 64, |draft, text| draft.zone = text),
        ];
        for (field, max_chars, write) in fields {
            let mut draft = draft();
            write(&mut draft, "я".repeat(max_chars));
            assert_eq!(codes("e", &draft), [], "{field}");
            write(&mut draft, "я".repeat(max_chars + 1));
            assert_eq!(codes("e", &draft), [("text_too_long", field.to_owned())]);
        }
        for (guests, fits) in [
            (0, true),
            (100_000, true),
            (100_001, false),
            (-1, false),
            (i64::MAX, false),
            (1 << 32, false),
        ] {
            let draft = EventDraft {
                guests: Some(guests),
                ..draft()
            };
            let expected = [("guests_out_of_range", "guests".to_owned())];
            assert_eq!(codes("e", &draft), expected[usize::from(fits)..]);
        }
    }

    #[test]
    fn all_errors_are_returned_at_once() {
        let draft = EventDraft {
            title: " \u{7} ".into(),
            date: "2026-02-30".into(),
            guests: Some(-5),
            state: Some("over".into()),
            ..EventDraft::default()
        };
        assert_eq!(
            codes("Ev", &draft)
                .iter()
                .map(|(code, _)| *code)
                .collect::<Vec<_>>(),
            [
                "bad_event_id",
                "missing_title",
                "bad_date",
                "guests_out_of_range",
                "unknown_event_state"
            ]
        );
    }

    #[test]
    fn unknown_fields_are_refused() {
        let read = serde_json::from_str::<EventDraft>;
        assert!(read(r#"{"title":"a","date":"2026-05-16"}"#).is_ok());
        assert!(read(r#"{"title":"a","date":"2026-05-16","code":"x"}"#).is_err());
        assert!(read(r#"{"title":"a"}"#).is_err());
    }
}
