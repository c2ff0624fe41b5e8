//! What the plain form lacks: the bar with the buttons, and thanks.

use crate::plan::{FormKind, Plan};
use crate::posting::Phase;
use crate::state::State;
use reactive_graph::prelude::*;
use reactive_graph::signal::ArcRwSignal;
use tachys::html::element::{button, div, h2, p};
use tachys::prelude::*;
use web_sys::Element;

/// Puts a view at the end of `parent`, where it stays.
pub(crate) fn mount(parent: &Element, view: impl RenderHtml) {
    let mut view = view.build();
    view.mount(parent, None);
    std::mem::forget(view);
}

/// Back, on or send, how far it is, and what came of sending. The form listens to the buttons.
pub(crate) fn bar(state: &ArcRwSignal<State>) -> impl RenderHtml + use<> {
    let [back, main, number, said] = [(); 4].map(|()| state.clone());
    div().class("otklik-foot").child((
        div().class("otklik-steps").child((
            move || back.with(back_button),
            move || main.with(main_button),
            p().class("otklik-note otklik-progress")
                .child(move || number.with(progress)),
        )),
        p().class("otklik-status")
            .attr("role", "status")
            .child(move || said.with(|state| state.posting.status.clone())),
    ))
}

fn back_button(state: &State) -> Option<impl RenderHtml + use<>> {
    (state.step > 0).then(|| press("otklik-back", "button", state.plan.word("back"), None))
}

fn main_button(state: &State) -> Option<impl RenderHtml + use<>> {
    let (class, kind) = match state.is_last() {
        true => ("otklik-send", "submit"),
        false => ("otklik-next", "button"),
    };
    let disabled = state.posting.is_busy().then_some("");
    Some(press(
        class,
        kind,
        state.plan.word(main_word(state)),
        disabled,
    ))
}

/// One type for all buttons: each further type of view costs a kilobyte.
fn press(
    class: &'static str,
    kind: &'static str,
    text: &'static str,
    disabled: Option<&'static str>,
) -> impl RenderHtml + use<> {
    button()
        .class(class)
        .attr("type", kind)
        .attr("disabled", disabled)
        .child(text)
}

fn main_word(state: &State) -> &'static str {
    match (state.is_last(), state.posting.phase, state.plan.kind) {
        (false, _, _) => "next",
        (true, Phase::Failed, _) => "retry",
        (true, Phase::Open | Phase::Sending | Phase::Done, FormKind::Survey) => "send",
        (true, Phase::Open | Phase::Sending | Phase::Done, FormKind::Callback) => "callback-send",
    }
}

/// "Question 1 of 3"; nothing where there is but one, or none.
fn progress(state: &State) -> String {
    let (number, total) = state.progress();
    if total < 2 {
        return String::new();
    }
    let mut text = String::new();
    for part in state.plan.word("progress").split(['{', '}']) {
        match part {
            "n" => text.push_str(&number.to_string()),
            "total" => text.push_str(&total.to_string()),
            part => text.push_str(part),
        }
    }
    text
}

pub(crate) fn thanks(plan: &'static Plan) -> impl RenderHtml + use<> {
    div()
        .class("otklik-thanks")
        .attr("role", "status")
        .attr("tabindex", "-1")
        .attr("lang", plan.lang.code())
        .child((
            h2().child(plan.word("thanks-title")),
            p().child(plan.word("thanks-text")),
        ))
}
