//! The frame of this server's pages, with their switch of languages; the forms and the pages after them.

pub mod back;
mod callback_form;
pub mod cancel;
pub mod form;
pub mod form_kind;
pub mod form_page;
mod masthead;
pub mod preview;
mod question;
pub mod style;
pub mod switch;
pub mod thanks;

use crate::fields::Fields;
use crate::i18n::texts::text;
use crate::page::back::Back;
use crate::page::style::page_style;
use crate::settings::Settings;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use otklik_survey::Lang;
use std::borrow::Cow;

/// A page, with the style and the scripts inside it: their hashes go into the page's policy.
#[derive(Debug)]
pub struct Page {
    pub html: String,
    pub style: String,
    pub scripts: Vec<Cow<'static, str>>,
    /// Whether Turnstile runs on it.
    pub has_challenge: bool,
}

/// A page with one sentence, as for an unknown address or a body that is too large.
pub fn message(lang: Lang, settings: &Settings, sentence: &str, back: Option<&Back>) -> Page {
    let agency = settings.agency_name(lang);
    let body = html! {
        (masthead::line(&agency, ""))
        div.otklik-summary role="alert" { h1 { (sentence) } }
        @if let Some(back) = back { (back.link(lang)) }
    };
    document(lang, &agency, page_style(settings.look), body)
}

/// Any page of this server.
pub fn document(lang: Lang, title: &str, style: String, body: Markup) -> Page {
    document_with_head(lang, title, style, body, &html! {})
}

pub(crate) fn document_with_head(
    lang: Lang,
    title: &str,
    style: String,
    body: Markup,
    head: &Markup,
) -> Page {
    let markup = html! {
        (DOCTYPE)
        html lang=(lang.code()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width,initial-scale=1";
                meta name="robots" content="noindex";
                link rel="icon" href="data:,";
                title { (title) }
                (head)
                style { (PreEscaped(&style)) }
            }
            body { main.otklik.otklik-page { (body) } }
        }
    };
    Page {
        html: markup.into_string(),
        style,
        scripts: Vec::new(),
        has_challenge: false,
    }
}

/// Query parameters that every link of a page keeps: where the guest comes from, and the score tapped in a mail.
pub(crate) const TRAVELS: [&str; 11] = [
    "event",
    "touchpoint",
    "channel",
    "manager",
    "reference",
    "by",
    "score",
    "brand",
    "radius",
    "scheme",
    "scale",
];

/// A page's query in a language, with the fields of `keep`.
pub(crate) fn own_query(lang: Lang, fields: &Fields, kept: &[&str]) -> String {
    let mut query = form_urlencoded::Serializer::for_suffix(String::from("?"), 1);
    query.append_pair("lang", lang.code());
    for name in kept {
        if !fields.get(name).is_empty() {
            query.append_pair(name, fields.get(name));
        }
    }
    query.finish()
}

/// Links to the page at `address` (empty: this one) in the other languages, with the query's fields of `keep`. On a
/// host page a script handles the taps and repaints in place.
pub fn languages(current: Lang, address: &str, query: &Fields, kept: &[&str]) -> Markup {
    let links = html! {
        @for lang in Lang::ALL {
            @if lang == current {
                span aria-current="true" lang=(lang.code()) { (lang.own_name()) }
            } @else {
                a href={ (address) (own_query(lang, query, kept)) } lang=(lang.code()) hreflang=(lang.code()) { (lang.own_name()) }
            }
        }
    };
    let name = text(current, "language");
    html! {
        @if address.is_empty() {
            nav.otklik-languages aria-label=(name) { (links) }
        } @else {
            // The landmarks of a host page are its own.
            div.otklik-languages role="group" aria-label=(name) { (links) }
        }
    }
}
