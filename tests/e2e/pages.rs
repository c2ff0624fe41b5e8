//! The server's own pages, in a browser.

mod audit;
mod back;
mod director;
mod due_at;
mod events;
mod form;
mod handed_link;
mod languages;
mod names;
mod own_domain;
mod personal;
mod proxy;
mod typed_texts;
