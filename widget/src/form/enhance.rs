//! Turns the painted form into the widget, in place.

use crate::dom::{after, attribute, fields_of, find, focus};
use crate::form::controller::{Controller, MAIN_BUTTON, SendAhead, listen};
use crate::form::plan::{CALLBACK_FIELDS, FormKind, Plan};
use crate::form::state::State;
use crate::form::view::{bar, mount};
use crate::loader::PaintedForm;
use leptos::prelude::*;
use web_sys::{Element, HtmlFormElement};

/// Milliseconds between two checks whether a finger is still down.
const PRESS_CHECK_MS: i32 = 50;

/// Enhances the form as soon as nothing in it is being pressed: an element that is removed or moves between finger
/// down and finger up loses the tap.
///
/// `send_ahead` gets the body of a score that the guest has confirmed by leaving its step.
pub(crate) fn when_idle(painted: PaintedForm, plan: Plan, send_ahead: SendAhead) {
    if painted.form().matches(":active").unwrap_or(false) {
        return after(PRESS_CHECK_MS, move || when_idle(painted, plan, send_ahead));
    }
    if painted.is_idle() {
        // The widget lives as long as the page: views borrow the plan without reference counting.
        take_form(painted, Box::leak(Box::new(plan)), send_ahead);
    }
}

fn take_form(painted: PaintedForm, plan: &'static Plan, send_ahead: SendAhead) {
    let form = &painted.form();
    let Some(parent) = form.parent_element() else {
        return;
    };
    let focused = find(form, ":focus");
    let mut state = State::new(plan, fields_of(form));
    // A draft, or the form in another language, opens at its own step.
    let at = form.get_attribute("data-at");
    let step = at.and_then(|step| step.parse().ok()).unwrap_or(0);
    state.step = plan.last_step().min(step);
    let state = ArcRwSignal::new(state);

    // The widget shows errors itself, at their fields and in the guest's language.
    form.set_no_validate(true);
    painted.clear();
    if let Some(foot) = find(form, ".otklik-foot") {
        foot.remove();
    }
    // First: mounting starts the executor of the effects below.
    mount(form, bar(&state));
    for block in blocks_of(form, plan) {
        block.follow(state.clone());
    }
    if let Some(note) = find(form, ".otklik-who") {
        let state = state.clone();
        let follow = move |_| note.set_hidden(!state.with(State::is_last));
        std::mem::forget(RenderEffect::new(follow));
    }
    leave_traces(form, state.clone());
    // The focus was on the removed button.
    if focused.is_some_and(|it| !it.is_connected())
        && let Some(button) = find(form, MAIN_BUTTON)
    {
        focus(&button);
    }
    listen(Controller {
        form: form.clone(),
        painted,
        parent,
        state,
        send_ahead,
    });
}

/// Writes step and revision into the form, where drafts and the switch of languages read them.
fn leave_traces(form: &HtmlFormElement, state: ArcRwSignal<State>) {
    let rev = find(form, "[name=rev]");
    let form = form.clone();
    let follow = move |_| {
        let (step, next_rev) = state.with(|state| {
            // As in the painted form, which has no place for the progress either where there is one step.
            let step = (state.plan.last_step() > 0).then(|| state.step.to_string());
            (step, state.submit_state.next_rev())
        });
        attribute(&form, "data-at", step.as_deref());
        if let Some(rev) = &rev {
            attribute(rev, "value", Some(&next_rev.to_string()));
        }
    };
    std::mem::forget(RenderEffect::new(follow));
}

/// A question of the survey or a field of the callback form.
struct Block {
    /// The name in validation errors.
    field: String,
    element: Element,
    /// The element that an error describes: the group of a scale or a choice, else the control.
    described: Element,
}

fn blocks_of(form: &HtmlFormElement, plan: &Plan) -> Vec<Block> {
    let mut blocks = Vec::new();
    match plan.kind {
        FormKind::Survey => {
            for (question, _) in plan.items() {
                if let Some(element) = find(form, &["[data-q=\"", &question.id, "\"]"].concat()) {
                    let control = find(&element, ".otklik-label+*");
                    blocks.push(Block {
                        field: ["answers.", &question.id].concat(),
                        described: control.unwrap_or_else(|| element.clone()).into(),
                        element: element.into(),
                    });
                }
            }
        }
        FormKind::Callback => {
            for field in CALLBACK_FIELDS {
                let control = find(form, &["[name=\"", field, "\"]"].concat());
                if let Some(control) = control
                    && let Ok(Some(element)) = control.closest(".otklik-q")
                {
                    blocks.push(Block {
                        field: field.to_owned(),
                        described: control.into(),
                        element,
                    });
                }
            }
        }
    }
    blocks
}

impl Block {
    /// Shows the block on its step, while it is asked, with its error.
    fn follow(self, state: ArcRwSignal<State>) {
        let Block {
            field,
            element,
            described,
        } = self;
        let error_id = ["err-", &field].concat();
        let sentence = sentence(&element, &error_id);
        let hints = described.get_attribute("aria-describedby");
        let with_hints = [&error_id, " ", hints.as_deref().unwrap_or_default()].concat();
        let is_group = described == element;
        let show = move |state: &State| {
            attribute(&element, "hidden", state.hides(&field).then_some(""));
            let error = state.submit_state.error_of(&field);
            if let Some(sentence) = &sentence {
                sentence.set_text_content(error);
                // Screen readers announce an alert when it is added with its text, once.
                match error {
                    Some(_) if sentence.is_connected() => {}
                    Some(_) => _ = element.append_child(sentence),
                    None => sentence.remove(),
                }
            }
            let ids = match error {
                Some(_) => Some(with_hints.trim()),
                None => hints.as_deref(),
            };
            attribute(&described, "aria-describedby", ids);
            // A group cannot be invalid, only its controls.
            if !is_group {
                let is_wrong = if error.is_some() { "true" } else { "false" };
                attribute(&described, "aria-invalid", Some(is_wrong));
            }
        };
        std::mem::forget(RenderEffect::new(move |_| state.with(&show)));
    }
}

/// The paragraph for an error. Not a view: one more type of view would cost ten times these lines.
fn sentence(block: &Element, id: &str) -> Option<Element> {
    let sentence = block.owner_document()?.create_element("p").ok()?;
    for (name, value) in [("class", "otklik-error"), ("id", id), ("role", "alert")] {
        attribute(&sentence, name, Some(value));
    }
    Some(sentence)
}
