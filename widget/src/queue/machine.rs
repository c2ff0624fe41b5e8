//! Decides what happens to the submissions that wait on the device: an event changes the state and has effects. Uses no
//! browser; `delivery` carries the effects out.
//!
//! A round goes over all records, one after another. It begins when the page has loaded, when the connection or the guest
//! comes back, and after growing pauses while records are left.

use super::record::Record;

const HOUR_MS: f64 = 3_600_000.0;
/// A request to be called holds a name and a phone, and no visitor waits longer for a call.
const CALLBACK_MS: f64 = 24.0 * HOUR_MS;
const ANSWER_MS: f64 = 7.0 * 24.0 * HOUR_MS;

const FIRST_PAUSE_MS: f64 = 2_000.0;
const LONGEST_PAUSE_MS: f64 = 300_000.0;

/// Statuses that no retry changes. A 400 is not among them: a worker that was rolled back may refuse a body that its
/// successor accepts.
const FINAL: [u16; 4] = [404, 409, 413, 422];

/// Who answered an attempt, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// Nobody, or a proxy in the server's place.
    None,
    Receipt,
    Error,
}

/// The response to one attempt.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reply {
    /// Of HTTP; zero without a response.
    pub status: u16,
    pub answer: Answer,
    /// The delay that the server asked for; zero where it did not.
    pub wait_ms: f64,
}

/// What became of a submission by an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    Sent,
    /// For good.
    Refused,
    /// It is sent again.
    Later,
}

#[derive(Clone, Debug)]
pub(crate) enum Event {
    /// The page has loaded, or a pause is over.
    Begin,
    /// The connection is there again, or the guest is.
    ComeBack,
    /// The guest has left the page. It may run on for a moment and is then frozen.
    Leave,
    /// The page was frozen, and goes on.
    Return,
    /// The ids of all records, the oldest first.
    Found(Vec<String>),
    /// A record under its lock, as it is now; `None` where another tab has sent it.
    Opened(Option<Record>),
    /// Another tab has the record's lock.
    Taken,
    Replied(Reply),
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Effect {
    /// Leads to [`Event::Found`].
    Find,
    /// Leads to [`Event::Opened`] or [`Event::Taken`].
    Open(String),
    /// Leads to [`Event::Replied`].
    Send(Record),
    /// Releases the lock of the opened record.
    Close,
    Remove(Record),
    /// Stores it as if it were new.
    Renew(Record),
    /// Stores that it is not to be sent before.
    Delay(Record, f64),
    Report(Record, Report),
    /// The next round begins after a random part of `at_most_ms`, and not before `at_least_ms`.
    Pause {
        at_least_ms: f64,
        at_most_ms: f64,
    },
}

/// What the guest reads about a submission of an earlier page or attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Report {
    Arrived,
    Refused,
    /// A request to be called that is too old.
    Expired,
}

/// When an event happens.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Moment {
    pub now_ms: f64,
    pub is_online: bool,
}

#[derive(Debug, Default)]
pub(crate) struct Machine {
    /// Pauses since something arrived.
    n_pauses: i32,
    is_left: bool,
    round: Option<Round>,
    /// A round was asked for during this one.
    is_asked_again: bool,
}

#[derive(Debug, Default)]
struct Round {
    /// The records that are left, the oldest last.
    ids: Vec<String>,
    /// The least delay of those that stay.
    wait_ms: Option<f64>,
    /// The record that is being sent.
    sent: Option<Record>,
}

impl Report {
    const ALL: [Report; 3] = [Report::Arrived, Report::Refused, Report::Expired];

    /// Between tabs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Report::Arrived => "arrived",
            Report::Refused => "refused",
            Report::Expired => "expired",
        }
    }

    pub fn parse(text: &str) -> Option<Report> {
        Report::ALL.into_iter().find(|it| it.as_str() == text)
    }
}

impl Reply {
    pub fn fate(self) -> Fate {
        match self.answer {
            Answer::Receipt => Fate::Sent,
            Answer::Error if FINAL.contains(&self.status) => Fate::Refused,
            Answer::Error | Answer::None => Fate::Later,
        }
    }

    /// The delay of a retry; zero for none. A body that the server cannot read now may be readable in hours.
    fn delay_ms(self) -> f64 {
        let is_unreadable = self.answer == Answer::Error && self.status < 500 && self.status != 429;
        if is_unreadable {
            HOUR_MS
        } else {
            self.wait_ms.min(HOUR_MS)
        }
    }
}

impl Machine {
    pub fn on(&mut self, event: Event, moment: Moment) -> Vec<Effect> {
        let mut effects = Vec::new();
        match event {
            Event::Begin => self.begin(&mut effects),
            Event::ComeBack => self.come_back(&mut effects),
            Event::Leave => self.is_left = true,
            Event::Return => {
                self.is_left = false;
                self.come_back(&mut effects);
            }
            Event::Found(mut ids) => {
                ids.reverse();
                self.round = Some(Round {
                    ids,
                    ..Round::default()
                });
                self.go_on(&mut effects);
            }
            Event::Opened(record) => self.open(record, moment, &mut effects),
            Event::Taken => self.skip(0.0, &mut effects),
            Event::Replied(reply) => self.hear(reply, moment, &mut effects),
        }
        effects
    }

    /// What follows from a reply, whoever sent the record.
    pub fn settle(&self, record: &Record, reply: Reply, now_ms: f64) -> Option<Effect> {
        match reply.fate() {
            Fate::Later if reply.delay_ms() > 0.0 => {
                let not_before_ms = now_ms + reply.delay_ms();
                Some(Effect::Delay(record.clone(), not_before_ms))
            }
            Fate::Later => None,
            // It stays, so that the next page sends it again, which stores nothing twice, and shows the thanks.
            Fate::Sent | Fate::Refused if self.is_left => None,
            Fate::Sent | Fate::Refused => Some(Effect::Remove(record.clone())),
        }
    }

    /// The pause before the next round: they double. The random part keeps the guests of one event from sending at the same
    /// moment ("full jitter", AWS Architecture Blog, 2015).
    pub fn pause(&mut self, at_least_ms: f64) -> Effect {
        let doubled = FIRST_PAUSE_MS * 2_f64.powi(self.n_pauses);
        self.n_pauses = self.n_pauses.saturating_add(1);
        Effect::Pause {
            at_least_ms,
            at_most_ms: doubled.min(LONGEST_PAUSE_MS),
        }
    }

    fn begin(&mut self, effects: &mut Vec<Effect>) {
        if self.round.is_some() {
            self.is_asked_again = true;
        } else {
            self.round = Some(Round::default());
            effects.push(Effect::Find);
        }
    }

    fn come_back(&mut self, effects: &mut Vec<Effect>) {
        self.n_pauses = 0;
        self.begin(effects);
    }

    /// Opens the next record, or ends the round.
    fn go_on(&mut self, effects: &mut Vec<Effect>) {
        let Some(round) = &mut self.round else {
            return;
        };
        if let Some(id) = round.ids.pop() {
            effects.push(Effect::Open(id));
            return;
        }
        let wait_ms = round.wait_ms;
        self.round = None;
        if std::mem::take(&mut self.is_asked_again) {
            self.begin(effects);
        } else if let Some(wait_ms) = wait_ms {
            effects.push(self.pause(wait_ms));
        }
    }

    /// The opened record stays, for so long at least.
    fn skip(&mut self, wait_ms: f64, effects: &mut Vec<Effect>) {
        if let Some(round) = &mut self.round {
            round.wait_ms = Some(round.wait_ms.map_or(wait_ms, |least| least.min(wait_ms)));
        }
        self.close(effects);
    }

    fn close(&mut self, effects: &mut Vec<Effect>) {
        effects.push(Effect::Close);
        self.go_on(effects);
    }

    fn open(&mut self, record: Option<Record>, moment: Moment, effects: &mut Vec<Effect>) {
        let Some(record) = record.filter(|_| !self.is_left) else {
            return self.close(effects);
        };
        let now_ms = moment.now_ms;
        let is_callback = record.is_callback();
        let lifetime_ms = if is_callback { CALLBACK_MS } else { ANSWER_MS };
        if now_ms - record.at_ms > lifetime_ms {
            let report = if is_callback {
                Report::Expired
            } else {
                Report::Refused
            };
            effects.push(Effect::Remove(record.clone()));
            effects.push(Effect::Report(record, report));
            return self.close(effects);
        }
        // A clock that was set back must not keep a record for ever.
        if record.at_ms > now_ms {
            effects.push(Effect::Renew(record.clone()));
        }
        let wait_ms = record.not_before_ms - now_ms;
        if wait_ms > 0.0 && wait_ms <= HOUR_MS {
            return self.skip(wait_ms, effects);
        }
        if !moment.is_online {
            return self.skip(0.0, effects);
        }
        if let Some(round) = &mut self.round {
            round.sent = Some(record.clone());
        }
        effects.push(Effect::Send(record));
    }

    fn hear(&mut self, reply: Reply, moment: Moment, effects: &mut Vec<Effect>) {
        let sent = self.round.as_mut().and_then(|round| round.sent.take());
        let Some(record) = sent else {
            return;
        };
        effects.extend(self.settle(&record, reply, moment.now_ms));
        let report = match reply.fate() {
            _ if self.is_left => None,
            Fate::Later => None,
            Fate::Sent => Some(Report::Arrived),
            Fate::Refused => Some(Report::Refused),
        };
        match report {
            None => self.skip(0.0, effects),
            Some(report) => {
                self.n_pauses = 0;
                effects.push(Effect::Report(record, report));
                self.close(effects);
            }
        }
    }
}
