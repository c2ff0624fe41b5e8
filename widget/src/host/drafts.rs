//! Drafts: what a guest has typed survives a reload, in sessionStorage, until it is sent or the tab closes; without name,
//! phone, comment and consent of a callback. Nothing is stored before the guest has typed something.

use super::languages;
use super::session::{CONTEXT, Session};
use crate::dom::{after, attribute, fields_of, listen, pairs_of, value_of, window};
use crate::js::{get, text};
use crate::loader::SurveyElement;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{HtmlFormElement, HtmlInputElement, Storage, UrlSearchParams};

const PERSONAL: [&str; 4] = ["phone", "name", "comment", "consent"];

/// Fields of a draft beside the form's own: the step, and the language that the page began with.
const STEP: &str = "at";
const HOME: &str = "home";

thread_local! {
    /// The first language of each form's page: on a page of another language a draft does not change the language.
    static HOMES: RefCell<Vec<(String, String)>> = const { RefCell::new(Vec::new()) };
}

/// The name of a form's draft. Two forms of one survey on a page have separate drafts, by their order.
pub(crate) fn key(element: &SurveyElement, form: &HtmlFormElement) -> String {
    let payload = element.painted();
    let survey = text(&get(&payload, "survey"), "id").unwrap_or_default();
    let kind = text(&payload, "form").unwrap_or_default();
    let mut key = ["otklik ", &element.url().host(), " ", &survey, " ", &kind].concat();
    let context = CONTEXT.map(|name| value_of(form, name));
    let place = place_among_twins(element, &survey);
    for part in context.iter().chain(&place) {
        if !part.is_empty() {
            key.push(' ');
            key.push_str(part);
        }
    }
    key
}

/// `None` for the first.
fn place_among_twins(element: &SurveyElement, survey: &str) -> Option<String> {
    let document = element.owner_document()?;
    let selector = [&element.local_name(), "[survey=\"", survey, "\"]"].concat();
    let twins = document.query_selector_all(&selector).ok()?;
    let is_element = |place: &u32| {
        let twin = twins.item(*place);
        twin.is_some_and(|twin| twin.is_same_node(Some(element)))
    };
    let place = (0..twins.length()).find(is_element)?;
    (place > 0).then(|| place.to_string())
}

/// Restores the draft, then keeps it up to date.
pub(crate) fn follow(session: &Rc<Session>) {
    let home = home_of(session);
    if let Some(draft) = stored(session) {
        fill(&session.form, &draft);
        let lang = value(&draft, "lang");
        if value(&draft, HOME) == home && lang != session.lang() {
            languages::restore(session, lang.to_owned());
        }
    }
    let it = session.clone();
    listen(&session.form, "input", move |_| save(&it, &it.form));
    let it = session.clone();
    listen(&session.form, "click", move |_| keep_step(&it));
}

fn home_of(session: &Session) -> String {
    HOMES.with_borrow_mut(|homes| {
        let known = homes.iter().find(|(key, _)| *key == session.key);
        if let Some((_, home)) = known {
            return home.clone();
        }
        let home = session.lang();
        homes.push((session.key.clone(), home.clone()));
        home
    })
}

/// Of this form. Answers to an older version of a survey may not fit the new one.
fn stored(session: &Session) -> Option<Vec<(String, String)>> {
    let kept = storage()?.get_item(&session.key).ok()??;
    let draft = pairs_of(UrlSearchParams::new_with_str(&kept).ok()?.as_ref());
    (value(&draft, "version") == value_of(&session.form, "version")).then_some(draft)
}

fn value<'a>(fields: &'a [(String, String)], name: &str) -> &'a str {
    let found = fields.iter().find(|(known, _)| known == name);
    found.map_or("", |(_, value)| value)
}

/// The step and every field with a value, hidden ones too: with the id the answers stay one response.
pub(crate) fn state_of(form: &HtmlFormElement) -> Vec<(String, String)> {
    let mut state = fields_of(form);
    let step = form.get_attribute("data-at").unwrap_or_default();
    state.push((STEP.to_owned(), step));
    state
}

/// Language and context are not restored.
pub(crate) fn fill(form: &HtmlFormElement, state: &[(String, String)]) {
    let controls = form.elements();
    for place in 0..controls.length() {
        let Some(control) = controls.item(place) else {
            continue;
        };
        // `textarea` and `select` have the properties too.
        let control: HtmlInputElement = control.unchecked_into();
        let name = control.name();
        let mut values = state.iter().filter(|(known, _)| *known == name);
        match control.type_().as_str() {
            "radio" | "checkbox" => {
                let own = control.value();
                control.set_checked(values.any(|(_, value)| *value == own));
            }
            "hidden" if name != "id" && name != "rev" => {}
            _ => {
                if let Some((_, value)) = values.next() {
                    control.set_value(value);
                }
            }
        }
    }
    let step = value(state, STEP);
    if !step.is_empty() && form.has_attribute("data-at") {
        attribute(form, "data-at", Some(step));
    }
}

/// Stores the answers in `form`, this session's or the one that takes its place.
pub(crate) fn save(session: &Session, form: &HtmlFormElement) {
    let (Some(storage), Ok(draft)) = (storage(), UrlSearchParams::new()) else {
        return;
    };
    for (name, value) in state_of(form) {
        if !PERSONAL.contains(&name.as_str()) {
            draft.append(&name, &value);
        }
    }
    draft.append(HOME, &home_of(session));
    // URL-encoded: old libraries turn the lists in JSON into strings. Fails where the storage is full.
    _ = storage.set_item(&session.key, &String::from(draft.to_string()));
}

/// Once the event is over, and the form has its next step and revision. A change of the step alone makes no draft.
pub(crate) fn keep_step(session: &Rc<Session>) {
    let it = session.clone();
    after(0, move || {
        let stored = storage().and_then(|storage| storage.get_item(&it.key).ok()?);
        if stored.is_some() {
            save(&it, &it.form);
        }
    });
}

pub(crate) fn forget(session: &Session) {
    if let Some(storage) = storage() {
        // Fails where the page is denied its storage: there is nothing to forget.
        _ = storage.remove_item(&session.key);
    }
}

/// A page may be denied it.
fn storage() -> Option<Storage> {
    window().session_storage().ok()?
}
