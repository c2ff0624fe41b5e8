//! The survey: one question a step, with those that follow it.

use crate::dom::{field_of, focus_soon, root_of};
use crate::payload::FormKind;
use crate::plan::Plan;
use crate::post::post;
use crate::posting::{Phase, Posting};
use crate::question_view::{Spot, question};
use crate::state::Draft;
use crate::wire;
use leptos::ev::{Event, KeyboardEvent};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::Element;

/// The survey while it is answered and sent.
#[derive(Clone, Copy)]
struct Talk {
    plan: &'static Plan,
    draft: RwSignal<Draft>,
    posting: RwSignal<Posting>,
}

pub(crate) fn survey(plan: &'static Plan, draft: Draft) -> impl IntoView {
    let posting = Posting::new(draft.submission.rev);
    let talk = Talk {
        plan,
        draft: RwSignal::new(draft),
        posting: RwSignal::new(posting),
    };
    let is_done = is_done(talk.posting);
    move || match is_done.get() {
        true => thanks(plan).into_any(),
        false => talk.form().into_any(),
    }
}

impl Talk {
    fn form(self) -> impl IntoView {
        let sheet = &self.plan.sheet;
        let questions: Vec<_> = self
            .plan
            .items()
            .map(|(question, wording, step)| Spot {
                plan: self.plan,
                draft: self.draft,
                posting: self.posting,
                question,
                wording,
                step,
            })
            .map(question)
            .collect();
        let is_last = Memo::new(move |_| self.draft.with(|it| it.step == self.plan.last_step()));
        let is_first = Memo::new(move |_| self.draft.with(|it| it.step == 0));
        let back = move || {
            (!is_first.get()).then(|| {
                view! {
                    <button class="otklik-back" type="button" on:click=move |ev| self.back(&ev)>
                        {sheet.word("back")}
                    </button>
                }
            })
        };
        let forward = move || match is_last.get() {
            true => send_button(self.plan, self.posting, "send").into_any(),
            false => view! {
                <button class="otklik-next" type="button" on:click=move |ev| self.forward(&ev)>
                    {sheet.word("next")}
                </button>
            }
            .into_any(),
        };
        view! {
            <form class="otklik-form" lang=sheet.lang.code() novalidate
                on:input=move |ev| self.note(&ev)
                on:keydown=keep_enter
                on:submit=move |ev| {
                    ev.prevent_default();
                    self.send(root_of(&ev));
                }>
                {questions}
                <p class="otklik-note" hidden=move || !is_last.get()>{sheet.word("who-sees")}</p>
                <div class="otklik-steps">
                    {back}
                    {forward}
                    <p class="otklik-note otklik-progress">{move || self.progress()}</p>
                </div>
                {status(self.posting)}
            </form>
        }
    }

    fn progress(self) -> Option<String> {
        let (number, total) = self.draft.with(|draft| draft.progress(self.plan));
        let text = self.plan.sheet.word("progress");
        (total > 1).then(|| {
            text.replace("{n}", &number.to_string())
                .replace("{total}", &total.to_string())
        })
    }

    fn note(self, event: &Event) {
        let Some((name, value, mark)) = field_of(event) else {
            return;
        };
        self.draft
            .update(|draft| draft.note(self.plan.survey(), &name, &value, mark));
        let id = name.split('.').nth(1).unwrap_or_default();
        let field = ["answers.", id].concat();
        self.posting.update(|posting| posting.forgive(&field));
    }

    fn back(self, event: &Event) {
        let step = self.draft.with_untracked(|draft| draft.step);
        self.go(step.saturating_sub(1), root_of(event));
    }

    /// On to the next step, unless something on this one is missing or wrong.
    fn forward(self, event: &Event) {
        let (submission, step) = self
            .draft
            .with_untracked(|draft| (draft.submission.clone(), draft.step));
        let mut rejections = match self.plan.survey().accept(submission) {
            Ok(_) => Vec::new(),
            Err(rejections) => rejections,
        };
        rejections.retain(|it| self.plan.step_of_field(&it.field) == Some(step));
        let root = root_of(event);
        if rejections.is_empty() {
            self.go(step + 1, root);
        } else {
            self.posting
                .update(|posting| posting.reject(rejections, &self.plan.sheet));
            self.show_first_error(root);
        }
    }

    fn go(self, step: usize, root: Option<Element>) {
        self.draft.update(|draft| draft.step = step);
        let heading =
            ".otklik-q:not([hidden]) legend,.otklik-q:not([hidden]) .otklik-label".to_owned();
        focus_soon(root, heading);
    }

    fn show_first_error(self, root: Option<Element>) {
        let field = self
            .posting
            .with_untracked(|posting| posting.first_error().map(str::to_owned));
        let Some(field) = field else {
            return;
        };
        if let Some(step) = self.plan.step_of_field(&field) {
            self.draft.update(|draft| draft.step = step);
            let id = field.trim_start_matches("answers.");
            let block = ["[data-q=\"", id, "\"] "].concat();
            focus_soon(root, [&block, ":is(input,textarea)"].concat());
        }
    }

    fn send(self, root: Option<Element>) {
        let survey = self.plan.survey();
        if self.posting.with_untracked(Posting::is_busy) {
            return;
        }
        let draft = self.draft.get_untracked();
        let attempt = self
            .posting
            .with_untracked(|posting| posting.attempt(|rev| wire::submission(survey, &draft, rev)));
        let mut submission = draft.submission;
        submission.rev = attempt.rev;
        let sheet = &self.plan.sheet;
        if let Err(rejections) = survey.accept(submission) {
            self.posting
                .update(|posting| posting.reject(rejections, sheet));
            self.show_first_error(root);
            return;
        }
        self.posting.update(|posting| posting.sending(sheet));
        spawn_local(async move {
            let outcome = post(self.plan, FormKind::Survey, &attempt.body).await;
            self.posting
                .update(|posting| posting.settle(attempt, outcome, sheet));
            focus_soon(root.clone(), END.to_owned());
            self.show_first_error(root);
        });
    }
}

/// What has the focus after sending: the thanks, or the button that sends again, which lost it
/// while it was disabled.
pub(crate) const END: &str = ".otklik-thanks,.otklik-send";

pub(crate) fn is_done(posting: RwSignal<Posting>) -> Memo<bool> {
    Memo::new(move |_| posting.with(|posting| posting.phase == Phase::Done))
}

pub(crate) fn send_button(
    plan: &'static Plan,
    posting: RwSignal<Posting>,
    word: &'static str,
) -> impl IntoView {
    let label = move || {
        let has_failed = posting.with(|posting| posting.phase == Phase::Failed);
        plan.sheet.word(if has_failed { "retry" } else { word })
    };
    view! {
        <button class="otklik-send" type="submit"
            disabled=move || posting.with(Posting::is_busy)>
            {label}
        </button>
    }
}

pub(crate) fn status(posting: RwSignal<Posting>) -> impl IntoView {
    let text = move || posting.with(|posting| posting.status.clone());
    view! { <p class="otklik-status" role="status">{text}</p> }
}

pub(crate) fn thanks(plan: &'static Plan) -> impl IntoView {
    view! {
        <div class="otklik-thanks" role="status" tabindex="-1">
            <h2>{plan.sheet.word("thanks-title")}</h2>
            <p>{plan.sheet.word("thanks-text")}</p>
        </div>
    }
}

/// Enter marks and types like any other key: only a button goes on or sends.
fn keep_enter(event: KeyboardEvent) {
    let target = event.target();
    let is_input = target.is_some_and(|it| it.dyn_ref::<web_sys::HtmlInputElement>().is_some());
    if is_input && event.key() == "Enter" {
        event.prevent_default();
    }
}
