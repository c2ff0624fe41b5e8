//! The controller: turns the guest's events into changes of the state.

use crate::dom::{after, closest, fields_of, find, focus, key, listen as on};
use crate::form::state::{FocusTarget, State};
use crate::form::submit::submit;
use crate::form::submit_state::SubmitResult;
use crate::loader::PaintedForm;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlFormElement, HtmlInputElement, UiEvent};

/// The button for the next step, or for sending.
pub(crate) const MAIN_BUTTON: &str = ".otklik-next,.otklik-send";

/// A form with its guest.
#[derive(Clone)]
pub(crate) struct Controller {
    pub form: HtmlFormElement,
    pub painted: PaintedForm,
    pub parent: Element,
    pub state: ArcRwSignal<State>,
    pub send_ahead: SendAhead,
}

/// Sends a body, and shows nothing of it.
pub(crate) type SendAhead = Rc<dyn Fn(String)>;

/// Listens in the capture phase, before the loader, which would send the plain form.
pub(crate) fn listen(controller: Controller) {
    let it = controller.clone();
    on(&controller.form, "input", move |event| it.change(&event));
    let it = controller.clone();
    on(&controller.form, "keydown", move |event| it.press(&event));
    let it = controller.clone();
    on(&controller.form, "click", move |event| it.click(&event));
    let it = controller.clone();
    on(&controller.parent, "submit", move |event| {
        event.prevent_default();
        event.stop_immediate_propagation();
        it.send();
    });
}

impl Controller {
    fn change(&self, event: &Event) {
        let Some(control) = event.target() else {
            return;
        };
        // `textarea` and `select` have the property too.
        let control = control.unchecked_into::<HtmlInputElement>();
        let name = control.name();
        if name == "phone" {
            group_digits(&control);
        }
        let fields = fields_of(&self.form);
        self.state.update(|state| state.change(&name, fields));
    }

    /// Enter acts as the button; on the last step the browser does it.
    fn press(&self, event: &Event) {
        let is_last = self.state.with_untracked(State::is_last);
        if !is_last && key(event).as_deref() == Some("Enter") && is_on(event, "input") {
            event.prevent_default();
            self.go_on();
        }
    }

    fn click(&self, event: &Event) {
        // The second half of a double tap would leave a step before the guest has seen it.
        if event.unchecked_ref::<UiEvent>().detail() > 1 && is_on(event, MAIN_BUTTON) {
            event.prevent_default();
        } else if is_on(event, ".otklik-back") {
            self.go(State::back);
        } else if is_on(event, ".otklik-next") {
            // The same button becomes a submit button before the browser runs the click's default
            // action.
            event.prevent_default();
            self.go_on();
        }
    }

    fn go_on(&self) {
        let was_first = self.state.with_untracked(|state| state.step == 0);
        self.go(State::forward);
        let confirmed =
            |state: &mut State| (was_first && state.step > 0).then(|| state.confirmed());
        if let Some(body) = self.state.try_update(confirmed).flatten().flatten() {
            (self.send_ahead)(body);
        }
    }

    fn go(&self, step: fn(&mut State) -> FocusTarget) {
        if let Some(focus_target) = self.state.try_update(step) {
            self.land(focus_target);
        }
    }

    fn send(&self) {
        // The loader may have recorded user activation since the last answer.
        let fields = fields_of(&self.form);
        self.state.update(|state| state.change("", fields));
        self.attempt(true);
    }

    /// After a conflict, where another body of this form is stored under the revision, the last body is sent once more,
    /// under a higher one.
    fn attempt(&self, may_repeat: bool) {
        match self.state.try_update(State::send).flatten() {
            None => {}
            Some(Err(focus_target)) => self.land(focus_target),
            Some(Ok(attempt)) => {
                let controller = self.clone();
                spawn_local(async move {
                    let submit_result = submit(&controller.painted, &attempt.body).await;
                    if matches!(submit_result, SubmitResult::Unlisted) {
                        _ = controller.form.submit();
                    }
                    let is_conflict = matches!(submit_result, SubmitResult::Conflict { .. });
                    let on_result = |state: &mut State| state.on_result(attempt, submit_result);
                    let focus_target = controller.state.try_update(on_result);
                    if is_conflict && may_repeat {
                        controller.attempt(false);
                    } else if !controller.state.with_untracked(State::is_done) {
                        controller.land(focus_target.unwrap_or(FocusTarget::End));
                    }
                });
            }
        }
    }

    /// Moves the focus, once the view shows the state.
    fn land(&self, focus_target: FocusTarget) {
        let parent = self.parent.clone();
        let selector = match focus_target {
            FocusTarget::Step => {
                ".otklik-q:not([hidden]) legend,.otklik-q:not([hidden]) .otklik-label".to_owned()
            }
            FocusTarget::Field(field) => match field.strip_prefix("answers.") {
                Some(id) => {
                    let block = ["[data-q=\"", id, "\"] "].concat();
                    [&block, "input,", &block, "textarea"].concat()
                }
                None => ["[name=\"", &field, "\"]"].concat(),
            },
            FocusTarget::End => ".otklik-send".to_owned(),
        };
        after(0, move || {
            if let Some(element) = find(&parent, &selector) {
                focus(&element);
            }
        });
    }
}

fn is_on(event: &Event, selector: &str) -> bool {
    closest(event, selector).is_some()
}

/// Groups the digits of a phone while it is typed; an edit in the middle of it changes no groups.
fn group_digits(field: &HtmlInputElement) {
    let typed = field.value();
    let at_end = field.selection_start() == Ok(Some(typed.encode_utf16().count() as u32));
    let grouped = otklik_survey::phone::groups::as_typed(&typed);
    if at_end && grouped != typed {
        field.set_value(&grouped);
    }
}
