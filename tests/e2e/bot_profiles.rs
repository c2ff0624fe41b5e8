//! Machines that meet personal links, by name: what each does with the links of a letter, and that none of
//! it is counted or costs a person's answer.

mod browsers;
mod persons;
mod profiles;
mod replays;
mod run;
