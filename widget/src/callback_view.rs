//! The request to be called: the plain form's fields, checked here before they are sent.

use crate::dom::{field_of, focus_soon, root_of};
use crate::payload::FormKind;
use crate::plan::Plan;
use crate::post::post;
use crate::posting::Posting;
use crate::question_view::{described, error, invalid, optional};
use crate::state::note_callback;
use crate::survey_view::{END, is_done, send_button, status, thanks};
use crate::wire;
use leptos::ev::Event;
use leptos::prelude::*;
use leptos::task::spawn_local;
use otklik_survey::callback::{Callback, Window};
use otklik_survey::{CallbackDraft, limits};
use web_sys::Element;

#[derive(Clone, Copy)]
struct Request {
    plan: &'static Plan,
    draft: RwSignal<CallbackDraft>,
    posting: RwSignal<Posting>,
}

pub(crate) fn callback(plan: &'static Plan, draft: CallbackDraft) -> impl IntoView {
    let posting = Posting::new(draft.rev);
    let request = Request {
        plan,
        draft: RwSignal::new(draft),
        posting: RwSignal::new(posting),
    };
    let is_done = is_done(request.posting);
    move || match is_done.get() {
        true => thanks(plan).into_any(),
        false => request.form().into_any(),
    }
}

impl Request {
    fn form(self) -> impl IntoView {
        let sheet = &self.plan.sheet;
        let draft = self.draft.get_untracked();
        let window = draft.window;
        let windows: Vec<_> = Window::ALL
            .iter()
            .map(|it| it.as_str())
            .map(|it| {
                let label = sheet.word(&["callback-window-", it].concat());
                view! { <option value=it selected=window == it>{label}</option> }
            })
            .collect();
        view! {
            <form class="otklik-form" lang=sheet.lang.code() novalidate
                on:input=move |ev| self.note(&ev)
                on:submit=move |ev| {
                    ev.prevent_default();
                    self.send(root_of(&ev));
                }>
                <p class="otklik-lead">{sheet.word("callback-lead")}</p>
                {self.phone(draft.phone)}
                {self.line("name", "name", limits::NAME_MAX_CHARS, draft.name)}
                {self.line("topic", "off", limits::TOPIC_MAX_CHARS, draft.topic)}
                <div class="otklik-q">
                    <label>
                        <span class="otklik-label">{sheet.word("callback-window")}</span>
                        <select name="window">{windows}</select>
                    </label>
                </div>
                <div class="otklik-q">
                    <label>
                        <span class="otklik-label">
                            {sheet.word("callback-comment")} {optional(self.plan)}
                        </span>
                        <textarea name="comment" rows="2"
                            maxlength=limits::TEXT_MAX_CHARS.to_string()
                            aria-describedby=self.described("comment", None)>
                            {draft.comment}
                        </textarea>
                    </label>
                    {error(self.posting, "comment".to_owned())}
                </div>
                {self.consent(draft.consent)}
                {send_button(self.plan, self.posting, "callback-send")}
                {status(self.posting)}
            </form>
        }
    }

    fn phone(self, typed: String) -> impl IntoView {
        let sheet = &self.plan.sheet;
        view! {
            <div class="otklik-q">
                <label>
                    <span class="otklik-label">{sheet.word("callback-phone")}</span>
                    <input type="tel" name="phone" autocomplete="tel" required
                        maxlength=limits::PHONE_MAX_CHARS.to_string()
                        aria-describedby=self.described("phone", Some("hint-phone"))
                        aria-invalid=invalid(self.posting, "phone".to_owned())
                        value=typed/>
                </label>
                <small class="otklik-hint" id="hint-phone">
                    {sheet.word("callback-phone-hint")}
                </small>
                {error(self.posting, "phone".to_owned())}
            </div>
        }
    }

    fn line(
        self,
        name: &'static str,
        autocomplete: &'static str,
        max_chars: usize,
        typed: String,
    ) -> impl IntoView {
        let label = self.plan.sheet.word(&["callback-", name].concat());
        view! {
            <div class="otklik-q">
                <label>
                    <span class="otklik-label">{label} {optional(self.plan)}</span>
                    <input type="text" name=name autocomplete=autocomplete
                        maxlength=max_chars.to_string()
                        aria-describedby=self.described(name, None)
                        value=typed/>
                </label>
                {error(self.posting, name.to_owned())}
            </div>
        }
    }

    fn consent(self, given: bool) -> impl IntoView {
        let sheet = &self.plan.sheet;
        view! {
            <div class="otklik-q">
                <label class="otklik-option">
                    <input type="checkbox" name="consent" value="yes" required
                        aria-describedby=self.described("consent", None)
                        checked=given/>
                    <span>{sheet.word("callback-consent")}</span>
                </label>
                <a class="otklik-document" href=sheet.word("consent-url") target="_blank"
                    rel="noopener">
                    {sheet.word("callback-consent-link")}
                </a>
                {error(self.posting, "consent".to_owned())}
            </div>
        }
    }

    fn described(
        self,
        field: &str,
        hint: Option<&str>,
    ) -> impl Fn() -> Option<String> + Clone + Send + Sync + 'static {
        described(self.posting, field.to_owned(), hint.map(str::to_owned))
    }

    fn note(self, event: &Event) {
        if let Some((name, value, mark)) = field_of(event) {
            self.draft
                .update(|draft| note_callback(draft, &name, &value, mark));
            self.posting.update(|posting| posting.forgive(&name));
        }
    }

    fn show_first_error(self, root: Option<Element>) {
        let field = self
            .posting
            .with_untracked(|posting| posting.first_error().map(str::to_owned));
        if let Some(field) = field {
            focus_soon(root, ["[name=\"", &field, "\"]"].concat());
        }
    }

    fn send(self, root: Option<Element>) {
        if self.posting.with_untracked(Posting::is_busy) {
            return;
        }
        let sheet = &self.plan.sheet;
        let mut draft = self.draft.get_untracked();
        let attempt = self
            .posting
            .with_untracked(|posting| posting.attempt(|rev| wire::callback(&draft, rev)));
        draft.rev = attempt.rev;
        if let Err(rejections) = Callback::accept(draft) {
            self.posting
                .update(|posting| posting.reject(rejections, sheet));
            self.show_first_error(root);
            return;
        }
        self.posting.update(|posting| posting.sending(sheet));
        spawn_local(async move {
            let outcome = post(self.plan, FormKind::Callback, &attempt.body).await;
            self.posting
                .update(|posting| posting.settle(attempt, outcome, sheet));
            focus_soon(root.clone(), END.to_owned());
            self.show_first_error(root);
        });
    }
}
