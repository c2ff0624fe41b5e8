//! The clock that a test moves. A request with it is served at that moment, whatever the machine's clock shows;
//! see `front/clock.mjs`.

use crate::reply::Reply;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The header by which the worker reads the moment of a request.
pub const HEADER: &str = "x-clock-ms";

/// It stands still until it is moved; clones share it.
#[derive(Clone, Debug)]
pub struct Clock(Arc<AtomicI64>);

impl Clock {
    /// Starts at the machine's time.
    pub fn of_now() -> Clock {
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        let now_ms = now.expect("after 1970").as_millis();
        Clock::at(i64::try_from(now_ms).expect("before 300,000,000"))
    }

    pub fn at(now_ms: i64) -> Clock {
        Clock(Arc::new(AtomicI64::new(now_ms)))
    }

    pub fn now_ms(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }

    pub fn passes(&self, time: Duration) {
        let ms = i64::try_from(time.as_millis()).expect("a time that people wait");
        self.0.fetch_add(ms, Ordering::SeqCst);
    }

    /// Moves to the machine's time, where that is ahead.
    pub fn catches_up(&self) {
        self.0.fetch_max(Clock::of_now().now_ms(), Ordering::SeqCst);
    }

    /// Moves to the next whole multiple of a duration since 1970.
    pub fn passes_to_next(&self, multiple: Duration) {
        let multiple_ms = i64::try_from(multiple.as_millis()).expect("a time that people wait");
        self.0.store(
            (self.now_ms() / multiple_ms + 1) * multiple_ms,
            Ordering::SeqCst,
        );
    }

    /// The moment of the next request: later than the one before, so that their order is visible.
    pub fn next(&self) -> String {
        (self.0.fetch_add(1, Ordering::SeqCst) + 1).to_string()
    }

    /// Moves to the moment at which a request by this clock was done; returns how long that took.
    pub fn follows(&self, reply: &Reply) -> Duration {
        // Returned only where the clock advanced.
        let done_ms = reply.header(HEADER).parse().unwrap_or(0);
        let before_ms = self.0.fetch_max(done_ms, Ordering::SeqCst);
        Duration::from_millis(u64::try_from(done_ms - before_ms).unwrap_or(0))
    }

    /// A separate clock at the same moment, for concurrent work.
    pub fn apart(&self) -> Clock {
        Clock::at(self.now_ms())
    }
}
