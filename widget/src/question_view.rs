//! One question, in the same markup as the plain form's.

use crate::plan::Plan;
use crate::posting::Posting;
use crate::state::Draft;
use leptos::prelude::*;
use otklik_survey::sheet::Wording;
use otklik_survey::{Kind, Question, Scale, limits};

/// Everything that a question's view reads.
#[derive(Clone, Copy)]
pub(crate) struct Spot {
    pub plan: &'static Plan,
    pub draft: RwSignal<Draft>,
    pub posting: RwSignal<Posting>,
    pub question: &'static Question,
    pub wording: &'static Wording,
    pub step: usize,
}

pub(crate) fn question(spot: Spot) -> AnyView {
    match &spot.question.kind {
        Kind::Scored(scale) => scored(spot, *scale).into_any(),
        Kind::Choice { options, several } => {
            choice(spot, options, if *several { "checkbox" } else { "radio" }).into_any()
        }
        Kind::Text => text(spot).into_any(),
    }
}

impl Spot {
    fn name(self) -> String {
        ["q.", &self.question.id].concat()
    }

    fn field(self) -> String {
        ["answers.", &self.question.id].concat()
    }

    /// On another step, or not asked. Its controls stay in the page and keep what was typed.
    fn is_hidden(self) -> bool {
        self.draft.with(|draft| {
            draft.step != self.step || !draft.asks(self.plan.survey(), self.question)
        })
    }

    /// As it reads after the answer that the question follows.
    fn text(self) -> &'static str {
        let survey = self.plan.survey();
        let bucket = self
            .draft
            .with(|draft| draft.bucket_before(survey, self.question));
        let text = bucket.and_then(|bucket| self.wording.after.get(bucket as usize));
        text.unwrap_or(&self.wording.text)
    }

    fn heading(self) -> impl IntoView {
        let optional = (!self.question.required).then(|| optional(self.plan));
        (move || self.text(), optional)
    }
}

/// " (optional)", as it follows a label.
pub(crate) fn optional(plan: &'static Plan) -> impl IntoView {
    view! { " " <small class="otklik-optional">"(" {plan.sheet.word("optional")} ")"</small> }
}

/// What is wrong with `field`, where something is.
pub(crate) fn error(posting: RwSignal<Posting>, field: String) -> impl IntoView {
    move || {
        let text = posting.with(|posting| posting.error_of(&field))?;
        let id = ["err-", &field].concat();
        Some(view! { <p class="otklik-error" id=id role="alert">{text}</p> })
    }
}

/// The ids that describe a control: its error first.
pub(crate) fn described(
    posting: RwSignal<Posting>,
    field: String,
    hint: Option<String>,
) -> impl Fn() -> Option<String> + Clone + Send + Sync + 'static {
    move || {
        let is_wrong = posting.with(|posting| posting.error_of(&field).is_some());
        let error = is_wrong.then(|| ["err-", &field].concat());
        match (error, &hint) {
            (Some(error), Some(hint)) => Some([&error, " ", hint].concat()),
            (Some(error), None) => Some(error),
            (None, hint) => hint.clone(),
        }
    }
}

/// `true` while `field` has an error.
pub(crate) fn invalid(
    posting: RwSignal<Posting>,
    field: String,
) -> impl Fn() -> Option<&'static str> + Clone + Send + Sync + 'static {
    move || posting.with(|posting| posting.error_of(&field).map(|_| "true"))
}

fn scored(spot: Spot, scale: Scale) -> impl IntoView {
    let Spot {
        question, wording, ..
    } = spot;
    let given = spot.draft.with_untracked(|draft| {
        let answer = draft.submission.answers.get(&question.id);
        answer.and_then(|answer| answer.score)
    });
    let points: Vec<_> = scale
        .range()
        .enumerate()
        .map(|(place, score)| {
            let number = score.to_string();
            let label = wording.values.get(place);
            let label = label.map(|value| [&number, ", ", value].concat());
            let (data_score, value) = (number.clone(), number.clone());
            view! {
                <label class="otklik-point" data-score=data_score>
                    <input type="radio" name=spot.name() value=value
                        data-bucket=scale.bucket(score).name()
                        aria-label=label
                        required=question.required
                        checked=given == Some(score.into())/>
                    <span aria-hidden="true">{number}</span>
                </label>
            }
        })
        .collect();
    let count = points.len().to_string();
    let ends_id = ["ends-", &question.id].concat();
    let ends = match wording.ends.as_slice() {
        [low, high] => Some(view! {
            <div class="otklik-ends" id=ends_id.clone()>
                <span>{low.as_str()}</span>" "<span>{high.as_str()}</span>
            </div>
        }),
        _ => None,
    };
    view! {
        <fieldset class="otklik-q" data-q=question.id.as_str()
            hidden=move || spot.is_hidden()
            aria-describedby=described(spot.posting, spot.field(), Some(ends_id))>
            <legend>{spot.heading()}</legend>
            <div class="otklik-scale" data-n=count>{points}</div>
            {ends}
            {error(spot.posting, spot.field())}
        </fieldset>
    }
}

fn choice(spot: Spot, options: &'static [String], input_type: &'static str) -> impl IntoView {
    let Spot {
        question, wording, ..
    } = spot;
    let options: Vec<_> = options
        .iter()
        .zip(&wording.options)
        .map(|(option, label)| {
            let checked = spot
                .draft
                .with_untracked(|draft| draft.has_chosen(&question.id, option));
            view! {
                <label class="otklik-option">
                    <input type=input_type name=spot.name() value=option.as_str() checked=checked/>
                    <span>{label.as_str()}</span>
                </label>
            }
        })
        .collect();
    view! {
        <fieldset class="otklik-q" data-q=question.id.as_str()
            hidden=move || spot.is_hidden()
            aria-describedby=described(spot.posting, spot.field(), None)>
            <legend>{spot.heading()}</legend>
            <div class="otklik-options">{options}</div>
            {question.has_other().then(|| other(spot))}
            {error(spot.posting, spot.field())}
        </fieldset>
    }
}

/// The free field, while its option is chosen.
fn other(spot: Spot) -> impl IntoView {
    let id = &spot.question.id;
    let is_chosen = Memo::new(move |_| spot.draft.with(|draft| draft.has_chosen_other(id)));
    move || {
        is_chosen.get().then(|| {
            let typed = spot.draft.with_untracked(|draft| {
                let answer = draft.submission.answers.get(id);
                answer.and_then(|answer| answer.other.clone())
            });
            view! {
                <label class="otklik-other">
                    <span>{spot.plan.sheet.word("other-label")}</span>
                    <input type="text" name=[&spot.name(), ".other"].concat()
                        maxlength=limits::OTHER_MAX_CHARS.to_string()
                        value=typed/>
                </label>
            }
        })
    }
}

fn text(spot: Spot) -> impl IntoView {
    let typed = spot.draft.with_untracked(|draft| {
        let answer = draft.submission.answers.get(&spot.question.id);
        answer.and_then(|answer| answer.text.clone())
    });
    view! {
        <div class="otklik-q" data-q=spot.question.id.as_str() hidden=move || spot.is_hidden()>
            <label>
                <span class="otklik-label">{spot.heading()}</span>
                <textarea name=spot.name() rows="3"
                    maxlength=limits::TEXT_MAX_CHARS.to_string()
                    aria-describedby=described(spot.posting, spot.field(), None)
                    aria-invalid=invalid(spot.posting, spot.field())>
                    {typed}
                </textarea>
            </label>
            {error(spot.posting, spot.field())}
        </div>
    }
}
