//! Codes of links: what stands in `/e/{code}` and `/r/{code}`, and what else is made of their key.
//!
//! A code carries nothing: it is looked up in the database. It is made of the key and what it stands
//! for, so that the same is made again, and nobody without the key can tell one.

use crate::platform::random;
use base64ct::{Base64, Encoding as _};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;

/// 58^12 codes are 70 bits: with a million links and a thousand guesses a second, the first hit is to
/// be expected in a million years.
const CODE_CHARS: usize = 12;

/// Bitcoin's base58: nothing in it is taken for something else when a code is typed from paper.
const ALPHABET: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

/// The key of the deployment's links.
pub struct LinkKey([u8; 32]);

impl LinkKey {
    /// `None` unless `secret` is the base64 of 32 bytes.
    pub fn parse(secret: &str) -> Option<Self> {
        let bytes = Base64::decode_vec(secret.trim()).ok()?;
        bytes.try_into().ok().map(LinkKey)
    }
}

/// What a code stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeKind {
    /// The link that every guest of an event gets.
    Event,
    /// A link of one person's.
    Invite,
}

impl CodeKind {
    const fn word(self) -> &'static str {
        match self {
            CodeKind::Event => "event",
            CodeKind::Invite => "invite",
        }
    }
}

/// The code of a link.
pub fn code(key: &LinkKey, kind: CodeKind, survey: &str, event: &str, reference: &str) -> String {
    let mut number = digest(key, &[kind.word(), survey, event, reference]);
    let digits: [u8; CODE_CHARS] = std::array::from_fn(|_| last_digit(&mut number));
    digits
        .iter()
        .rev()
        .map(|digit| char::from(*digit))
        .collect()
}

/// The form_token of a form that was made for a link at a moment (UTC ms).
pub fn form_token(key: &LinkKey, link: &str, made_at_ms: i64) -> String {
    let made = made_at_ms.to_string();
    let digest = random::hex(digest(key, &["form", link, &made]));
    [made, digest].join(".")
}

/// When the form of a form_token was made; `None` for a form_token that is not ours, or another link's.
pub fn made_at_ms(key: &LinkKey, link: &str, given: &str) -> Option<i64> {
    let made_at_ms = given.split_once('.')?.0.parse().ok()?;
    let genuine = form_token(key, link, made_at_ms);
    bool::from(genuine.as_bytes().ct_eq(given.as_bytes())).then_some(made_at_ms)
}

/// What stands for somebody's network on one day: an address is neither kept nor can it be found again.
pub fn pseudonym(key: &LinkKey, day: &str, network: &str) -> String {
    random::hex(digest(key, &["network", day, network]))
}

/// 128 bits of HMAC-SHA256 over parts that hold no zero byte.
fn digest(key: &LinkKey, parts: &[&str]) -> [u8; 16] {
    // HMAC fills a short key with zeros to a block, so this is the same key without a way to fail.
    let mut block = [0; 64];
    block[..32].copy_from_slice(&key.0);
    let mut mac = <Hmac<Sha256> as hmac::digest::KeyInit>::new(&block.into());
    mac.update(parts.join("\0").as_bytes());
    let mut digest = [0; 16];
    digest.copy_from_slice(&mac.finalize().into_bytes()[..16]);
    digest
}

/// Divides a big-endian number by 58; what remains is its last digit.
fn last_digit(number: &mut [u8; 16]) -> u8 {
    let mut rest = 0_usize;
    for byte in number {
        let value = rest * 256 + usize::from(*byte);
        // The rest is below 58, so that the quotient fits a byte.
        *byte = (value / 58) as u8;
        rest = value % 58;
    }
    ALPHABET[rest]
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
    fn codes_are_what_another_program_makes() {
        assert_eq!(of(7, "ev-01"), "N7PUP5BRdPBK");
    }

    #[test]
    fn every_link_has_a_code_of_its_own() {
        let mut codes = BTreeSet::new();
        for key in 0..20 {
            for event in 0..500 {
                let code = of(key, &format!("ev-{event}"));
                assert!(is_code(&code), "{code}");
                assert_eq!(of(key, &format!("ev-{event}")), code, "made again");
                assert!(codes.insert(code));
            }
        }
        // No part runs into the next.
        let key = LinkKey([1; 32]);
        let parts =
            |survey, event, reference| code(&key, CodeKind::Event, survey, event, reference);
        assert_ne!(parts("guest", "a", "b"), parts("guest", "ab", ""));
        assert_ne!(parts("guest", "a", ""), parts("guesta", "", ""));
    }

    /// A changed sign leaves no code, or the code of nothing that was given out.
    #[test]
    fn every_change_of_one_sign_is_another_code() {
        let given: BTreeSet<String> = (0..50).map(|event| of(3, &format!("ev-{event}"))).collect();
        for code in &given {
            for place in 0..CODE_CHARS {
                for sign in (0..=127_u8).map(char::from) {
                    let mut changed: Vec<char> = code.chars().collect();
                    if changed[place] == sign {
                        continue;
                    }
                    changed[place] = sign;
                    let changed: String = changed.iter().collect();
                    assert_eq!(is_code(&changed), ALPHABET.contains(&(sign as u8)));
                    assert!(!given.contains(&changed), "{changed}");
                }
            }
        }
    }

    #[test]
    fn other_alphabets_and_lengths_are_no_codes() {
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
    fn a_seal_is_one_links_and_one_moments() {
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
    fn what_is_made_of_one_key_differs_by_what_it_is_for() {
        let key = LinkKey([7; 32]);
        let of = |kind| code(&key, kind, "guest", "ev-1", "");
        assert_ne!(of(CodeKind::Event), of(CodeKind::Invite));
        let today = pseudonym(&key, "2026-05-16", "192.0.2.0/24");
        assert_ne!(today, pseudonym(&key, "2026-05-17", "192.0.2.0/24"));
    }

    #[test]
    fn keys_are_32_bytes() {
        assert!(LinkKey::parse(&Base64::encode_string(&[1; 32])).is_some());
        assert!(LinkKey::parse(&Base64::encode_string(&[1; 31])).is_none());
        assert!(LinkKey::parse("").is_none());
    }
}
