//! What the plain form lacks: the bar with the buttons, and thanks.

use crate::plan::{FormKind, Plan};
use crate::posting::Phase;
use crate::state::State;
use leptos::mount::mount_to;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::Element;

/// Puts a view at the end of `parent`, where it stays.
pub(crate) fn mount<V: IntoView + 'static>(parent: &Element, view: V) {
    mount_to(parent.clone().unchecked_into(), move || view).forget();
}

/// Back, on or send, how far it is, and what came of sending. The form listens to the buttons.
pub(crate) fn bar(state: &ArcRwSignal<State>) -> impl IntoView + use<> {
    let [back, main, number, said] = [(); 4].map(|()| state.clone());
    view! {
        <div class="otklik-foot">
            <div class="otklik-steps">
                {move || back.with(back_button)}
                {move || main.with(main_button)}
                <p class="otklik-note otklik-progress">{move || number.with(progress)}</p>
            </div>
            <p class="otklik-status" role="status">
                {move || said.with(|state| state.posting.status.clone())}
            </p>
        </div>
    }
}

fn back_button(state: &State) -> Option<impl IntoView + use<>> {
    (state.step > 0).then(|| press("otklik-back", "button", state.plan.word("back"), None))
}

fn main_button(state: &State) -> impl IntoView + use<> {
    let (class, kind) = match state.is_last() {
        true => ("otklik-send", "submit"),
        false => ("otklik-next", "button"),
    };
    let disabled = state.posting.is_busy().then_some("");
    press(class, kind, state.plan.word(main_word(state)), disabled)
}

/// One type for all buttons: each further type of view costs a kilobyte.
fn press(
    class: &'static str,
    kind: &'static str,
    text: &'static str,
    disabled: Option<&'static str>,
) -> impl IntoView + use<> {
    view! { <button class=class type=kind disabled=disabled>{text}</button> }
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

pub(crate) fn thanks(plan: &'static Plan) -> impl IntoView + use<> {
    view! {
        <div class="otklik-thanks" role="status" tabindex="-1" lang=plan.lang.code()>
            <h2>{plan.word("thanks-title")}</h2>
            <p>{plan.word("thanks-text")}</p>
            {plan.links.iter().map(link).collect::<Vec<_>>()}
        </div>
    }
}

fn link((title, url): &'static (String, String)) -> impl IntoView + use<> {
    view! { <p><a href=url.as_str() rel="noopener">{title.as_str()}</a></p> }
}
