//! The server's own pages, in a browser.

mod director;
mod due_at;
mod events;
mod form;
mod personal;
mod proxy;
