//! The ids of responses and callbacks as lists show them. Their senders' devices made them, and whoever knows one can
//! correct what was sent, and cancel a callback: so only the director sees them.

use crate::auth::actor::Actor;
use crate::auth::role::Role;
use sha2::{Digest, Sha256};

/// Which ids a reader sees.
#[derive(Clone, Copy)]
pub enum Ids {
    Own,
    Pseudonyms,
}

impl Ids {
    pub const fn of(reader: &Actor) -> Ids {
        match reader.role() {
            Role::Director => Ids::Own,
            Role::Manager | Role::Reader | Role::Integration => Ids::Pseudonyms,
        }
    }

    pub fn shown(self, id: &str) -> String {
        match self {
            Ids::Own => id.to_owned(),
            Ids::Pseudonyms => pseudonym(id),
        }
    }
}

/// The same for the same id at every reading. No key is needed: an id is 122 random bits.
fn pseudonym(id: &str) -> String {
    let mut digest = hex::encode(Sha256::digest(id));
    digest.truncate(32);
    digest
}

/// Characters of an id in a cursor: enough to tell rows of one millisecond apart, too few to correct one.
const CURSOR_ID_CHARS: usize = 8;

/// An id as a cursor has it: in the order from the newest to the oldest, the beginning of an id is smaller than the id.
pub fn cursor_id(id: &str) -> String {
    id.chars().take(CURSOR_ID_CHARS).collect()
}

pub fn parse_cursor_id(raw: &str) -> Option<String> {
    let is_hex = raw.bytes().all(|byte| byte.is_ascii_hexdigit());
    (raw.len() == CURSOR_ID_CHARS && is_hex).then(|| raw.to_owned())
}
