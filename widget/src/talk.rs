//! What the guest does, and what follows from it.

use crate::dom::{after, fields_of, find, focus, listen as on};
use crate::plan::FormKind;
use crate::post::post;
use crate::posting::Outcome;
use crate::state::{Landing, State};
use crate::view::{mount, thanks};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlFormElement, HtmlInputElement, KeyboardEvent, UiEvent};

/// The button that goes on or sends.
pub(crate) const MAIN_BUTTON: &str = ".otklik-next,.otklik-send";

/// A form with its guest.
#[derive(Clone)]
pub(crate) struct Talk {
    pub form: HtmlFormElement,
    /// Holds the form, and later the thanks.
    pub parent: Element,
    pub state: ArcRwSignal<State>,
}

/// Listens before the loader does, which would send the plain form.
pub(crate) fn listen(talk: Talk) {
    let it = talk.clone();
    on(&talk.form, "input", move |event| it.change(&event));
    let it = talk.clone();
    on(&talk.form, "keydown", move |event| it.press(&event));
    let it = talk.clone();
    on(&talk.form, "click", move |event| it.click(&event));
    let it = talk.clone();
    on(&talk.parent, "submit", move |event| {
        event.prevent_default();
        event.stop_immediate_propagation();
        it.send();
    });
}

impl Talk {
    fn change(&self, event: &Event) {
        let Some(control) = event.target() else {
            return;
        };
        // Areas and lists have the property too.
        let name = control.unchecked_into::<HtmlInputElement>().name();
        let fields = fields_of(&self.form);
        self.state.update(|state| state.change(&name, fields));
    }

    /// In a survey, Enter in a control neither goes on nor sends: only a button does.
    fn press(&self, event: &Event) {
        let is_survey = self
            .state
            .with_untracked(|state| state.plan.kind == FormKind::Survey);
        let key = event.unchecked_ref::<KeyboardEvent>().key();
        if is_survey && key == "Enter" && self.is_on(event, "input") {
            event.prevent_default();
        }
    }

    fn click(&self, event: &Event) {
        // The second half of a double tap would answer a step that nobody has seen.
        if event.unchecked_ref::<UiEvent>().detail() > 1 && self.is_on(event, MAIN_BUTTON) {
            event.prevent_default();
        } else if self.is_on(event, ".otklik-back") {
            self.go(State::back);
        } else if self.is_on(event, ".otklik-next") {
            // The same button becomes the one that sends before the browser asks what a click on
            // it does.
            event.prevent_default();
            self.go(State::forward);
        }
    }

    fn is_on(&self, event: &Event, selector: &str) -> bool {
        let target = event.target();
        let target = target.and_then(|it| it.dyn_into::<Element>().ok());
        target.is_some_and(|it| matches!(it.closest(selector), Ok(Some(_))))
    }

    fn go(&self, step: fn(&mut State) -> Landing) {
        if let Some(landing) = self.state.try_update(step) {
            self.land(landing);
        }
    }

    fn send(&self) {
        match self.state.try_update(State::send).flatten() {
            None => {}
            Some(Err(landing)) => self.land(landing),
            Some(Ok(attempt)) => {
                let talk = self.clone();
                spawn_local(async move {
                    let plan = talk.state.with_untracked(|state| state.plan);
                    let outcome = post(plan, &attempt.body).await;
                    if matches!(outcome, Outcome::Unlisted) {
                        _ = talk.form.submit();
                    }
                    let settle = |state: &mut State| state.settle(attempt, outcome);
                    let landing = talk.state.try_update(settle);
                    if talk.state.with_untracked(State::is_done) {
                        mount(&talk.parent, thanks(plan));
                        talk.form.remove();
                    }
                    talk.land(landing.unwrap_or(Landing::End));
                });
            }
        }
    }

    /// Moves the focus, once the view has caught up with the state.
    fn land(&self, landing: Landing) {
        let parent = self.parent.clone();
        let selector = match landing {
            Landing::Step => {
                ".otklik-q:not([hidden]) legend,.otklik-q:not([hidden]) .otklik-label".to_owned()
            }
            Landing::Field(field) => match field.strip_prefix("answers.") {
                Some(id) => {
                    let block = ["[data-q=\"", id, "\"] "].concat();
                    [&block, "input,", &block, "textarea"].concat()
                }
                None => ["[name=\"", &field, "\"]"].concat(),
            },
            Landing::End => ".otklik-thanks,.otklik-send".to_owned(),
        };
        after(0, move || {
            if let Some(element) = find(&parent, &selector) {
                focus(&element);
            }
        });
    }
}
