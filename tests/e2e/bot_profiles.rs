//! Bots that open personal links, by name: the requests of each to the links of a letter, and that none is
//! counted or replaces a person's answer.

mod browsers;
mod persons;
mod profiles;
mod replays;
mod run;
