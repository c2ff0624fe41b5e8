//! The thanks after a form was stored: one block, for this server's pages and for host pages.

use crate::i18n::texts::text;
use crate::page::back::Back;
use crate::page::style::page_style;
use crate::page::{Page, document, masthead};
use crate::survey_doc::localized_survey::LocalizedSurvey;
use maud::{Markup, html};
use otklik_survey::callback::By;

/// The due time of a visitor's callback.
#[derive(Clone, Debug)]
pub struct DueText {
    /// The whole sentence, with time and calling number. `None` where there is no due time.
    pub sentence: Option<String>,
    /// The address at which the request can be cancelled.
    pub cancel_url: String,
}

/// Whether the thanks offer a contact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offer {
    Nothing,
    /// A call or a message, after a low score.
    Contact,
}

/// The thanks after a form was stored.
pub fn page(
    localized: &LocalizedSurvey,
    due: Option<&DueText>,
    offer: Offer,
    back: Option<&Back>,
) -> Page {
    let (agency, event) = (&localized.agency, &localized.event);
    let title = masthead::title(localized.word("thanks-title"), agency, event);
    let body = html! {
        (masthead::line(agency, event))
        (block(localized, due, offer))
        @if let Some(back) = back { (back.link(localized.lang)) }
    };
    document(localized.lang, &title, page_style(localized.look), body)
}

/// The thanks of this server's page. There is no button to decline the offer: it would only seem to send something.
///
/// Links for reviews are shown to every guest alike, independent of the answers; an offer of a contact is below them
/// and replaces none.
pub fn block(localized: &LocalizedSurvey, due: Option<&DueText>, offer: Offer) -> Markup {
    html! {
        div.otklik-thanks role="status" {
            h1 { (localized.word("thanks-title")) }
            @match due.and_then(|due| due.sentence.as_ref()) {
                Some(sentence) => p.otklik-due { (sentence) }
                None => p { (localized.word("thanks-text")) }
            }
            (links(localized))
            @if let Some(due) = due {
                p { a.otklik-cancel href=(due.cancel_url) { (text(localized.lang, "cancel-link")) } }
            }
            @match offer {
                Offer::Nothing => {}
                Offer::Contact => div.otklik-offer { (contact(localized)) }
            }
        }
    }
}

/// The thanks of a host page, hidden until something was stored. The loader fills in the due time; the widget
/// adds the offer to be called after a low score.
pub(crate) fn of_host(localized: &LocalizedSurvey) -> Markup {
    // The callback's localized survey has no questions.
    let is_callback = localized.question_texts.is_empty();
    html! {
        div.otklik-thanks role="status" tabindex="-1" hidden {
            h2 { (localized.word("thanks-title")) }
            p.otklik-due data-cancelled=[is_callback.then(|| text(localized.lang, "cancelled-title"))] {
                (localized.word("thanks-text"))
            }
            (links(localized))
            @if is_callback {
                p { a.otklik-cancel { (text(localized.lang, "cancel-link")) } }
            }
        }
    }
}

fn links(localized: &LocalizedSurvey) -> Markup {
    html! {
        @for link in &localized.links {
            p { a href=(link.url) rel="noopener" { (link.title) } }
        }
    }
}

/// To the callback form's page.
fn contact(localized: &LocalizedSurvey) -> Markup {
    let word = |key| text(localized.lang, key);
    let id = localized.survey.id();
    let lang = localized.lang.code();
    let page = |by: By| format!("/c/{id}?lang={lang}&by={}", by.as_str());
    html! {
        p { (word("offer-text")) }
        div.otklik-steps {
            a.otklik-offer-call href=(page(By::Call)) { (word("offer-call")) }
            a.otklik-offer-message href=(page(By::Message)) { (word("offer-message")) }
        }
    }
}
