//! Which secrets are too weak to be used: what is printed in an example, or was typed instead of generated.

use base64ct::{Base64, Encoding as _};
use std::collections::BTreeSet;

/// Bytes of a key.
const KEY_BYTES: usize = 32;

/// Different bytes of a key: 32 random ones have some thirty.
const KEY_BYTES_DIFFERENT: usize = 16;

/// Characters of the director's secret.
const TOKEN_CHARS: usize = 16;

/// Different characters of it: `aaaaaaaaaaaaaaaa` and `1212121212121212` are guessed first.
const TOKEN_CHARS_DIFFERENT: usize = 8;

/// A key from its base64.
///
/// # Errors
/// Why it is none, without its value.
pub fn key(secret: &str) -> Result<[u8; KEY_BYTES], &'static str> {
    let bytes = Base64::decode_vec(secret.trim()).ok();
    let key: Option<[u8; KEY_BYTES]> = bytes.and_then(|bytes| bytes.try_into().ok());
    let key = key.ok_or("is not the base64 of 32 bytes")?;
    if BTreeSet::from(key).len() < KEY_BYTES_DIFFERENT {
        return Err("is not random: make it with `openssl rand -base64 32`");
    }
    Ok(key)
}

/// # Errors
/// Why the director's secret could be guessed, without its value.
pub fn check_token(secret: &str, prefix_of_others: &str) -> Result<(), &'static str> {
    if secret.chars().count() < TOKEN_CHARS {
        Err("is shorter than 16 characters")
    } else if secret.chars().collect::<BTreeSet<_>>().len() < TOKEN_CHARS_DIFFERENT {
        Err("has fewer than 8 different characters: make it with `openssl rand -base64 32`")
    } else if secret.starts_with(prefix_of_others) {
        // Guesses at it would be taken for tokens of the database, which no limit counts.
        Err("begins like a token that `cargo xtask token` makes")
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encoded(bytes: &[u8]) -> String {
        Base64::encode_string(bytes)
    }

    #[test]
    fn keys_are_32_random_bytes() {
        let random: [u8; 32] = std::array::from_fn(|n| (n * 37 + 11) as u8);
        assert_eq!(key(&encoded(&random)), Ok(random));
        assert_eq!(key(&format!(" {}\n", encoded(&random))), Ok(random));
        let repeated: [u8; 32] = std::array::from_fn(|n| (n % 15) as u8);
        for weak in [
            encoded(&[0; 32]),
            encoded(&[7; 32]),
            encoded(&repeated),
            encoded(&random[1..]),
            "not base64".to_owned(),
            String::new(),
        ] {
            assert!(key(&weak).is_err(), "{weak}");
        }
    }

    #[test]
    fn tokens_that_are_guessed_first_are_refused() {
        let check = |secret: &str| check_token(secret, "otk_");
        assert_eq!(check("correct horse battery"), Ok(()));
        assert_eq!(check("nZ3v0Yq8e1T5b7Kx"), Ok(()));
        for weak in [
            "",
            "0123456789abcde",
            "aaaaaaaaaaaaaaaa",
            "1212121212121212",
            "abcdefgabcdefgabcdefg",
            "otk_0123456789abcdef",
        ] {
            assert!(check(weak).is_err(), "{weak}");
        }
    }
}
