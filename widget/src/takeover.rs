//! Reads the plain form as it stands, and puts the widget in its place.

use crate::callback_view::callback;
use crate::dom::{find, focus_in_place};
use crate::payload::FormKind;
use crate::plan::Plan;
use crate::state::{Draft, Mark, note_callback};
use crate::survey_view::survey;
use js_sys::Array;
use leptos::mount::mount_to_renderer;
use leptos::prelude::set_timeout;
use otklik_survey::CallbackDraft;
use std::time::Duration;
use wasm_bindgen::JsCast;
use web_sys::{Element, FormData, HtmlElement, HtmlFormElement, HtmlInputElement};

/// Between two looks whether a finger is still down.
const PRESS_CHECK: Duration = Duration::from_millis(50);

/// Takes over as soon as nothing in the form is being pressed: a control that goes away between
/// finger down and finger up loses the tap.
pub(crate) fn when_calm(form: HtmlFormElement, kind: FormKind, plan: Plan) {
    if form.matches(":active").unwrap_or(false) {
        set_timeout(move || when_calm(form, kind, plan), PRESS_CHECK);
        return;
    }
    // The plain form is already sending: it will also say thanks.
    let is_sending = find(&form, ".otklik-send:disabled").is_some();
    if form.is_connected() && !is_sending {
        replace(&form, kind, plan);
    }
}

fn replace(form: &HtmlFormElement, kind: FormKind, plan: Plan) {
    let document = web_sys::window().and_then(|window| window.document());
    let Some(Ok(root)) = document.map(|document| document.create_element("div")) else {
        return;
    };
    root.set_class_name("otklik-widget");
    // A host's node that refuses an attribute is no reason to stop: the form names the language too.
    _ = root.set_attribute("lang", plan.sheet.lang.code());
    // The widget lives as long as the page; views then borrow the plan without counting.
    let plan: &'static Plan = Box::leak(Box::new(plan));
    let held = Held::of(form);
    let fields = fields_of(form);
    match kind {
        FormKind::Survey => {
            let mut draft = Draft::default();
            for (name, value) in &fields {
                draft.note(plan.survey(), name, value, Mark::On);
            }
            draft.step = held
                .as_ref()
                .and_then(|held| plan.step_of_control(&held.name))
                .unwrap_or(0);
            mount_to_renderer(&root, move || survey(plan, draft)).forget();
        }
        FormKind::Callback => {
            let mut draft = CallbackDraft::default();
            for (name, value) in &fields {
                note_callback(&mut draft, name, value, Mark::On);
            }
            mount_to_renderer(&root, move || callback(plan, draft)).forget();
        }
    }
    if form.replace_with_with_node_1(&root).is_ok()
        && let Some(held) = held
    {
        held.restore(&root);
    }
}

/// All fields with a value, hidden ones too, by name.
fn fields_of(form: &HtmlFormElement) -> Vec<(String, String)> {
    let Ok(data) = FormData::new_with_form(form) else {
        return Vec::new();
    };
    let pairs = Array::from(&data);
    pairs
        .iter()
        .filter_map(|pair| {
            let pair: Array = pair.unchecked_into();
            Some((pair.get(0).as_string()?, pair.get(1).as_string()?))
        })
        .collect()
}

/// The control that has the focus, and where in it the guest is typing.
struct Held {
    name: String,
    selector: String,
    selection: Option<(u32, u32)>,
}

impl Held {
    fn of(form: &HtmlFormElement) -> Option<Held> {
        // Areas, lists, buttons and links lack some of these properties; then they read as empty.
        let control: HtmlInputElement = find(form, ":focus")?.unchecked_into();
        let name = control.get_attribute("name").unwrap_or_default();
        let value = control.get_attribute("value").unwrap_or_default();
        let type_of = control.get_attribute("type").unwrap_or_default();
        let mut selector = if name.is_empty() {
            // On another step than the last the button that sends is not there yet.
            [".", &control.class_name(), ",.otklik-next"].concat()
        } else {
            ["[name=\"", &name, "\"]"].concat()
        };
        if type_of == "radio" || type_of == "checkbox" {
            selector = [&selector, "[value=\"", &value, "\"]"].concat();
        }
        let from = control.selection_start().ok().flatten();
        let to = control.selection_end().ok().flatten();
        Some(Held {
            name,
            selector,
            selection: from.zip(to),
        })
    }

    fn restore(&self, root: &Element) {
        let control: Option<HtmlElement> = find(root, &self.selector);
        if let Some(control) = control {
            focus_in_place(&control);
            if let Some((from, to)) = self.selection {
                let control: HtmlInputElement = control.unchecked_into();
                _ = control.set_selection_range(from, to);
            }
        }
    }
}
