//! The seal around what is personal: AES-256-GCM, the callback's id as associated data.

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Key, Nonce};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use hmac::{Hmac, Mac};
use otklik_survey::callback::Contact;
use sha2::{Digest, Sha256};

const NONCE_BYTES: usize = 12;

/// The key of the deployment. A contact remembers by which key it was sealed.
pub struct ContactKey([u8; 32]);

impl ContactKey {
    /// `None` unless `secret` is the base64 of 32 bytes.
    pub fn parse(secret: &str) -> Option<Self> {
        let bytes = BASE64.decode(secret.trim()).ok()?;
        bytes.try_into().ok().map(ContactKey)
    }

    /// Tells keys apart without telling the key.
    pub fn id(&self) -> String {
        crate::random::hex(&Sha256::digest(self.0)[..4])
    }

    /// A digest of a request to be called: keyed, because phones are few enough to guess.
    pub fn digest(&self, text: &str) -> worker::Result<String> {
        let mut mac = <Hmac<Sha256> as Mac>::new_from_slice(&self.0)
            .map_err(|e| worker::Error::RustError(e.to_string()))?;
        mac.update(text.as_bytes());
        Ok(crate::random::hex(&mac.finalize().into_bytes()))
    }

    /// Base64 of nonce, sealed JSON and tag.
    ///
    /// # Errors
    /// No randomness; nothing a visitor can send makes it fail.
    pub fn seal(&self, contact: &Contact, callback_id: &str) -> worker::Result<String> {
        let nonce = crate::random::bytes::<NONCE_BYTES>()?;
        let json = serde_json::to_vec(contact)?;
        let payload = Payload {
            msg: &json,
            aad: callback_id.as_bytes(),
        };
        let sealed = self
            .cipher()
            .encrypt(Nonce::from_slice(&nonce), payload)
            .map_err(|_| worker::Error::RustError("sealing failed".into()))?;
        Ok(BASE64.encode([nonce.as_slice(), &sealed].concat()))
    }

    /// `None` where the contact was sealed by another key, for another callback, or altered.
    pub fn open(&self, sealed: &str, callback_id: &str) -> Option<Contact> {
        let bytes = BASE64.decode(sealed).ok()?;
        let (nonce, msg) = bytes.split_at_checked(NONCE_BYTES)?;
        let payload = Payload {
            msg,
            aad: callback_id.as_bytes(),
        };
        let json = self
            .cipher()
            .decrypt(Nonce::from_slice(nonce), payload)
            .ok()?;
        serde_json::from_slice(&json).ok()
    }

    fn cipher(&self) -> Aes256Gcm {
        Aes256Gcm::new(Key::<Aes256Gcm>::from_slice(&self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_key_and_the_callback_open_a_seal() {
        let key = ContactKey([7; 32]);
        let contact = Contact {
            phone: "+380671234567".into(),
            name: "Олена".into(),
            comment: String::new(),
        };
        let sealed = key.seal(&contact, "one").unwrap();
        assert_eq!(key.open(&sealed, "one").unwrap(), contact);
        assert!(key.open(&sealed, "two").is_none());
        assert!(ContactKey([8; 32]).open(&sealed, "one").is_none());
        assert!(key.open("", "one").is_none());
        assert_ne!(
            key.seal(&contact, "one").unwrap(),
            sealed,
            "a nonce of its own each time"
        );
    }

    #[test]
    fn keys_are_32_bytes() {
        assert!(ContactKey::parse(&BASE64.encode([1; 32])).is_some());
        assert!(ContactKey::parse(&BASE64.encode([1; 31])).is_none());
        assert!(ContactKey::parse("not base64").is_none());
    }
}
