//! Delivers the records: carries out the effects of the [`Machine`], and tells the forms of this page and of other tabs
//! what became of each.

use super::lock::{self, Lock};
use super::machine::{Effect, Event, Fate, Machine, Moment, Report};
use super::record::Record;
use super::request::{self, Heard};
use super::{store, unsent};
use crate::dom::{after, listen, window};
use crate::js::{flag, get, object, text};
use js_sys::{Date, Math};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{BroadcastChannel, MessageEvent};

const CHANNEL: &str = "otklik";

/// What became of a record.
pub(crate) struct News {
    /// The submission's id.
    pub id: String,
    pub report: Report,
    /// The receipt, or the error.
    pub answer: JsValue,
}

pub(crate) struct Delivery {
    machine: RefCell<Machine>,
    /// Of the record that the round has opened.
    lock: RefCell<Option<Lock>>,
    /// The server's JSON to the record that the round has sent.
    answer: RefCell<JsValue>,
    /// The number of the latest pause: an earlier one begins no round.
    pause: Cell<u32>,
    channel: RefCell<Option<BroadcastChannel>>,
    listener: fn(News),
}

impl Delivery {
    /// Begins with a round; `listener` gets what became of each record, also where another tab has sent it.
    pub fn begin(listener: fn(News)) -> Rc<Delivery> {
        let delivery = Rc::new(Delivery {
            machine: RefCell::default(),
            lock: RefCell::default(),
            answer: RefCell::new(JsValue::NULL),
            pause: Cell::new(0),
            channel: RefCell::default(),
            listener,
        });
        delivery.listen();
        let begun = delivery.clone();
        spawn_local(async move {
            unsent::adopt().await;
            begun.on(Event::Begin);
        });
        delivery
    }

    fn listen(self: &Rc<Self>) {
        let window = window();
        let it = self.clone();
        listen(&window, "online", move |_| it.on(Event::ComeBack));
        let it = self.clone();
        listen(&window, "pagehide", move |_| {
            it.on(Event::Leave);
            // A frozen page would keep them, and the next one could not send.
            lock::release_all();
        });
        let it = self.clone();
        listen(&window, "pageshow", move |event| {
            if flag(&event, "persisted") {
                it.on(Event::Return);
            }
        });
        if let Some(document) = window.document() {
            let it = self.clone();
            let shown = document.clone();
            listen(&document, "visibilitychange", move |_| {
                if !shown.hidden() {
                    it.on(Event::ComeBack);
                }
            });
        }
    }

    /// From now on also for records that another tab has sent. Not sooner: an open channel may keep a page out of the
    /// back-forward cache.
    pub fn listen_to_others(self: &Rc<Self>) {
        if self.channel.borrow().is_some() {
            return;
        }
        if let Ok(channel) = BroadcastChannel::new(CHANNEL) {
            let it = self.clone();
            listen(&channel, "message", move |event| {
                let data = get(event.unchecked_ref::<MessageEvent>(), "data");
                if let Some(news) = News::read(&data) {
                    (it.listener)(news);
                }
            });
            *self.channel.borrow_mut() = Some(channel);
        }
    }

    /// Sends a record now, whoever else sends it too.
    pub async fn attempt(self: &Rc<Self>, record: &Record) -> (Fate, Heard) {
        let _lock = Lock::of(&record.id).await;
        let heard = request::send(record).await;
        let settled = self
            .machine
            .borrow()
            .settle(record, heard.reply, Date::now());
        if let Some(effect) = settled {
            self.carry_out(effect).await;
        }
        (heard.reply.fate(), heard)
    }

    /// Begins a round after a pause.
    pub fn retry_later(self: &Rc<Self>) {
        let pause = self.machine.borrow_mut().pause(0.0);
        let it = self.clone();
        spawn_local(async move {
            it.carry_out(pause).await;
        });
    }

    /// An event, and those that its effects lead to.
    fn on(self: &Rc<Self>, event: Event) {
        let mut effects = self.effects_of(event);
        let it = self.clone();
        spawn_local(async move {
            while !effects.is_empty() {
                let mut next = Vec::new();
                for effect in effects {
                    if let Some(event) = it.carry_out(effect).await {
                        next = it.effects_of(event);
                    }
                }
                effects = next;
            }
        });
    }

    fn effects_of(&self, event: Event) -> Vec<Effect> {
        let moment = Moment {
            now_ms: Date::now(),
            is_online: window().navigator().on_line(),
        };
        self.machine.borrow_mut().on(event, moment)
    }

    /// The event that the effect leads to.
    async fn carry_out(self: &Rc<Self>, effect: Effect) -> Option<Event> {
        match effect {
            Effect::Find => {
                let records = store::all().await.into_iter();
                return Some(Event::Found(records.map(|record| record.id).collect()));
            }
            Effect::Open(id) => {
                let lock = Lock::of(&id).await;
                if !lock.is_ours {
                    return Some(Event::Taken);
                }
                *self.lock.borrow_mut() = Some(lock);
                return Some(Event::Opened(store::find(&id).await));
            }
            Effect::Send(record) => {
                let heard = request::send(&record).await;
                *self.answer.borrow_mut() = heard.json;
                return Some(Event::Replied(heard.reply));
            }
            Effect::Close => drop(self.lock.borrow_mut().take()),
            Effect::Remove(record) => store::remove(&record).await,
            Effect::Renew(record) => drop(store::keep(record).await),
            Effect::Delay(record, not_before_ms) => store::delay(&record, not_before_ms).await,
            Effect::Report(record, report) => self.report(record, report),
            Effect::Pause {
                at_least_ms,
                at_most_ms,
            } => {
                let pause_ms = at_least_ms.max(Math::random() * at_most_ms);
                let number = self.pause.get().wrapping_add(1);
                self.pause.set(number);
                let it = self.clone();
                after(pause_ms as i32, move || {
                    if it.pause.get() == number {
                        it.on(Event::Begin);
                    }
                });
            }
        }
        None
    }

    /// To the forms of this page and of other tabs.
    fn report(&self, record: Record, report: Report) {
        let answer = self.answer.replace(JsValue::NULL);
        if record.is_early {
            return;
        }
        let news = News {
            id: record.id,
            report,
            answer,
        };
        // Fails for what cannot be copied, and JSON can.
        if let Some(channel) = &*self.channel.borrow() {
            _ = channel.post_message(&news.write());
        } else if let Ok(channel) = BroadcastChannel::new(CHANNEL) {
            _ = channel.post_message(&news.write());
            channel.close();
        }
        (self.listener)(news);
    }
}

impl News {
    /// The answers themselves are not passed on.
    fn write(&self) -> JsValue {
        object(&[
            ("id", self.id.as_str().into()),
            ("report", self.report.as_str().into()),
            ("answer", self.answer.clone()),
        ])
        .into()
    }

    fn read(value: &JsValue) -> Option<News> {
        Some(News {
            id: text(value, "id")?,
            report: Report::parse(&text(value, "report")?)?,
            answer: get(value, "answer"),
        })
    }
}
