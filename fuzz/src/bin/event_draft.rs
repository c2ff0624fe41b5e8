//! An event as JSON: `PUT /v1/events/{id}`. The first line of the bytes is the id.
#![cfg_attr(fuzzing, no_main)]

use otklik_fuzz::text::{are_errors, is_line};
use otklik_survey::event::{Event, EventDraft, is_event_id};
use otklik_survey::limits;

otklik_fuzz::target!(check);

fn check(bytes: &[u8]) {
    let line = bytes.iter().position(|byte| *byte == b'\n').unwrap_or(0);
    let (id, json) = bytes.split_at(line);
    let Ok(draft) = serde_json::from_slice::<EventDraft>(json) else {
        return;
    };
    let id = String::from_utf8_lossy(id);
    // Most random ids are invalid; other errors shall be found as well.
    for id in [&*id, "ev-1"] {
        match Event::accept(id, &draft) {
            Err(errors) => are_errors(&errors),
            Ok(event) => check_accepted(id, &event),
        }
    }
}

fn check_accepted(id: &str, event: &Event) {
    assert_eq!(event.id(), id);
    assert!(is_event_id(id) && id.is_ascii() && id.len() <= limits::EVENT_MAX_CHARS);
    assert!(!event.title().is_empty(), "an event has a title");
    let word = limits::EVENT_WORD_MAX_CHARS;
    for (text, max_chars) in [
        (event.title(), limits::EVENT_TITLE_MAX_CHARS),
        (event.venue(), limits::EVENT_TITLE_MAX_CHARS),
        (event.manager(), limits::MANAGER_MAX_CHARS),
        (event.kind(), word),
        (event.format(), word),
        (event.client(), word),
        (event.zone(), word),
    ] {
        is_line(text, max_chars);
    }
    assert!(
        event
            .guests()
            .is_none_or(|guests| guests <= limits::EVENT_GUESTS_MAX)
    );
    let again = Event::accept(id, &draft_of(event));
    assert_eq!(again.as_ref(), Ok(event), "accepted again it is another");
}

/// The accepted event, as if it were posted.
fn draft_of(event: &Event) -> EventDraft {
    EventDraft {
        title: event.title().to_owned(),
        date: event.date().to_string(),
        kind: event.kind().to_owned(),
        format: event.format().to_owned(),
        venue: event.venue().to_owned(),
        client: event.client().to_owned(),
        manager: event.manager().to_owned(),
        guests: event.guests().map(i64::from),
        zone: event.zone().to_owned(),
        state: Some(event.state().as_str().to_owned()),
    }
}
