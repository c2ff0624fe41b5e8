//! End-to-end tests: real workerd with D1, real Chromium, no fakes. They speak the protocol and
//! know nothing of the code. `cargo xtask test` starts the parts; see `world` for their names.
#![expect(clippy::expect_used, reason = "a test's panic is its report")]

// What tests are made of.
mod actors;
mod axe;
mod browser;
mod clock;
mod database;
mod deployments;
mod gate;
mod host;
mod invites;
mod link_page;
mod machine;
mod numbers;
mod open_link;
mod raw;
mod receiver;
mod reply;
mod share;
mod tree;
mod world;

// What is tested, from the wire outwards.
mod a11y;
mod a11y_hosts;
mod api;
mod corpus;
mod faults;
mod floods;
mod hostile;
mod layout;
mod letters;
mod lost;
mod pages;
mod playground;
mod turnstile;
mod widget;
