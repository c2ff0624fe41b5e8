//! Counters of a request, for its one line in the log.

use std::cell::Cell;

#[derive(Debug, Default)]
pub struct Trace {
    database_ms: Cell<i64>,
    rows_read: Cell<usize>,
    rows_written: Cell<usize>,
    has_outbox_message: Cell<bool>,
}

impl Trace {
    /// Milliseconds in which the request waited for the database.
    pub fn database_ms(&self) -> i64 {
        self.database_ms.get()
    }

    pub fn add_database_ms(&self, ms: i64) {
        self.database_ms.set(self.database_ms.get() + ms);
    }

    /// Rows that D1 charges for: `[read, written]`, index rows included.
    pub fn rows(&self) -> [usize; 2] {
        [self.rows_read.get(), self.rows_written.get()]
    }

    pub fn add_rows(&self, read: usize, written: usize) {
        self.rows_read.set(self.rows_read.get() + read);
        self.rows_written.set(self.rows_written.get() + written);
    }

    /// Notes that a batch stored messages, unless `destinations`, a JSON array, is empty.
    pub fn note_outbox(&self, destinations: &str) {
        if destinations.len() > "[]".len() {
            self.set_outbox();
        }
    }

    pub fn set_outbox(&self) {
        self.has_outbox_message.set(true);
    }

    /// Whether the request may have stored a message that waits for delivery.
    pub fn has_outbox_message(&self) -> bool {
        self.has_outbox_message.get()
    }
}
