//! The page on which a visitor cancels a request to be called.

use crate::fields::Fields;
use crate::i18n::texts::text;
use crate::look::Look;
use crate::page::back::Back;
use crate::page::style::page_style;
use crate::page::{Page, document, languages, masthead};
use crate::settings::Settings;
use maud::{Markup, html};
use otklik_survey::Lang;
use otklik_survey::callback::{By, Lifecycle};

/// The part of a request that its link shows: nothing personal.
#[derive(Clone, Debug)]
pub struct Cancelling<'a> {
    pub lang: Lang,
    pub look: Look,
    /// The agency's name.
    pub agency: &'a str,
    pub survey: &'a str,
    pub by: By,
    pub state: Lifecycle,
    /// The due time as a sentence; empty without one.
    pub reminder: &'a str,
}

/// One button while the request is open, else its state and a link to a new one.
pub fn page(cancelling: &Cancelling<'_>, back: Option<&Back>) -> Page {
    let Cancelling {
        lang,
        survey,
        agency,
        ..
    } = *cancelling;
    let word = |key| text(lang, key);
    let (title, sentence) = match cancelling.state {
        Lifecycle::New | Lifecycle::InWork => (word("cancel-title"), cancelling.reminder),
        Lifecycle::Cancelled => (word("cancelled-title"), word("cancelled-text")),
        Lifecycle::Done | Lifecycle::Spam => {
            (word("cancel-closed-title"), word("cancel-closed-text"))
        }
    };
    let again = format!(
        "/c/{survey}?lang={}&by={}",
        lang.code(),
        cancelling.by.as_str()
    );
    let body = html! {
        (header(lang, agency, title))
        @if !sentence.is_empty() {
            p.otklik-due { (sentence) }
        }
        @if cancelling.state.is_open() {
            (button(lang))
        } @else {
            p { a href=(again) { (word("cancel-again")) } }
        }
        @if let Some(back) = back { (back.link(lang)) }
    };
    let title = masthead::title(title, agency, "");
    document(lang, &title, page_style(cancelling.look), body)
}

/// The database is unavailable: the state of the request is unknown, and the button is there again.
pub fn failed(lang: Lang, settings: &Settings) -> Page {
    let (title, agency) = (text(lang, "cancel-title"), settings.agency_name(lang));
    let body = html! {
        (header(lang, &agency, title))
        div.otklik-summary role="alert" { p { (text(lang, "cancel-failed")) } }
        (button(lang))
    };
    let title = masthead::title(title, &agency, "");
    document(lang, &title, page_style(settings.look), body)
}

fn header(lang: Lang, agency: &str, title: &str) -> Markup {
    html! {
        header {
            (masthead::line(agency, ""))
            h1 { (title) }
            (languages(lang, "", &Fields::default(), &[]))
        }
    }
}

fn button(lang: Lang) -> Markup {
    html! {
        form.otklik-form method="post" action={ "?lang=" (lang.code()) } {
            button.otklik-send type="submit" { (text(lang, "cancel-link")) }
        }
    }
}
