//! What is shown after a form was stored: one block, for our pages and for host pages.

use crate::texts::text;
use maud::{Markup, html};
use otklik_survey::callback::By;
use otklik_survey::sheet::Sheet;

/// What a visitor was promised.
#[derive(Clone, Debug)]
pub struct Promised {
    /// The whole sentence, by when and from which number.
    pub sentence: String,
    /// Where the request can be cancelled.
    pub cancel_url: String,
}

/// Whether we offer to get in touch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offer {
    Nothing,
    /// A call or a message, after a low score. Who wants neither need do nothing: there is no
    /// button for it, which would only seem to send something.
    Contact,
}

/// The block of thanks. `base` is where links to our pages begin: empty on our own pages, where the
/// title is the page's, else the deployment's address, and the title is one of the host's page.
///
/// Links for reviews stand there for everybody alike, whatever was answered; an offer to get in
/// touch comes below them and takes none away.
pub fn block(sheet: &Sheet, base: &str, promised: Option<&Promised>, offer: Offer) -> Markup {
    let title = sheet.word("thanks-title");
    html! {
        div.otklik-thanks role="status" {
            @if base.is_empty() { h1 { (title) } } @else { h2 { (title) } }
            @match promised {
                Some(promised) => p.otklik-promise { (promised.sentence) }
                None => p { (sheet.word("thanks-text")) }
            }
            @for link in &sheet.links {
                p { a href=(link.url) rel="noopener" { (link.title) } }
            }
            @if let Some(promised) = promised {
                p { a.otklik-cancel href=(promised.cancel_url) { (text(sheet.lang, "cancel-link")) } }
            }
            @match offer {
                Offer::Nothing => {}
                Offer::Contact => (contact(sheet, base))
            }
        }
    }
}

fn contact(sheet: &Sheet, base: &str) -> Markup {
    let word = |key| text(sheet.lang, key);
    let page = |by: By| {
        let lang = sheet.lang.code();
        [
            base,
            "/c/",
            sheet.survey.id(),
            "?lang=",
            lang,
            "&by=",
            by.as_str(),
        ]
        .concat()
    };
    html! {
        div.otklik-offer {
            p { (word("offer-text")) }
            a.otklik-offer-call href=(page(By::Call)) { (word("offer-call")) }
            " "
            a.otklik-offer-message href=(page(By::Message)) { (word("offer-message")) }
        }
    }
}
