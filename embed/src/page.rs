//! Whole pages around the forms: vote page, callback page, thanks.

use crate::form::{Form, Place, follow_up_style};
use crate::look::{Drawing, Look};
use crate::sheet::Sheet;
use crate::texts::text;
use crate::thanks::{self, Offer, Promised};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use otklik_survey::{Lang, Rejection};

use crate::fields::Fields;

const FORMS: &str = include_str!(concat!(env!("OUT_DIR"), "/form.css"));
const PAGES: &str = include_str!(concat!(env!("OUT_DIR"), "/page.css"));
const STARS: &str = include_str!(concat!(env!("OUT_DIR"), "/stars.css"));
const FACES: &str = include_str!(concat!(env!("OUT_DIR"), "/faces.css"));

/// The style of a form, wherever it stands.
pub fn form_style(sheet: &Sheet) -> String {
    let drawing = match sheet.look.scale {
        Drawing::Numbers => "",
        Drawing::Stars => STARS,
        Drawing::Faces => FACES,
    };
    [&sheet.look.style(), FORMS, drawing, &follow_up_style(sheet)].concat()
}

/// The style of a page of ours without a form.
pub fn page_style(look: Look) -> String {
    [&look.style(), FORMS, PAGES].concat()
}

/// Which of a survey's two forms is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormKind {
    Survey,
    Callback,
}

impl FormKind {
    pub const fn name(self) -> &'static str {
        match self {
            FormKind::Survey => "survey",
            FormKind::Callback => "callback",
        }
    }

    /// The first part of the address of this form's page.
    pub const fn path(self) -> &'static str {
        match self {
            FormKind::Survey => "/s/",
            FormKind::Callback => "/c/",
        }
    }
}

/// A page and the style inside it; the style's hash goes into the page's policy.
#[derive(Debug)]
pub struct Page {
    pub html: String,
    pub style: String,
}

/// The page of a form. `notice` is a sentence above it, for what concerns no field.
pub fn form(
    kind: FormKind,
    sheet: &Sheet,
    typed: &Fields,
    rejections: &[Rejection],
    notice: Option<&str>,
) -> Page {
    let style = [&form_style(sheet), PAGES].concat();
    let title = sheet.word("title");
    let form = Form {
        sheet,
        // Not the page's own address: a post to that would drop the page from the browser's cache,
        // and Back would fetch a new one, with a new id and a second vote.
        action: &[&own_query(sheet.lang, typed, &TRAVELS), "&sent=1"].concat(),
        typed,
        rejections,
        place: Place::Page,
    };
    let body = html! {
        header { h1 { (title) } (languages(sheet.lang, "", typed, &TRAVELS)) }
        @if let Some(notice) = notice {
            div.otklik-summary role="alert" { p { (notice) } }
        }
        (form.render(kind))
    };
    document(sheet.lang, title, style, body)
}

/// What is shown after a form was stored.
pub fn thanks(sheet: &Sheet, promised: Option<&Promised>, offer: Offer) -> Page {
    document(
        sheet.lang,
        sheet.word("thanks-title"),
        page_style(sheet.look),
        thanks::block(sheet, promised, offer),
    )
}

/// A page that says one sentence: an address that leads nowhere, a body too large.
pub fn message(lang: Lang, look: Look, sentence: &str) -> Page {
    let body = html! { div.otklik-summary role="alert" { h1 { (sentence) } } };
    document(lang, "Otklik", page_style(look), body)
}

/// Any page of ours.
pub fn document(lang: Lang, title: &str, style: String, body: Markup) -> Page {
    let markup = html! {
        (DOCTYPE)
        html lang=(lang.code()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width,initial-scale=1";
                meta name="robots" content="noindex";
                link rel="icon" href="data:,";
                title { (title) }
                style { (PreEscaped(&style)) }
            }
            body { main.otklik.otklik-page { (body) } }
        }
    };
    Page {
        html: markup.into_string(),
        style,
    }
}

/// Where a guest comes from and what was tapped in the mail: it travels along.
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

/// A page's query in a language, with those of the fields that are to be kept.
fn own_query(lang: Lang, fields: &Fields, kept: &[&str]) -> String {
    let mut query = form_urlencoded::Serializer::for_suffix(String::from("?"), 1);
    query.append_pair("lang", lang.code());
    for name in kept {
        if !fields.get(name).is_empty() {
            query.append_pair(name, fields.get(name));
        }
    }
    query.finish()
}

/// The page at `address` (empty: this one) in the other languages, with those of the query's fields
/// that are to be kept. On a host page a script takes the taps and repaints in place.
pub fn languages(current: Lang, address: &str, query: &Fields, kept: &[&str]) -> Markup {
    let links = html! {
        @for lang in Lang::ALL {
            @if lang == current {
                span aria-current="true" lang=(lang.code()) { (short_name(lang)) }
            } @else {
                a href={ (address) (own_query(lang, query, kept)) } lang=(lang.code()) hreflang=(lang.code()) { (short_name(lang)) }
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

/// A language in its own words: a code would be read out as an English word, and "uk" as a country.
const fn short_name(lang: Lang) -> &'static str {
    match lang {
        Lang::Ru => "Рус",
        Lang::Uk => "Укр",
        Lang::En => "Eng",
    }
}
