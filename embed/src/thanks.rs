//! What is shown after a form was stored.

use crate::sheet::Sheet;
use maud::{Markup, html};

/// The thanks of a host page, unseen until something was stored. The offer to be in touch shows
/// after a low answer; the links to review sites are for everybody alike.
pub(crate) fn of_host(sheet: &Sheet, server: &str) -> Markup {
    html! {
        div.otklik-thanks role="status" tabindex="-1" hidden {
            h2 { (sheet.word("thanks-title")) }
            (body(sheet, server))
        }
    }
}

fn body(sheet: &Sheet, server: &str) -> Markup {
    let contact = |by: &str| {
        [
            server,
            "/c/",
            sheet.survey.id(),
            "?lang=",
            sheet.lang.code(),
            "&by=",
            by,
        ]
        .concat()
    };
    html! {
        p { (sheet.word("thanks-text")) }
        @for link in &sheet.links {
            p { a href=(link.url) rel="noopener" { (link.title) } }
        }
        @if sheet.wordings.is_empty() {
            p.otklik-promise {}
            a.otklik-cancel { (sheet.word("callback-cancel")) }
        } @else {
            div.otklik-offer hidden {
                p { (sheet.word("offer")) }
                a.otklik-offer-call href=(contact("call")) data-by="call" { (sheet.word("offer-call")) }
                a.otklik-offer-message href=(contact("message")) data-by="message" { (sheet.word("offer-message")) }
                button.otklik-offer-no type="button" { (sheet.word("offer-no")) }
            }
        }
    }
}
