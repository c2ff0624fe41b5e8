//! Whole pages around the forms: vote page, callback page, thanks.

use crate::form::{Form, Place, follow_up_style};
use crate::look::{Drawing, Look};
use crate::preview;
use crate::settings::Settings;
use crate::sheet::Sheet;
use crate::texts::text;
use crate::thanks::{self, Offer, Promised};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use otklik_survey::{Lang, Rejection};

use crate::fields::Fields;

const FORMS: &str = include_str!(concat!(env!("OUT_DIR"), "/form.css"));
const PAGES: &str = include_str!(concat!(env!("OUT_DIR"), "/page.css"));
const STARS: &str = include_str!(concat!(env!("OUT_DIR"), "/stars.css"));
const LINK: &str = include_str!(concat!(env!("OUT_DIR"), "/link.js"));
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

/// A page, with the style and the script inside it: their hashes go into the page's policy.
#[derive(Debug)]
pub struct Page {
    pub html: String,
    pub style: String,
    /// Empty for a page that may run none.
    pub script: &'static str,
    /// Whether Turnstile runs on it.
    pub has_challenge: bool,
}

/// The page of a form as a link leads to it, with what messengers show of that link.
pub fn first_form(kind: FormKind, sheet: &Sheet, typed: &Fields, settings: &Settings) -> Page {
    let head = preview::head(kind, sheet, settings);
    let site_key = site_key(kind, typed, settings);
    let form = render(kind, sheet, typed, &[], site_key);
    let form = match typed.get("invite") {
        "" => form,
        _ => personal(sheet, typed, form),
    };
    form_page(sheet, typed, None, form, &head, !site_key.is_empty())
}

/// The page of a form. `notice` is a sentence above it, for what concerns no field.
pub fn form(
    kind: FormKind,
    sheet: &Sheet,
    typed: &Fields,
    rejections: &[Rejection],
    notice: Option<&str>,
    settings: &Settings,
) -> Page {
    let site_key = site_key(kind, typed, settings);
    let form = render(kind, sheet, typed, rejections, site_key);
    form_page(sheet, typed, notice, form, &html! {}, !site_key.is_empty())
}

/// Empty where nobody has to vouch for a person: an invite is one person's already.
fn site_key<'a>(kind: FormKind, typed: &Fields, settings: &'a Settings) -> &'a str {
    let has_invite = kind == FormKind::Survey && !typed.get("invite").is_empty();
    match &settings.turnstile {
        Some(turnstile) if !has_invite => &turnstile.site_key,
        Some(_) | None => "",
    }
}

fn render(
    kind: FormKind,
    sheet: &Sheet,
    typed: &Fields,
    rejections: &[Rejection],
    site_key: &str,
) -> Markup {
    let form = Form {
        sheet,
        // Not the page's own address: a post to that would drop the page from the browser's cache,
        // and Back would fetch a new one, with a new id and a second vote.
        action: &[&own_query(sheet.lang, typed, &TRAVELS), "&sent=1"].concat(),
        typed,
        rejections,
        place: Place::Page,
        site_key,
    };
    form.render(kind)
}

/// Where the loader paints the form of an invite anew, once it has come.
fn personal(sheet: &Sheet, typed: &Fields, form: Markup) -> Markup {
    let survey = sheet.survey.id();
    let loader = [
        "/embed/",
        survey,
        ".js",
        &own_query(sheet.lang, typed, &LOOKS),
    ];
    html! {
        otklik-survey survey=(survey) lang=(sheet.lang.code()) invite=(typed.get("invite"))
            data-loader=(loader.concat()) data-door={ "/v1/responses?survey=" (survey) } {
            (form)
        }
    }
}

fn form_page(
    sheet: &Sheet,
    typed: &Fields,
    notice: Option<&str>,
    form: Markup,
    head: &Markup,
    has_challenge: bool,
) -> Page {
    let style = [&form_style(sheet), PAGES].concat();
    let title = sheet.word("title");
    // The page of a link has a seal, and a script that watches.
    let script = if typed.get("seal").is_empty() {
        ""
    } else {
        LINK
    };
    let body = html! {
        header { h1 { (title) } (languages(sheet.lang, "", typed, &TRAVELS)) }
        @if let Some(notice) = notice {
            div.otklik-summary role="alert" { p { (notice) } }
        }
        (form)
        @if !script.is_empty() { script { (PreEscaped(script)) } }
        @if has_challenge { script src="https://challenges.cloudflare.com/turnstile/v0/api.js" async defer {} }
    };
    let page = document_with_head(sheet.lang, title, style, body, head);
    Page {
        script,
        has_challenge,
        ..page
    }
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
    document_with_head(lang, title, style, body, &html! {})
}

fn document_with_head(lang: Lang, title: &str, style: String, body: Markup, head: &Markup) -> Page {
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
        script: "",
        has_challenge: false,
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

/// What the loader is told of a page's form.
const LOOKS: [&str; 5] = ["touchpoint", "brand", "radius", "scheme", "scale"];

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
