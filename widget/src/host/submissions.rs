//! The submissions of one painted form: stored on the device before they are sent, and what the guest reads about them.

use super::session::Session;
use super::{drafts, offer, receipts};
use crate::dom::{after, find, is_sending, listen, value_of, window};
use crate::js::{get, number, object, text};
use crate::popup::pauses;
use crate::queue::delivery::{Delivery, News};
use crate::queue::machine::{Answer, Fate, Report};
use crate::queue::record::Record;
use crate::queue::request::{answer_to, is_cut_off};
use crate::queue::store;
use crate::sentences::sentence;
use js_sys::{JSON, Math, Promise};
use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, future_to_promise, spawn_local};
use web_sys::{Element, ShadowRoot, UrlSearchParams};

/// Milliseconds after which a device that has not stored a record no longer delays sending.
const TIMEOUT_MS: i32 = 2_000;

/// Errors after which no further revision is stored: the next answers begin a new submission.
const ENDED: [&str; 3] = ["bad_id", "bad_rev", "correction_closed"];

thread_local! {
    /// One a page, for all its forms.
    static DELIVERY: OnceCell<Rc<Delivery>> = const { OnceCell::new() };
    /// The forms of this page, the latest last.
    static FORMS: RefCell<Vec<Rc<Submissions>>> = const { RefCell::new(Vec::new()) };
    /// News of a submission whose form is not there yet: its window has not been opened.
    static UNREAD: RefCell<Vec<News>> = const { RefCell::new(Vec::new()) };
}

/// Sends what earlier pages have left on the device; once a page.
pub(crate) fn begin() -> Rc<Delivery> {
    DELIVERY.with(|delivery| delivery.get_or_init(|| Delivery::begin(spread)).clone())
}

/// To the form that sent it, else to the latest one that is there.
fn spread(news: News) {
    let forms = FORMS.with_borrow(Clone::clone);
    let is_read = match news.report {
        Report::Arrived => forms.iter().any(|form| form.arrived(&news)),
        Report::Refused | Report::Expired => forms.iter().rev().any(|form| form.failed(&news)),
    };
    if !is_read {
        UNREAD.with_borrow_mut(|unread| unread.push(news));
    }
}

pub(crate) struct Submissions {
    session: Rc<Session>,
    delivery: Rc<Delivery>,
    /// Whether to show the thanks once the last submission has arrived; not while the guest goes on answering.
    is_awaited: Cell<bool>,
    /// The paragraph for messages, below the form.
    region: RefCell<Option<Element>>,
    /// What follows the response to a submission that was under way when the queue came.
    on_heard: RefCell<Option<Box<dyn FnOnce()>>>,
}

impl Submissions {
    /// Stays with one painted form.
    pub fn attend(session: &Rc<Session>) -> Rc<Submissions> {
        let submissions = Rc::new(Submissions {
            session: session.clone(),
            delivery: begin(),
            is_awaited: Cell::new(true),
            region: RefCell::default(),
            on_heard: RefCell::default(),
        });
        FORMS.with_borrow_mut(|forms| {
            forms.retain(|form| form.session.form.is_connected());
            forms.push(submissions.clone());
        });
        submissions.replace_sending();
        let it = submissions.clone();
        listen(&session.form, "input", move |_| it.is_awaited.set(false));
        submissions
    }

    /// The loader's functions call these from now on.
    fn replace_sending(self: &Rc<Self>) {
        let it = self.clone();
        let send = move |body: JsValue, is_early: JsValue| {
            let it = it.clone();
            future_to_promise(async move { Ok(it.post(&body, is_early.is_truthy()).await) })
        };
        let send = Closure::<dyn FnMut(JsValue, JsValue) -> Promise>::new(send);
        let it = self.clone();
        let heard = Closure::<dyn FnMut(JsValue)>::new(move |answer: JsValue| it.heard(&answer));
        let painted = &self.session.painted;
        painted.set_send(send.into_js_value().unchecked_ref());
        painted.set_heard(heard.into_js_value().unchecked_ref());
    }

    /// A score that the guest has confirmed by leaving its step. Nothing about it is shown.
    pub fn send_ahead(self: &Rc<Self>, body: String) {
        let it = self.clone();
        spawn_local(async move {
            it.post(&JsValue::from_str(&body), true).await;
        });
    }

    /// The server's response; while there is none, the message for the guest.
    async fn post(self: &Rc<Self>, body: &JsValue, is_early: bool) -> JsValue {
        let record = self.record_of(body, is_early);
        let is_kept = within_patience(store::keep(record.clone())).await;
        let (fate, heard) = self.delivery.attempt(&record).await;
        // The form then leaves the page, with all answers.
        let is_cut_off = !is_early && fate == Fate::Later && is_cut_off(&record, &heard).await;
        if heard.reply.status == 403 || is_cut_off {
            store::remove(&record).await;
        }
        if is_cut_off {
            return error_of("origin_not_allowed", "");
        }
        if fate != Fate::Later || heard.reply.status == 403 || !is_kept {
            return heard.json;
        }
        if is_early {
            self.delivery.retry_later();
        } else {
            self.expect();
        }
        error_of("unavailable", sentence(&self.session.lang(), "queue-kept"))
    }

    fn record_of(&self, body: &JsValue, is_early: bool) -> Record {
        let fields = body.dyn_ref::<UrlSearchParams>();
        let text = match fields {
            Some(fields) => String::from(fields.to_string()),
            None => body.as_string().unwrap_or_default(),
        };
        let rev = match fields {
            Some(fields) => fields.get("rev").and_then(|rev| rev.parse().ok()),
            // A cast from float saturates.
            None => JSON::parse(&text)
                .ok()
                .and_then(|json| number(&json, "rev"))
                .map(|rev| rev as u8),
        };
        Record {
            id: self.id(),
            rev: rev.unwrap_or(1),
            mark: Math::random(),
            url: self.session.painted.endpoint(),
            lang: self.session.lang(),
            body: text,
            is_form: fields.is_some(),
            is_early,
            at_ms: 0.0,
            not_before_ms: 0.0,
        }
    }

    fn id(&self) -> String {
        value_of(&self.session.form, "id")
    }

    fn expect(&self) {
        self.is_awaited.set(true);
        self.delivery.listen_to_others();
        self.delivery.retry_later();
    }

    /// Every response of the server to this form.
    fn heard(&self, answer: &JsValue) {
        let session = &self.session;
        let is_stored = answer_to(&self.id(), answer) == Answer::Receipt;
        if is_stored {
            receipts::keep(&session.key, answer);
            offer::show(session);
            pauses::remember(&session.element);
        }
        let code = text(&get(answer, "error"), "code").unwrap_or_default();
        if is_stored || ENDED.contains(&code.as_str()) {
            drafts::forget(session);
        } else {
            drafts::keep_step(session);
        }
        if let Some(then) = self.on_heard.borrow_mut().take() {
            // After the form has shown its own result.
            after(0, then);
        }
    }

    /// Whether this form has sent it. The response may be late: the guest may no longer wait, or use another part of the
    /// page.
    fn arrived(&self, news: &News) -> bool {
        let session = &self.session;
        if news.id != self.id() || !session.form.is_connected() {
            return false;
        }
        if !self.is_awaited.get() || session.form.hidden() {
            return true;
        }
        self.is_awaited.set(false);
        if let Some(region) = &*self.region.borrow() {
            region.set_text_content(None);
        }
        self.heard(&news.answer);
        // Fails where a listener of the page throws.
        _ = session.element.fire("submitted");
        let thanks = find(&session.painted.surroundings(), ".otklik-thanks");
        let root = session.form.get_root_node();
        let focused = root.unchecked_ref::<ShadowRoot>().active_element();
        let is_elsewhere = focused.is_none();
        // An inert element takes no focus.
        if let Some(thanks) = &thanks {
            thanks.set_inert(is_elsewhere);
        }
        session.painted.thank(&news.answer);
        if let Some(thanks) = &thanks {
            thanks.set_inert(false);
        }
        true
    }

    /// Whether the guest can read that an earlier submission was given up.
    fn failed(&self, news: &News) -> bool {
        let word = match news.report {
            Report::Arrived => return true,
            Report::Refused => "queue-refused",
            Report::Expired => "queue-expired",
        };
        let reason = text(&get(&news.answer, "error"), "message").unwrap_or_default();
        self.say(
            [sentence(&self.session.lang(), word), " ", &reason]
                .concat()
                .trim(),
        )
    }

    fn say(&self, message: &str) -> bool {
        let form = &self.session.form;
        if !form.is_connected() {
            return false;
        }
        let mut region = self.region.borrow_mut();
        if region.is_none() {
            let document = form.owner_document();
            *region = document.and_then(|document| document.create_element("p").ok());
            if let Some(region) = &*region {
                region.set_class_name("otklik-status");
                crate::dom::attribute(region, "role", Some("status"));
                // Fails for a form without a parent.
                _ = form.after_with_node_1(region);
            }
        }
        if let Some(region) = region.clone() {
            let message = message.to_owned();
            // Screen readers announce it because it is there before its text.
            after(0, move || region.set_text_content(Some(&message)));
        }
        true
    }

    /// Submissions from before the queue came, and records of an earlier page.
    pub fn recall(self: &Rc<Self>) {
        let unread = UNREAD.take();
        for news in unread {
            spread(news);
        }
        let it = self.clone();
        spawn_local(async move {
            let form = &it.session.form;
            let painted = &it.session.painted;
            let is_under_way = is_sending(form);
            let tried = painted.tried();
            if !tried.is_null() && !form.hidden() {
                let record = it.record_of(&tried, false);
                store::keep(record.clone()).await;
                if is_under_way {
                    return it.recall_when_heard(record);
                }
            }
            let waiting = store::find(&it.id()).await;
            let is_shown = waiting.is_some_and(|record| !record.is_early);
            if !is_shown || is_under_way || form.hidden() {
                return;
            }
            // The plain form showed an error: it could not know of the queue.
            if !painted.tried().is_null()
                && !form.no_validate()
                && let Some(status) = find(form, ".otklik-status")
            {
                status.set_text_content(None);
            }
            it.say(sentence(&it.session.lang(), "queue-kept"));
            it.expect();
        });
    }

    fn recall_when_heard(self: &Rc<Self>, record: Record) {
        let it = self.clone();
        *self.on_heard.borrow_mut() = Some(Box::new(move || {
            if it.session.painted.tried().is_null() {
                spawn_local(async move { store::remove(&record).await });
            } else {
                it.recall();
            }
        }));
    }
}

/// An error in the shape of the server's.
fn error_of(code: &str, message: &str) -> JsValue {
    let error = object(&[("code", code.into()), ("message", message.into())]);
    object(&[("error", error.into())]).into()
}

/// Whether the record was stored before the guest has waited too long, or has left the page.
async fn within_patience(keeping: impl Future<Output = bool> + 'static) -> bool {
    let kept = future_to_promise(async move { Ok(JsValue::from_bool(keeping.await)) });
    let over = Promise::new(&mut |over, _| {
        let window = window();
        // Fails where the page has been left.
        _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&over, TIMEOUT_MS);
        let options = object(&[("once", JsValue::TRUE)]);
        _ = window.add_event_listener_with_callback_and_add_event_listener_options(
            "pagehide",
            &over,
            options.unchecked_ref(),
        );
    });
    let first = Promise::race(&js_sys::Array::of2(&kept, &over));
    JsFuture::from(first).await.is_ok_and(|kept| kept == true)
}
