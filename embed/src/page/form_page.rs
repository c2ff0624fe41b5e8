//! The page of a form: the first one, with the preview of its link, and later ones with errors.

use crate::fields::Fields;
use crate::i18n::texts::text;
use crate::page::form::{Form, Hosting};
use crate::page::form_kind::FormKind;
use crate::page::style::form_page_style;
use crate::page::{Page, TRAVELS, document_with_head, languages, own_query, preview};
use crate::settings::Settings;
use crate::survey_doc::localized_survey::LocalizedSurvey;
use maud::{Markup, PreEscaped, html};
use otklik_survey::ValidationError;

const LINK: &str = include_str!(concat!(env!("OUT_DIR"), "/link.js"));

/// Query parameters of the loader's address on a form's page.
const LOOKS: [&str; 5] = ["touchpoint", "brand", "radius", "scheme", "scale"];

/// The page of a form for its link, with the preview that messengers show.
pub fn first_form(
    kind: FormKind,
    localized: &LocalizedSurvey,
    typed: &Fields,
    settings: &Settings,
) -> Page {
    let head = preview::head(kind, localized, settings);
    let site_key = site_key(kind, typed, settings);
    let form = render(kind, localized, typed, &[], site_key);
    let form = match (typed.get("honeypot"), typed.get("invite")) {
        ("", "") => form,
        ("", _) => personal(localized, typed, form),
        (_, _) => for_machines(localized, typed, &form),
    };
    form_page(
        kind,
        localized,
        typed,
        None,
        form,
        &head,
        !site_key.is_empty(),
    )
}

/// The page of a form. `notice` is a sentence above it that concerns no field.
pub fn form(
    kind: FormKind,
    localized: &LocalizedSurvey,
    typed: &Fields,
    errors: &[ValidationError],
    notice: Option<&str>,
    settings: &Settings,
) -> Page {
    let site_key = site_key(kind, typed, settings);
    let form = render(kind, localized, typed, errors, site_key);
    form_page(
        kind,
        localized,
        typed,
        notice,
        form,
        &html! {},
        !site_key.is_empty(),
    )
}

/// Empty where no challenge is needed: an invite belongs to one person.
fn site_key<'a>(kind: FormKind, typed: &Fields, settings: &'a Settings) -> &'a str {
    let has_invite = kind == FormKind::Survey && !typed.get("invite").is_empty();
    match &settings.turnstile {
        Some(turnstile) if !has_invite => &turnstile.site_key,
        Some(_) | None => "",
    }
}

fn render(
    kind: FormKind,
    localized: &LocalizedSurvey,
    typed: &Fields,
    errors: &[ValidationError],
    site_key: &str,
) -> Markup {
    let form = Form {
        localized,
        // Not the page's own address: a post to that would drop the page from the browser's cache,
        // and Back would fetch a new one, with a new id and a second vote.
        action: &format!("{}&sent=1", own_query(localized.lang, typed, &TRAVELS)),
        typed,
        errors,
        hosting: Hosting::OwnPage,
        site_key,
    };
    form.render(kind)
}

/// The element in which the loader paints an invite's form again, once it has loaded.
fn personal(localized: &LocalizedSurvey, typed: &Fields, form: Markup) -> Markup {
    let survey = localized.survey.id();
    let loader = [
        "/embed/",
        survey,
        ".js",
        &own_query(localized.lang, typed, &LOOKS),
    ];
    html! {
        otklik-survey survey=(survey) lang=(localized.lang.code()) invite=(typed.get("invite"))
            data-loader=(loader.concat()) data-door={ "/v1/responses?survey=" (survey) } {
            (form)
        }
    }
}

/// The page behind the hidden link, which sets aside what its form sends. The form is hidden too: a person who was
/// handed that link goes on to the ordinary page, whose answer counts.
fn for_machines(localized: &LocalizedSurvey, typed: &Fields, form: &Markup) -> Markup {
    html! {
        p { a href=(own_query(localized.lang, typed, &TRAVELS)) { (text(localized.lang, "open-form")) } }
        div hidden { (form) }
    }
}

fn form_page(
    kind: FormKind,
    localized: &LocalizedSurvey,
    typed: &Fields,
    notice: Option<&str>,
    form: Markup,
    head: &Markup,
    has_challenge: bool,
) -> Page {
    let style = form_page_style(kind, localized);
    let title = localized.word("title");
    // The page of a link has a form token, and a script that records user activation.
    let script = if typed.get("form_token").is_empty() {
        ""
    } else {
        LINK
    };
    let body = html! {
        header { h1 { (title) } (languages(localized.lang, "", typed, &TRAVELS)) }
        @if let Some(notice) = notice {
            div.otklik-summary role="alert" { p { (notice) } }
        }
        (form)
        @if !script.is_empty() { script { (PreEscaped(script)) } }
        @if has_challenge { script src="https://challenges.cloudflare.com/turnstile/v0/api.js" async defer {} }
    };
    let page = document_with_head(localized.lang, title, style, body, head);
    Page {
        script,
        has_challenge,
        ..page
    }
}
