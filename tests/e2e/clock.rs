//! The clock that a test moves. What is asked by it is served at its moment, whatever the machine's clock says;
//! see `front/clock.mjs`.

use crate::reply::Reply;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// In which the worker reads the moment of a request.
pub const HEADER: &str = "x-clock-ms";

/// It stands still until it is moved; its clones are one clock.
#[derive(Clone, Debug)]
pub struct Clock(Arc<AtomicI64>);

impl Clock {
    /// Begins with the machine's.
    pub fn of_now() -> Clock {
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        let now_ms = now.expect("after 1970").as_millis();
        Clock::at(i64::try_from(now_ms).expect("before 300,000,000"))
    }

    fn at(now_ms: i64) -> Clock {
        Clock(Arc::new(AtomicI64::new(now_ms)))
    }

    pub fn now_ms(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }

    pub fn passes(&self, time: Duration) {
        let ms = i64::try_from(time.as_millis()).expect("a time that people wait");
        self.0.fetch_add(ms, Ordering::SeqCst);
    }

    /// To the machine's, where that is ahead.
    pub fn catches_up(&self) {
        self.0.fetch_max(Clock::of_now().now_ms(), Ordering::SeqCst);
    }

    /// Until the next whole multiple of a time since 1970.
    pub fn passes_to_next(&self, multiple: Duration) {
        let multiple_ms = i64::try_from(multiple.as_millis()).expect("a time that people wait");
        self.0.store(
            (self.now_ms() / multiple_ms + 1) * multiple_ms,
            Ordering::SeqCst,
        );
    }

    /// The moment of the next request: later than the one before, so that what came first is told from what
    /// came next.
    pub fn next(&self) -> String {
        (self.0.fetch_add(1, Ordering::SeqCst) + 1).to_string()
    }

    /// To the moment at which a request by this clock was done; how long that took.
    pub fn follows(&self, reply: &Reply) -> Duration {
        // Said only where the clock went on.
        let done_ms = reply.header(HEADER).parse().unwrap_or(0);
        let before_ms = self.0.fetch_max(done_ms, Ordering::SeqCst);
        Duration::from_millis(u64::try_from(done_ms - before_ms).unwrap_or(0))
    }

    /// Another clock of the same moment, for somebody who does things at the same time.
    pub fn apart(&self) -> Clock {
        Clock::at(self.now_ms())
    }
}
