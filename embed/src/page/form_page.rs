//! The page of a form: the first one, with the preview of its link, and later ones with errors.

use crate::fields::Fields;
use crate::i18n::texts::text;
use crate::page::back::Back;
use crate::page::form::{Form, Hosting};
use crate::page::form_kind::FormKind;
use crate::page::style::form_page_style;
use crate::page::switch::switch;
use crate::page::{Page, TRAVELS, document_with_head, languages, masthead, own_query, preview};
use crate::settings::Settings;
use crate::survey_doc::localized_survey::LocalizedSurvey;
use maud::{Markup, PreEscaped, html};
use otklik_survey::ValidationError;
use std::borrow::Cow;

/// Records in the form of a link whether a person taps or types. Without it the form works too.
const ACTIVATION: &str = r#"{
const { user_activation } = document.querySelector("form").elements;
user_activation.value = 0;
const record = (event) => event.isTrusted && (user_activation.value = 1);
addEventListener("click", record, true);
addEventListener("keydown", record, true);
}"#;

/// The page of a form for its link, with the preview that messengers show. `loader` is the script that paints the form
/// of an invite; none on other pages.
pub fn first_form(
    kind: FormKind,
    localized: &LocalizedSurvey,
    typed: &Fields,
    settings: &Settings,
    loader: Option<String>,
) -> Page {
    let head = preview::head(kind, localized, settings);
    let site_key = site_key(kind, typed, settings);
    let form = render(kind, localized, typed, &[], site_key);
    let mut scripts = Vec::new();
    let form = match loader {
        _ if !typed.get("honeypot").is_empty() => for_machines(localized, typed, &form),
        Some(loader) => {
            let form = personal(localized, typed, &loader, &form);
            scripts.push(loader.into());
            form
        }
        None => with_switch(localized, typed, &form),
    };
    let has_challenge = !site_key.is_empty();
    form_page(localized, typed, None, &form, &head, scripts, has_challenge)
}

/// The page of a posted form. `notice` is a sentence above it that concerns no field.
pub fn form(
    kind: FormKind,
    localized: &LocalizedSurvey,
    typed: &Fields,
    errors: &[ValidationError],
    notice: Option<&str>,
    back: Option<&Back>,
    settings: &Settings,
) -> Page {
    let site_key = site_key(kind, typed, settings);
    let form = render(kind, localized, typed, errors, site_key);
    let has_challenge = !site_key.is_empty();
    let head = html! {};
    let scripts = Vec::new();
    let form = html! {
        (with_switch(localized, typed, &form))
        @if let Some(back) = back { (back.link(localized.lang)) }
    };
    form_page(
        localized,
        typed,
        notice,
        &form,
        &head,
        scripts,
        has_challenge,
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

fn with_switch(localized: &LocalizedSurvey, typed: &Fields, form: &Markup) -> Markup {
    html! { (form) (switch(localized.lang, typed)) }
}

/// The script is first: the element paints the loader's form as soon as the parser meets it, so that nobody sees the
/// plain form in it but a browser without scripts, or one that the loader cannot use.
fn personal(localized: &LocalizedSurvey, typed: &Fields, loader: &str, form: &Markup) -> Markup {
    let survey = localized.survey.id();
    html! {
        script { (PreEscaped(loader)) }
        otklik-survey survey=(survey) lang=(localized.lang.code()) invite=(typed.get("invite")) {
            (with_switch(localized, typed, form))
        }
    }
}

/// The page behind the hidden link, which sets aside what its form sends. The form is hidden too: a person who was
/// handed that link goes on to the ordinary page, whose answer counts.
fn for_machines(localized: &LocalizedSurvey, typed: &Fields, form: &Markup) -> Markup {
    html! {
        p { a href=(own_query(localized.lang, typed, &TRAVELS)) { (text(localized.lang, "open-form")) } }
        div hidden { (form) }
        // Its form sent in another language would still be a machine's.
        (languages(localized.lang, "", typed, &TRAVELS))
    }
}

fn form_page(
    localized: &LocalizedSurvey,
    typed: &Fields,
    notice: Option<&str>,
    form: &Markup,
    head: &Markup,
    mut scripts: Vec<Cow<'static, str>>,
    has_challenge: bool,
) -> Page {
    let style = form_page_style(localized);
    let title = localized.word("title");
    let has_token = !typed.get("form_token").is_empty();
    if has_token {
        scripts.push(ACTIVATION.into());
    }
    let (agency, event) = (&localized.agency, &localized.event);
    let body = html! {
        div.otklik-ask {
            header {
                (masthead::line(agency, event))
                h1 { (title) }
            }
            @if let Some(notice) = notice {
                div.otklik-summary role="alert" { p { (notice) } }
            }
            (form)
        }
        @if has_token { script { (PreEscaped(ACTIVATION)) } }
        @if has_challenge { script src="https://challenges.cloudflare.com/turnstile/v0/api.js" async defer {} }
    };
    let title = masthead::title(title, agency, event);
    let page = document_with_head(localized.lang, &title, style, body, head);
    Page {
        scripts,
        has_challenge,
        ..page
    }
}
