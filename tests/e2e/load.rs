//! What comes by the thousand: guesses of links, posts through one invite, a venue's guests at once, and
//! programs that vote. Each says how much of it was let in.

mod bots;
mod codes;
mod crowd;
mod guesses;
mod guests;
mod one_invite;
