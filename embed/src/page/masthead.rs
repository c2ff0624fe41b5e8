//! The agency that asks, and the event it asks about: a line above the heading of a form's page and of those after it.

use maud::{Markup, html};

pub(crate) fn line(agency: &str, event: &str) -> Markup {
    html! {
        p.otklik-note.otklik-from {
            (agency)
            @if !event.is_empty() { " · " bdi { (event) } }
        }
    }
}

/// The title of a page in the browser's tab: its heading, with the event or else the agency.
pub(crate) fn title(heading: &str, agency: &str, event: &str) -> String {
    let about = if event.is_empty() { agency } else { event };
    [heading, " – ", about].concat()
}
