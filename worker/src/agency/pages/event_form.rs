//! An event's page: its form, and below it the links and texts to copy. It needs no script: these are in read-only
//! fields.

use super::event_list::votes;
use super::layout::TABLES;
use crate::agency::api::events::EventEntry;
use maud::{Markup, html};
use otklik_embed::fields::Fields;
use otklik_embed::i18n::texts::{error, fill, text};
use otklik_embed::page::{self, Page};
use otklik_embed::settings::Settings;
use otklik_embed::survey_doc::surveys;
use otklik_survey::event::{EventDraft, EventState};
use otklik_survey::{Audience, Lang, Survey, ValidationError, limits};

/// The content of an event's page.
pub struct Showing<'a> {
    pub lang: Lang,
    pub settings: &'a Settings,
    /// The id of an event that exists; `None` for a new one.
    pub id: Option<&'a str>,
    pub typed: &'a Fields,
    pub errors: &'a [ValidationError],
    /// A sentence above the form that concerns no field.
    pub notice: Option<&'a str>,
    /// The event as stored, and today, for the links and texts to copy.
    pub event: Option<(&'a EventEntry, &'a str)>,
    pub is_saved: bool,
    /// The error of an order for personal links.
    pub invites_error: Option<String>,
}

impl<'a> Showing<'a> {
    /// A form and nothing else.
    pub fn new(lang: Lang, typed: &'a Fields, settings: &'a Settings) -> Showing<'a> {
        Showing {
            lang,
            settings,
            id: None,
            typed,
            errors: &[],
            notice: None,
            event: None,
            is_saved: false,
            invites_error: None,
        }
    }
}

/// The fields of the form in their order, with the limits of text fields.
const FIELDS: [(&str, usize); 11] = [
    ("id", limits::EVENT_MAX_CHARS),
    ("title", limits::EVENT_TITLE_MAX_CHARS),
    ("date", 0),
    ("guests", 0),
    ("kind", limits::EVENT_WORD_MAX_CHARS),
    ("format", limits::EVENT_WORD_MAX_CHARS),
    ("venue", limits::EVENT_TITLE_MAX_CHARS),
    ("client", limits::EVENT_WORD_MAX_CHARS),
    ("manager", limits::MANAGER_MAX_CHARS),
    ("zone", limits::EVENT_WORD_MAX_CHARS),
    ("state", 0),
];

/// The draft from a form's fields. A number of guests that cannot be parsed is refused as out of range.
pub fn draft_of(typed: &Fields) -> EventDraft {
    let text = |name: &str| typed.get(name).to_owned();
    let guests = typed.get("guests").trim();
    EventDraft {
        title: text("title"),
        date: text("date"),
        kind: text("kind"),
        format: text("format"),
        venue: text("venue"),
        client: text("client"),
        manager: text("manager"),
        guests: (!guests.is_empty()).then(|| guests.parse().unwrap_or(-1)),
        zone: text("zone"),
        state: Some(text("state")),
    }
}

/// The fields of a stored event.
pub fn fields_of(event: &EventEntry) -> Fields {
    let mut typed = Fields::default();
    for (name, value) in [
        ("title", &event.title),
        ("date", &event.date),
        ("kind", &event.kind),
        ("format", &event.format),
        ("venue", &event.venue),
        ("client", &event.client),
        ("manager", &event.manager),
        ("zone", &event.zone),
    ] {
        typed.set(name, value.as_str());
    }
    let guests = event.guests.map(|guests| guests.to_string());
    typed.set("guests", guests.unwrap_or_default());
    typed.set("state", event.state.as_str());
    typed
}

pub fn page(showing: &Showing<'_>) -> Page {
    let lang = showing.lang;
    let title = match showing.event {
        Some((event, _)) => &event.title,
        None if showing.id.is_some() => text(lang, "events-title"),
        None => text(lang, "events-new"),
    };
    let address = match showing.id {
        Some(id) => format!("/director/events/{id}"),
        None => String::new(),
    };
    let body = html! {
        header { h1 { bdi { (title) } } (page::languages(lang, &address, &Fields::default(), &[])) }
        p { a href={ "/director/events?lang=" (lang.code()) } { (text(lang, "events-title")) } }
        @if showing.is_saved { p role="status" { strong { (text(lang, "event-saved")) } } }
        @if let Some(notice) = showing.notice {
            div.otklik-summary role="alert" { p { (notice) } }
        }
        (showing.form())
        @if let Some((event, today)) = showing.event { (showing.copies(event, today)) }
    };
    let style = [&page::style::page_style(showing.settings.look), TABLES].concat();
    page::document(lang, title, style, body)
}

impl Showing<'_> {
    fn form(&self) -> Markup {
        // With the whole address, because the response to a refused order for links is this page at another address.
        let action = match self.id {
            Some(id) => format!("/director/events/{id}?lang={}", self.lang.code()),
            None => format!("?lang={}", self.lang.code()),
        };
        html! {
            form.otklik-form method="post" action=(action) {
                @if !self.errors.is_empty() {
                    div.otklik-summary role="alert" { p { (text(self.lang, "fix-errors")) } }
                }
                // The id of a stored event is in links and cannot be changed.
                @for (name, max_chars) in FIELDS.iter().skip(self.id.is_some().into()) {
                    (self.field(name, *max_chars))
                }
                button.otklik-send type="submit" { (text(self.lang, "event-save")) }
            }
        }
    }

    /// A control with its label and its error.
    fn field(&self, name: &str, max_chars: usize) -> Markup {
        let wrong = self.errors.iter().find(|wrong| wrong.field == name);
        let below = format!("err-{name}");
        let hint = (name == "id").then_some("hint-id");
        let described = wrong.map(|_| below.as_str()).or(hint);
        let is_required = matches!(name, "id" | "title" | "date");
        let value = self.typed.get(name);
        html! {
            div.otklik-q {
                label {
                    span.otklik-label {
                        (text(self.lang, &format!("event-{name}")))
                        @if !is_required && name != "state" {
                            " " small.otklik-optional { "(" (text(self.lang, "optional")) ")" }
                        }
                    }
                    @if name == "state" {
                        select name=(name) aria-describedby=[described] {
                            @for state in EventState::ALL {
                                option value=(state.as_str()) selected[state.as_str() == value] {
                                    (text(self.lang, &format!("event-state-{}", state.as_str())))
                                }
                            }
                        }
                    } @else {
                        input type=(if name == "date" { "date" } else { "text" }) name=(name)
                            required[is_required] autocomplete="off"
                            maxlength=[Some(max_chars).filter(|max_chars| *max_chars > 0)]
                            inputmode=[(name == "guests").then_some("numeric")]
                            aria-describedby=[described] aria-invalid=[wrong.map(|_| "true")]
                            value=(value);
                    }
                }
                @if let Some(hint) = hint {
                    small.otklik-hint id=(hint) { (text(self.lang, "event-id-hint")) }
                }
                @if let Some(wrong) = wrong {
                    p.otklik-error id=(below) { (error(self.lang, wrong.code.as_str(), "")) }
                }
            }
        }
    }

    fn copies(&self, event: &EventEntry, today: &str) -> Markup {
        let word = |key| text(self.lang, key);
        html! {
            h2 { (word("event-copy")) }
            p { (word("events-votes")) ": " strong { (votes(event)) } }
            @if event.more_votes_than_guests {
                p.otklik-overdue {
                    strong { (word("events-too-many")) ". " } (word("events-too-many-note"))
                }
            }
            @if let Some(url) = &event.guest_url {
                (copy(word("event-link"), url))
                p.otklik-note { (self.until(event, today)) }
                p {
                    (word("event-qr")) ": "
                    @if let Some(svg) = &event.qr_svg { a href=(svg) { "SVG" } }
                    @if let Some(png) = &event.qr_png { ", " a href=(png) { "PNG" } }
                }
                @for lang in Lang::ALL { (self.message(lang, event, url)) }
            } @else {
                p { (word("event-no-link")) }
            }
            @if let Some(email) = event.email.get(&self.lang.offered()) {
                (copy(word("event-email"), email))
            }
            (copy(word("event-client-link"), &event.client_url))
            (self.invites(event))
        }
    }

    /// The order for personal links, which returns a table to download.
    fn invites(&self, event: &EventEntry) -> Markup {
        let word = |key| text(self.lang, key);
        let at = |survey: &str| format!("/v1/events/{}/invites?survey={survey}", event.id);
        let has_links = |it: &&Survey| it.audience() != Audience::Visitor && !it.is_anonymous();
        let surveys = surveys::all().filter(has_links);
        let name = |id: &'static str| surveys::title(self.lang, id);
        html! {
            h2 id="invites" { (word("invites-title")) }
            p { (word("invites-note")) }
            @if let Some(error) = &self.invites_error {
                div.otklik-summary role="alert" { p id="err-invites" { (error) } }
            }
            form.otklik-form method="post"
                action={ "/director/events/" (event.id) "/invites?lang=" (self.lang.code()) } {
                div.otklik-q {
                    label {
                        span.otklik-label { (word("invites-survey")) }
                        select name="survey" {
                            @for survey in surveys.clone() {
                                option value=(survey.id())
                                    selected[survey.id() == self.typed.get("survey")] {
                                    (name(survey.id()))
                                }
                            }
                        }
                    }
                }
                div.otklik-q {
                    label {
                        span.otklik-label { (word("invites-references")) }
                        textarea name="references" rows="4"
                            aria-describedby=[self.invites_error.as_ref().map(|_| "err-invites")]
                            aria-invalid=[self.invites_error.as_ref().map(|_| "true")] {
                            (self.typed.get("references"))
                        }
                    }
                }
                div.otklik-q {
                    label {
                        span.otklik-label { (word("invites-count")) }
                        input type="text" name="count" inputmode="numeric" autocomplete="off"
                            value=(self.typed.get("count"));
                    }
                }
                button.otklik-send type="submit" { (word("invites-make")) }
            }
            p {
                (word("invites-open")) ": "
                @for (index, survey) in surveys.enumerate() {
                    @if index > 0 { ", " }
                    a href=(at(survey.id())) { (name(survey.id())) }
                }
            }
        }
    }

    fn until(&self, event: &EventEntry, today: &str) -> String {
        let until = event.guest_link_until.as_deref().unwrap_or_default();
        let is_open = match event.state {
            EventState::Planned | EventState::Held => until >= today,
            EventState::Cancelled => false,
        };
        if is_open {
            fill(text(self.lang, "event-link-until"), &[("day", until)])
        } else {
            text(self.lang, "event-link-closed").to_owned()
        }
    }

    /// The message that the couple or HR forwards to the guests, in one language.
    fn message(&self, lang: Lang, event: &EventEntry, url: &str) -> Markup {
        let url = format!("{url}?channel=messenger&lang={}", lang.code());
        let values = [("url", url.as_str()), ("title", event.title.as_str())];
        html! {
            div.otklik-q {
                label {
                    span.otklik-label {
                        (text(self.lang, "event-message")) " (" (lang.code()) ")"
                    }
                    textarea readonly rows="7" lang=(lang.code()) {
                        (fill(text(lang, "event-message-text"), &values))
                    }
                }
            }
        }
    }
}

fn copy(label: &str, value: &str) -> Markup {
    html! {
        div.otklik-q {
            label {
                span.otklik-label { (label) }
                input type="text" readonly value=(value);
            }
        }
    }
}
