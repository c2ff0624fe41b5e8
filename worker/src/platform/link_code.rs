//! The codes in `/e/{code}` and `/r/{code}`, and other values that are made with the same key.
//!
//! A code carries no data: it is looked up in the database. It is an HMAC of its event or invite, so that the same
//! code is made every time, and nobody without the key can guess it.

use crate::platform::random::uuid_of;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;

/// 58^12 codes are 70 bits: with a million links and a thousand guesses a second, the first hit is expected after
/// forty thousand years.
const CODE_CHARS: usize = 12;

/// Bitcoin's base58: without characters that look alike, for codes that are typed from paper.
const ALPHABET: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

/// The key of the deployment's links.
pub struct LinkKey([u8; 32]);

impl LinkKey {
    pub const fn new(key: [u8; 32]) -> Self {
        LinkKey(key)
    }
}

/// The kind of link that a code is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeKind {
    /// An event's guest link, the same for every guest.
    Event,
    /// A personal link of the agency's.
    Invite,
    /// A personal link that a manager issued.
    ManagerInvite,
}

impl CodeKind {
    const fn as_str(self) -> &'static str {
        match self {
            CodeKind::Event => "event",
            CodeKind::Invite => "invite",
            CodeKind::ManagerInvite => "manager invite",
        }
    }
}

/// The code of a link: 12 characters of base58.
pub fn code(key: &LinkKey, kind: CodeKind, survey: &str, event: &str, reference: &str) -> String {
    let mut number = hmac(key, &[kind.as_str(), survey, event, reference]);
    let digits: [u8; CODE_CHARS] = std::array::from_fn(|_| last_digit(&mut number));
    digits
        .iter()
        .rev()
        .map(|digit| char::from(*digit))
        .collect()
}

/// The form_token of a link's form: the time at which the form was made (UTC milliseconds), a dot and its HMAC in hex.
pub fn form_token(key: &LinkKey, link: &str, made_at_ms: i64) -> String {
    let made = made_at_ms.to_string();
    let hmac = hex::encode(hmac(key, &["form", link, &made]));
    [made, hmac].join(".")
}

/// The time at which the form of a form_token was made, UTC milliseconds; `None` for a forged form_token, or one of
/// another link.
pub fn made_at_ms(key: &LinkKey, link: &str, given: &str) -> Option<i64> {
    let made_at_ms = given.split_once('.')?.0.parse().ok()?;
    let genuine = form_token(key, link, made_at_ms);
    bool::from(genuine.as_bytes().ct_eq(given.as_bytes())).then_some(made_at_ms)
}

/// A pseudonym of a network for one day: the address is not kept, and cannot be computed from it.
pub fn pseudonym(key: &LinkKey, day: &str, network: &str) -> String {
    hex::encode(hmac(key, &["network", day, network]))
}

/// A pseudonym of the browser and network that sent a submission through an invite. It is another one for each invite's
/// response, so that nobody can be followed by it.
pub fn sender(key: &LinkKey, response: &str, network: &str, user_agent: &str) -> String {
    hex::encode(hmac(key, &["sender", response, network, user_agent]))
}

/// The hash of a normalized phone, by which a second request of the same phone is found: from a plain hash the phone could
/// be guessed. Not under the key that seals contacts, so that this one can be changed.
pub fn phone_hash(key: &LinkKey, phone: &str) -> String {
    hex::encode(hmac(key, &["phone", phone]))
}

/// The id of an imported response, by the words that its row is known by: nobody without the key can send an answer
/// under it before the import.
pub fn import_id(key: &LinkKey, row: &str) -> String {
    uuid_of(hmac(key, &["import", row]))
}

/// A UUID by which a verifier recognizes the retry of one submission with one token: the submission's id is its sender's
/// to choose, and need not be shown to a third party.
pub fn idempotency_key(key: &LinkKey, submission: &str, token: &str) -> String {
    uuid_of(hmac(key, &["challenge", submission, token]))
}

/// The first 128 bits of HMAC-SHA256 of parts without zero bytes.
fn hmac(key: &LinkKey, parts: &[&str]) -> [u8; 16] {
    // HMAC pads a short key with zeros to a block: the same key, in the one length that cannot be rejected.
    let mut block = [0; 64];
    block[..32].copy_from_slice(&key.0);
    let mut mac = <Hmac<Sha256> as hmac::digest::KeyInit>::new(&block.into());
    mac.update(parts.join("\0").as_bytes());
    let mut start = [0; 16];
    start.copy_from_slice(&mac.finalize().into_bytes()[..16]);
    start
}

/// Divides a big-endian number by 58 and returns the remainder as a digit.
fn last_digit(number: &mut [u8; 16]) -> u8 {
    let mut remainder = 0_usize;
    for byte in number {
        let value = remainder * 256 + usize::from(*byte);
        // The remainder is below 58, so that the quotient fits a byte.
        *byte = (value / 58) as u8;
        remainder = value % 58;
    }
    ALPHABET[remainder]
}

/// Whether a text has the shape of a code.
pub fn is_code(text: &str) -> bool {
    text.len() == CODE_CHARS && text.bytes().all(|byte| ALPHABET.contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn of(key: u8, event: &str) -> String {
        code(&LinkKey([key; 32]), CodeKind::Event, "guest", event, "")
    }

    /// Computed by Python: `hmac.digest(bytes([7]*32), b"event\0guest\0ev-01\0", "sha256")[:16]`,
    /// big-endian, modulo 58**12, in base58.
    #[test]
    fn codes_equal_those_of_another_program() {
        assert_eq!(of(7, "ev-01"), "N7PUP5BRdPBK");
    }

    #[test]
    fn every_link_has_another_code() {
        let mut codes = BTreeSet::new();
        for key in 0..20 {
            for event in 0..500 {
                let code = of(key, &format!("ev-{event}"));
                assert!(is_code(&code), "{code}");
                assert_eq!(of(key, &format!("ev-{event}")), code, "made again");
                assert!(codes.insert(code));
            }
        }
        // The parts are separated.
        let key = LinkKey([1; 32]);
        let parts =
            |survey, event, reference| code(&key, CodeKind::Event, survey, event, reference);
        assert_ne!(parts("guest", "a", "b"), parts("guest", "ab", ""));
        assert_ne!(parts("guest", "a", ""), parts("guesta", "", ""));
    }

    /// A changed character makes an invalid code, or one that no link has.
    #[test]
    fn a_typing_error_opens_no_other_link() {
        let given: BTreeSet<String> = (0..50).map(|event| of(3, &format!("ev-{event}"))).collect();
        for code in &given {
            for index in 0..CODE_CHARS {
                for char in (0..=127_u8).map(char::from) {
                    let mut changed: Vec<char> = code.chars().collect();
                    if changed[index] == char {
                        continue;
                    }
                    changed[index] = char;
                    let changed: String = changed.iter().collect();
                    assert_eq!(is_code(&changed), ALPHABET.contains(&(char as u8)));
                    assert!(!given.contains(&changed), "{changed}");
                }
            }
        }
    }

    #[test]
    fn other_alphabets_and_lengths_are_not_codes() {
        for text in [
            "",
            "1",
            "11111111111",
            "1111111111111",
            "11111111111O",
            "1111111111l1",
            "0abcdefghijk",
            "Iabcdefghijk",
            "abcdef-hijkm",
            "abcdef ijkmn",
            "ааaaaaaaaa",
            "аaaaaaaaaaa",
            "%31111111111",
            "111111111111\n",
        ] {
            assert!(!is_code(text), "{text:?}");
        }
        assert!(is_code("111111111111") && is_code("zzzzzzzzzzzz"));
    }

    #[test]
    fn a_form_token_is_valid_for_one_link_and_one_time() {
        let key = LinkKey([7; 32]);
        let form_token = form_token(&key, "111111111111", 1_800_000_000_000);
        assert_eq!(
            made_at_ms(&key, "111111111111", &form_token),
            Some(1_800_000_000_000)
        );
        assert_eq!(made_at_ms(&key, "211111111111", &form_token), None);
        assert_eq!(
            made_at_ms(&LinkKey([8; 32]), "111111111111", &form_token),
            None
        );
        for forged in [
            "",
            ".",
            "1800000000000",
            "1800000000000.",
            &form_token[..form_token.len() - 1],
        ] {
            assert_eq!(made_at_ms(&key, "111111111111", forged), None, "{forged}");
        }
        let later = form_token.replacen('8', "9", 1);
        assert_eq!(made_at_ms(&key, "111111111111", &later), None);
    }

    #[test]
    fn codes_and_pseudonyms_differ_by_purpose() {
        let key = LinkKey([7; 32]);
        let of = |kind| code(&key, kind, "guest", "ev-1", "");
        assert_ne!(of(CodeKind::Event), of(CodeKind::Invite));
        let today = pseudonym(&key, "2026-05-16", "192.0.2.0/24");
        assert_ne!(today, pseudonym(&key, "2026-05-17", "192.0.2.0/24"));
    }

    /// Computed by Python: `uuid.UUID(bytes=hmac.digest(bytes([7]*32), b'import\0["a"]', "sha256")[:16], version=4)`.
    #[test]
    fn ids_of_imports_equal_those_of_another_program() {
        let id = import_id(&LinkKey([7; 32]), "[\"a\"]");
        assert_eq!(id, "fc789144-9626-4a51-aa12-789b7d5de83d");
        assert_ne!(id, import_id(&LinkKey([8; 32]), "[\"a\"]"));
    }

    #[test]
    fn an_idempotency_key_is_a_uuid_of_one_submission_and_one_token() {
        let key = LinkKey([7; 32]);
        let of = |submission, token| idempotency_key(&key, submission, token);
        assert!(otklik_survey::SubmissionId::parse(&of("a", "b")).is_some());
        assert_eq!(of("a", "b"), of("a", "b"));
        for other in [of("a", "c"), of("c", "b"), of("ab", "")] {
            assert_ne!(of("a", "b"), other);
        }
    }

    #[test]
    fn phones_are_hashed_under_the_key() {
        let hash = |key: u8, phone| phone_hash(&LinkKey([key; 32]), phone);
        assert_eq!(hash(1, "+79161234567"), hash(1, "+79161234567"));
        assert_ne!(hash(1, "+79161234567"), hash(1, "+79161234568"));
        assert_ne!(hash(1, "+79161234567"), hash(2, "+79161234567"));
    }
}
