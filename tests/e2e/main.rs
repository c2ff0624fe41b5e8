//! End-to-end tests: real workerd with D1, real Chromium, no fakes. They speak the protocol and
//! know nothing of the code. `cargo xtask test` starts the parts; see `app` for their names.
#![expect(clippy::expect_used, reason = "a test's panic is its report")]

// Tools of the tests.
mod actors;
mod app;
mod axe;
mod browser;
mod client;
mod clock;
mod database;
mod deployments;
mod engine;
mod host;
mod invites;
mod link_page;
mod nginx;
mod numbers;
mod open_link;
mod proxy;
mod raw;
mod receiver;
mod reply;
mod share;
mod tree;

// The tests, from the wire outwards.
mod a11y;
mod a11y_hosts;
mod api;
mod bot_profiles;
mod browsers;
mod contact_keys;
mod faults;
mod flaky_network;
mod layout;
mod letters;
mod load;
mod malformed;
mod pages;
mod playground;
mod turnstile;
mod weak_secrets;
mod widget;
