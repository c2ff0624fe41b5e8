//! Load by the thousand: guesses of links, posts through one invite, a venue's guests at once, and programs
//! that vote. Each test reports how many were accepted.

mod bots;
mod codes;
mod crowd;
mod guesses;
mod guests;
mod one_invite;
