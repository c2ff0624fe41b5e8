//! The page of `/director/events`: events, those without an answer, each manager's share of events with answers.

use super::layout::{TABLES, table};
use crate::agency::api::events::{EventEntry, EventList, PARAMETERS};
use crate::store::AskedRow;
use maud::{Markup, html};
use otklik_embed::fields::Fields;
use otklik_embed::i18n::texts::{fill, text};
use otklik_embed::page::{self, Page};
use otklik_embed::settings::Settings;
use otklik_survey::{Lang, limits};

pub fn page(
    lang: Lang,
    query: &Fields,
    list: &EventList,
    over: &[AskedRow],
    settings: &Settings,
) -> Page {
    let title = text(lang, "events-title");
    let unasked: Vec<&AskedRow> = over.iter().filter(|event| !event.asked).collect();
    let body = html! {
        header { h1 { (title) } (page::languages(lang, "", query, &PARAMETERS)) }
        p.otklik-steps {
            a href={ "/director/events/new?lang=" (lang.code()) } { (text(lang, "events-new")) }
            a href={ "/director?lang=" (lang.code()) } { (text(lang, "director-title")) }
            a href={ "/director/audit?lang=" (lang.code()) } { (text(lang, "audit-title")) }
        }
        @if list.events.is_empty() {
            p.otklik-empty { (text(lang, "events-none")) }
        } @else {
            (table(lang, title, &["event-title", "event-date", "event-manager", "events-votes", "event-state"], html! {
                @for event in &list.events { (row(lang, event)) }
            }))
        }
        @if let Some(next) = &list.next {
            p { a href=(next_page(lang, query, next)) { (text(lang, "events-more")) } }
        }
        @if !unasked.is_empty() {
            h2 { (text(lang, "events-unasked")) }
            p { (text(lang, "events-unasked-note")) }
            (table(lang, text(lang, "events-unasked"), &["event-title", "event-date", "event-manager"], html! {
                @for event in unasked.iter().take(limits::EVENTS_PAGE as usize) {
                    tr {
                        td { (link(lang, &event.id, &event.title)) }
                        td.otklik-nowrap { (event.date) }
                        td { bdi { (event.manager) } }
                    }
                }
            }))
            @if unasked.len() > limits::EVENTS_PAGE as usize {
                p.otklik-note {
                    (fill(text(lang, "director-more"), &[("n", &limits::EVENTS_PAGE.to_string())]))
                }
            }
        }
        @if !over.is_empty() {
            h2 { (text(lang, "events-share")) }
            (table(lang, text(lang, "events-share"), &["event-manager", "events-asked"], html! {
                @for (manager, asked, all) in shares(over) {
                    tr {
                        td { @if manager.is_empty() { "—" } @else { bdi { (manager) } } }
                        td.otklik-number { (asked * 100 / all) " % (" (asked) " / " (all) ")" }
                    }
                }
            }))
        }
    };
    let style = [&page::style::page_style(settings.look), TABLES].concat();
    page::document(lang, title, style, body)
}

/// For each manager: the number of events with answers, and of all events.
fn shares(over: &[AskedRow]) -> Vec<(&str, usize, usize)> {
    let mut over: Vec<&AskedRow> = over.iter().collect();
    over.sort_unstable_by_key(|event| event.manager.as_str());
    over.chunk_by(|a, b| a.manager == b.manager)
        .filter_map(|events| {
            let asked = events.iter().filter(|event| event.asked);
            Some((
                events.first()?.manager.as_str(),
                asked.count(),
                events.len(),
            ))
        })
        .collect()
}

fn row(lang: Lang, event: &EventEntry) -> Markup {
    html! {
        tr data-event=(event.id) {
            td { (link(lang, &event.id, &event.title)) }
            td.otklik-nowrap { (event.date) }
            td { bdi { (event.manager) } }
            td.otklik-number {
                (votes(event))
                @if event.more_votes_than_guests {
                    br;
                    strong.otklik-overdue { (text(lang, "events-too-many")) }
                }
                @if event.quarantined > 0 {
                    br;
                    a href={ "/director/moderation?lang=" (lang.code()) } {
                        "+" (event.quarantined) " " (text(lang, "director-quarantined"))
                    }
                }
            }
            td { (text(lang, &format!("event-state-{}", event.state.as_str()))) }
        }
    }
}

/// The numbers of votes and, where known, of guests.
pub fn votes(event: &EventEntry) -> String {
    let guests = event.guests.map(|guests| guests.to_string());
    format!("{} / {}", event.votes, guests.as_deref().unwrap_or("—"))
}

fn link(lang: Lang, id: &str, title: &str) -> Markup {
    html! { a href={ "/director/events/" (id) "?lang=" (lang.code()) } { bdi { (title) } } }
}

/// The address of the next page of the same list.
fn next_page(lang: Lang, query: &Fields, next: &str) -> String {
    let mut address = form_urlencoded::Serializer::for_suffix(String::from("?"), 1);
    address.append_pair("lang", lang.code());
    for name in ["from", "to", "manager", "state"] {
        if !query.get(name).is_empty() {
            address.append_pair(name, query.get(name));
        }
    }
    address.append_pair("after", next);
    address.finish()
}
