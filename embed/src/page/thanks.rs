//! What is shown after a form was stored: one block, for our pages and for host pages.

use crate::i18n::texts::text;
use crate::page::style::page_style;
use crate::page::{Page, document};
use crate::survey_doc::localized_survey::Sheet;
use maud::{Markup, html};
use otklik_survey::callback::By;

/// What a visitor was promised.
#[derive(Clone, Debug)]
pub struct Promised {
    /// The whole sentence, by when and from which number. `None` where no time can be promised.
    pub sentence: Option<String>,
    /// Where the request can be cancelled.
    pub cancel_url: String,
}

/// Whether we offer to get in touch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offer {
    Nothing,
    /// A call or a message, after a low score.
    Contact,
}

/// What is shown after a form was stored.
pub fn page(sheet: &Sheet, promised: Option<&Promised>, offer: Offer) -> Page {
    document(
        sheet.lang,
        sheet.word("thanks-title"),
        page_style(sheet.look),
        block(sheet, promised, offer),
    )
}

/// The thanks of a page of ours. Who wants neither call nor message need do nothing there: a button
/// for it would only seem to send something.
///
/// Links for reviews stand there for everybody alike, whatever was answered; an offer to get in
/// touch comes below them and takes none away.
pub fn block(sheet: &Sheet, promised: Option<&Promised>, offer: Offer) -> Markup {
    html! {
        div.otklik-thanks role="status" {
            h1 { (sheet.word("thanks-title")) }
            @match promised.and_then(|promised| promised.sentence.as_ref()) {
                Some(sentence) => p.otklik-promise { (sentence) }
                None => p { (sheet.word("thanks-text")) }
            }
            (links(sheet))
            @if let Some(promised) = promised {
                p { a.otklik-cancel href=(promised.cancel_url) { (text(sheet.lang, "cancel-link")) } }
            }
            @match offer {
                Offer::Nothing => {}
                Offer::Contact => div.otklik-offer { (contact(sheet)) }
            }
        }
    }
}

/// The thanks of a host page, unseen until something was stored. The loader fills in the promise;
/// the frame shows the offer after a low score, and opens the callback form in its place.
pub(crate) fn of_host(sheet: &Sheet) -> Markup {
    // The callback's sheet asks nothing.
    let word = |key| text(sheet.lang, key);
    let is_callback = sheet.wordings.is_empty();
    html! {
        div.otklik-thanks role="status" tabindex="-1" hidden {
            h2 { (sheet.word("thanks-title")) }
            p.otklik-promise data-cancelled=[is_callback.then(|| text(sheet.lang, "cancelled-title"))] {
                (sheet.word("thanks-text"))
            }
            (links(sheet))
            @if is_callback {
                p { a.otklik-cancel { (text(sheet.lang, "cancel-link")) } }
            } @else {
                div.otklik-offer hidden {
                    p { (word("offer-text")) }
                    button.otklik-offer-call type="button" data-by="call" { (word("offer-call")) }
                    button.otklik-offer-message type="button" data-by="message" { (word("offer-message")) }
                    button.otklik-offer-no type="button" { (word("offer-no")) }
                }
            }
        }
    }
}

fn links(sheet: &Sheet) -> Markup {
    html! {
        @for link in &sheet.links {
            p { a href=(link.url) rel="noopener" { (link.title) } }
        }
    }
}

/// To the callback form's page.
fn contact(sheet: &Sheet) -> Markup {
    let word = |key| text(sheet.lang, key);
    let id = sheet.survey.id();
    let lang = sheet.lang.code();
    let page = |by: By| format!("/c/{id}?lang={lang}&by={}", by.as_str());
    html! {
        p { (word("offer-text")) }
        a.otklik-offer-call href=(page(By::Call)) { (word("offer-call")) }
        " "
        a.otklik-offer-message href=(page(By::Message)) { (word("offer-message")) }
    }
}
