//! The product on this system: servers, a state folder, a seeded database.

pub mod database;
pub mod demo;
pub mod proxy;
pub mod recount;
pub mod run;
pub mod search_words;
pub mod seed;
pub mod server;
pub mod settings;
pub mod sqlite;
pub mod state;
pub mod test_env;
pub mod webdriver;
pub mod workerd;
