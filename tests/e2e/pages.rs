//! The server's own pages, in a browser.

mod director;
mod events;
mod form;
mod personal;
mod due_at;
mod proxy;
