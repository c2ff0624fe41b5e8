//! The queue of several tabs on one device, with a server and a line that fail in every way.

use super::machine::{Answer, Effect, Event, Fate, Machine, Moment, Reply, Report};
use super::record::Record;
use proptest::prelude::*;
use std::collections::BTreeMap;

const HOUR_MS: f64 = 3_600_000.0;
const DAY_MS: f64 = 24.0 * HOUR_MS;

fn record(id: &str, is_callback: bool) -> Record {
    let path = if is_callback {
        "callbacks"
    } else {
        "responses"
    };
    Record {
        id: id.to_owned(),
        rev: 1,
        mark: 0.5,
        url: format!("https://ask.agency.example/v1/{path}?survey=guest"),
        lang: "ru".to_owned(),
        body: "{}".to_owned(),
        is_form: false,
        is_early: false,
        at_ms: 0.0,
        not_before_ms: 0.0,
    }
}

const fn reply(status: u16, answer: Answer, wait_ms: f64) -> Reply {
    Reply {
        status,
        answer,
        wait_ms,
    }
}

const fn at(now_ms: f64) -> Moment {
    Moment {
        now_ms,
        is_online: true,
    }
}

#[test]
fn reply_decides_the_fate() {
    use Answer::{Error, None, Receipt};
    for (status, answer, fate) in [
        (201, Receipt, Fate::Sent),
        (200, Receipt, Fate::Sent),
        (404, Error, Fate::Refused),
        (409, Error, Fate::Refused),
        (413, Error, Fate::Refused),
        (422, Error, Fate::Refused),
        // A proxy's.
        (404, None, Fate::Later),
        (200, None, Fate::Later),
        (0, None, Fate::Later),
        (400, Error, Fate::Later),
        (429, Error, Fate::Later),
        (503, Error, Fate::Later),
    ] {
        let fates = reply(status, answer, 0.0).fate();
        assert_eq!(fates, fate, "{status} {answer:?}");
    }
}

/// The effects of a round over one record, at this moment.
fn round(record: &Record, moment: Moment) -> Vec<Effect> {
    let mut machine = Machine::default();
    assert_eq!(machine.on(Event::Begin, moment), [Effect::Find]);
    let id = record.id.clone();
    let opens = machine.on(Event::Found(vec![id.clone()]), moment);
    assert_eq!(opens, [Effect::Open(id)]);
    machine.on(Event::Opened(Some(record.clone())), moment)
}

#[test]
fn age_and_delay_decide_about_an_opened_record() {
    let answer = record("a", false);
    let callback = record("c", true);
    let sends = |record: &Record| vec![Effect::Send(record.clone())];
    let gives_up = |record: &Record, report| {
        vec![
            Effect::Remove(record.clone()),
            Effect::Report(record.clone(), report),
            Effect::Close,
        ]
    };
    assert_eq!(round(&answer, at(7.0 * DAY_MS)), sends(&answer));
    let too_old = round(&answer, at(7.0 * DAY_MS + 1.0));
    assert_eq!(too_old, gives_up(&answer, Report::Refused));
    assert_eq!(round(&callback, at(DAY_MS)), sends(&callback));
    let too_old = round(&callback, at(DAY_MS + 1.0));
    assert_eq!(too_old, gives_up(&callback, Report::Expired));
    // The server's delay, of an hour at most: a longer one is of a clock that was set back.
    let delayed = |ms| Record {
        not_before_ms: ms,
        ..answer.clone()
    };
    let pause = |at_least_ms| Effect::Pause {
        at_least_ms,
        at_most_ms: 2_000.0,
    };
    let waits = round(&delayed(HOUR_MS), at(0.0));
    assert_eq!(waits, [Effect::Close, pause(HOUR_MS)]);
    let odd = delayed(HOUR_MS + 1.0);
    assert_eq!(round(&odd, at(0.0)), sends(&odd));
    let from_tomorrow = Record {
        at_ms: DAY_MS,
        ..answer.clone()
    };
    let renewed = [
        Effect::Renew(from_tomorrow.clone()),
        Effect::Send(from_tomorrow.clone()),
    ];
    assert_eq!(round(&from_tomorrow, at(0.0)), renewed);
    let offline = Moment {
        now_ms: 0.0,
        is_online: false,
    };
    assert_eq!(round(&answer, offline), [Effect::Close, pause(0.0)]);
}

#[test]
fn pauses_double_up_to_five_minutes_and_begin_anew_with_the_guest() {
    let mut machine = Machine::default();
    let at_most = |machine: &mut Machine| match machine.pause(0.0) {
        Effect::Pause { at_most_ms, .. } => at_most_ms,
        other => panic!("{other:?}"),
    };
    let pauses: Vec<f64> = (0..10).map(|_| at_most(&mut machine)).collect();
    assert_eq!(pauses[..4], [2_000.0, 4_000.0, 8_000.0, 16_000.0]);
    assert_eq!(pauses[8..], [300_000.0; 2]);
    machine.on(Event::ComeBack, at(0.0));
    assert_eq!(at_most(&mut machine), 2_000.0);
}

/// What a page that is left delivers stays, so that the next page shows the thanks.
#[test]
fn a_page_that_is_left_keeps_what_it_delivers() {
    let it = record("a", false);
    let mut machine = Machine::default();
    let sent = reply(201, Answer::Receipt, 0.0);
    let removed = machine.settle(&it, sent, 0.0);
    assert_eq!(removed, Some(Effect::Remove(it.clone())));
    machine.on(Event::Leave, at(0.0));
    assert_eq!(machine.settle(&it, sent, 0.0), None);
    machine.on(Event::Return, at(0.0));
    assert!(machine.settle(&it, sent, 0.0).is_some());
}

/// A device with its store and locks, the tabs of a site, and the server.
#[derive(Default)]
struct World {
    stored: BTreeMap<String, Record>,
    /// The tab that has the lock of a record.
    locks: BTreeMap<String, usize>,
    tabs: Vec<Tab>,
    /// How often the server has stored each id.
    arrived: BTreeMap<String, u32>,
    refused: Vec<String>,
    reports: Vec<(String, Report)>,
    now_ms: f64,
}

#[derive(Default)]
struct Tab {
    machine: Machine,
    /// Effects that wait to be carried out.
    effects: Vec<Effect>,
    opened: Option<String>,
    is_left: bool,
}

/// What happens next.
#[derive(Clone, Copy, Debug)]
enum Step {
    Submit(u8),
    Begin(u8),
    ComeBack(u8),
    Leave(u8),
    Return(u8),
    /// A tab carries out its next effect; the number is the line's and the server's mood.
    Work(u8, u8),
    Pass(u32),
}

fn any_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        2 => (0..6_u8).prop_map(Step::Submit),
        2 => any::<u8>().prop_map(Step::Begin),
        1 => any::<u8>().prop_map(Step::ComeBack),
        1 => any::<u8>().prop_map(Step::Leave),
        1 => any::<u8>().prop_map(Step::Return),
        20 => (any::<u8>(), 0..8_u8).prop_map(|(tab, mood)| Step::Work(tab, mood)),
        2 => (0..400_000_u32).prop_map(Step::Pass),
    ]
}

impl World {
    fn new() -> World {
        World {
            tabs: (0..3).map(|_| Tab::default()).collect(),
            ..World::default()
        }
    }

    fn on(&mut self, tab: usize, event: Event) {
        let moment = at(self.now_ms);
        let effects = self.tabs[tab].machine.on(event, moment);
        self.tabs[tab].effects.extend(effects);
    }

    fn take(&mut self, step: Step) {
        let tab_of = |number: u8| usize::from(number) % 3;
        match step {
            Step::Submit(number) => {
                let id = number.to_string();
                if !self.arrived.contains_key(&id) && !self.stored.contains_key(&id) {
                    let at_ms = self.now_ms;
                    let new = record(&id, false);
                    self.stored.insert(id, Record { at_ms, ..new });
                }
            }
            Step::Begin(tab) => self.on(tab_of(tab), Event::Begin),
            Step::ComeBack(tab) => self.on(tab_of(tab), Event::ComeBack),
            Step::Leave(tab) => {
                let tab = tab_of(tab);
                self.on(tab, Event::Leave);
                self.tabs[tab].is_left = true;
                self.locks.retain(|_, owner| *owner != tab);
            }
            Step::Return(tab) => {
                self.tabs[tab_of(tab)].is_left = false;
                self.on(tab_of(tab), Event::Return);
            }
            Step::Work(tab, mood) => self.work(tab_of(tab), mood),
            Step::Pass(ms) => self.now_ms += f64::from(ms),
        }
    }

    fn work(&mut self, tab: usize, mood: u8) {
        if self.tabs[tab].effects.is_empty() {
            return;
        }
        match self.tabs[tab].effects.remove(0) {
            Effect::Find => {
                let mut records: Vec<&Record> = self.stored.values().collect();
                records.sort_by(|one, other| one.at_ms.total_cmp(&other.at_ms));
                let ids = records.into_iter().map(|it| it.id.clone()).collect();
                self.on(tab, Event::Found(ids));
            }
            Effect::Open(id) => {
                if self.locks.contains_key(&id) {
                    return self.on(tab, Event::Taken);
                }
                if !self.tabs[tab].is_left {
                    self.locks.insert(id.clone(), tab);
                }
                self.tabs[tab].opened = Some(id.clone());
                let record = self.stored.get(&id).cloned();
                self.on(tab, Event::Opened(record));
            }
            Effect::Send(record) => {
                let reply = self.serve(&record, mood);
                self.on(tab, Event::Replied(reply));
            }
            Effect::Close => {
                if let Some(id) = self.tabs[tab].opened.take()
                    && self.locks.get(&id) == Some(&tab)
                {
                    self.locks.remove(&id);
                }
            }
            Effect::Remove(record) => drop(self.stored.remove(&record.id)),
            Effect::Renew(record) => {
                let at_ms = self.now_ms;
                self.stored
                    .insert(record.id.clone(), Record { at_ms, ..record });
            }
            Effect::Delay(record, not_before_ms) => {
                if let Some(stored) = self.stored.get_mut(&record.id) {
                    stored.not_before_ms = not_before_ms;
                }
            }
            Effect::Report(record, report) => self.reports.push((record.id, report)),
            Effect::Pause { .. } => {}
        }
    }

    fn serve(&mut self, record: &Record, mood: u8) -> Reply {
        let is_new = !self.arrived.contains_key(&record.id);
        let is_refused = mood == 5 && is_new;
        // Moods 1 and above 5 store it; after mood 1 the reply is lost.
        if mood == 1 || mood >= 5 && !is_refused {
            *self.arrived.entry(record.id.clone()).or_default() += 1;
        }
        match mood {
            0 | 1 => reply(0, Answer::None, 0.0),
            2 => reply(503, Answer::Error, 0.0),
            3 => reply(429, Answer::Error, 60_000.0),
            // A proxy's.
            4 => reply(200, Answer::None, 0.0),
            _ if is_refused => {
                self.refused.push(record.id.clone());
                reply(422, Answer::Error, 0.0)
            }
            _ => reply(200, Answer::Receipt, 0.0),
        }
    }

    /// Nobody loses a record that neither arrived nor was refused.
    fn has_lost_nothing(&self, submitted: &[String]) -> bool {
        submitted.iter().all(|id| {
            self.stored.contains_key(id)
                || self.arrived.contains_key(id)
                || self.refused.contains(id)
        })
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    /// Whatever happens in whatever order, each submission stays on the device until it has arrived or was refused for
    /// good; and once the line and the server are well again, one tab delivers all.
    #[test]
    fn any_history_loses_nothing(steps in prop::collection::vec(any_step(), 0..200)) {
        let mut world = World::new();
        let mut submitted: Vec<String> = Vec::new();
        for step in steps {
            world.take(step);
            submitted.extend(world.stored.keys().cloned());
            prop_assert!(world.has_lost_nothing(&submitted), "{step:?}");
        }
        // The tabs finish what they do, one comes back, and everything works.
        for tab in 0..3_u8 {
            for _ in 0..200 {
                world.take(Step::Work(tab, 7));
            }
        }
        world.take(Step::Pass(3_600_001));
        world.take(Step::Return(0));
        for _ in 0..200 {
            world.take(Step::Work(0, 7));
        }
        prop_assert_eq!(world.stored.len(), 0);
        prop_assert!(world.has_lost_nothing(&submitted));
    }
}
