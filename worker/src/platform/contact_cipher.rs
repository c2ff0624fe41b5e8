//! Encrypts the contacts of callbacks: AES-256-GCM, with the callback's id as associated data.

use crate::platform::js::object;
use base64ct::{Base64, Encoding as _};
use hmac::{Hmac, Mac};
use js_sys::futures::JsFuture;
use js_sys::{Array, Object, Promise, Uint8Array};
use otklik_survey::callback::Contact;
use sha2::{Digest, Sha256};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

const NONCE_BYTES: usize = 12;

const ALGORITHM: &str = "AES-GCM";

/// The key of the deployment. A sealed contact is stored with the id of its key.
pub struct ContactKey([u8; 32]);

impl ContactKey {
    /// `None` unless `secret` is the base64 of 32 bytes.
    pub fn parse(secret: &str) -> Option<Self> {
        let bytes = Base64::decode_vec(secret.trim()).ok()?;
        bytes.try_into().ok().map(ContactKey)
    }

    /// Identifies the key without revealing it: 4 bytes of its SHA-256, in hex.
    pub fn id(&self) -> String {
        hex::encode(&Sha256::digest(self.0)[..4])
    }

    /// HMAC-SHA256 of a callback: from a plain hash a phone number could be guessed.
    pub fn payload_hash(&self, text: &str) -> worker::Result<String> {
        let mut mac = <Hmac<Sha256> as Mac>::new_from_slice(&self.0)
            .map_err(|e| worker::Error::RustError(e.to_string()))?;
        mac.update(text.as_bytes());
        Ok(hex::encode(mac.finalize().into_bytes()))
    }

    /// HMAC-SHA256 of a normalized phone, by which equal phones are found. The label keeps it apart from payloads, which
    /// are JSON.
    pub fn phone_hash(&self, phone: &str) -> worker::Result<String> {
        self.payload_hash(&["phone", phone].join("\0"))
    }

    /// Imports the key into WebCrypto.
    ///
    /// # Errors
    /// WebCrypto rejects the key; no request can cause it.
    pub async fn cipher(&self) -> worker::Result<Cipher> {
        let usages = ["encrypt", "decrypt"].map(JsValue::from);
        let usages = usages.iter().collect::<Array>();
        let key = import_key("raw", &bytes(&self.0), ALGORITHM, false, &usages)?;
        Ok(Cipher(JsFuture::from(key).await?))
    }
}

/// A key of WebCrypto, whose AES is native and runs in constant time.
pub struct Cipher(JsValue);

impl Cipher {
    /// Base64 of the nonce (12 bytes), the ciphertext of the contact's JSON and the tag.
    ///
    /// # Errors
    /// The platform has no source of randomness, or WebCrypto fails; no request can cause it.
    pub async fn seal(&self, contact: &Contact, callback_id: &str) -> worker::Result<String> {
        let nonce = crate::platform::random::bytes::<NONCE_BYTES>()?;
        let json = serde_json::to_string(contact)?;
        let parameters = parameters(&nonce, callback_id)?;
        let encrypted = encrypt(&parameters, &self.0, &bytes(json.as_bytes()))?;
        let ciphertext = Uint8Array::new(&JsFuture::from(encrypted).await?).to_vec();
        Ok(Base64::encode_string(
            &[nonce.as_slice(), &ciphertext].concat(),
        ))
    }

    /// `None` where the contact was sealed with another key, for another callback, or altered.
    pub async fn open(&self, sealed: &str, callback_id: &str) -> Option<Contact> {
        let sealed_bytes = Base64::decode_vec(sealed).ok()?;
        let (nonce, ciphertext) = sealed_bytes.split_at_checked(NONCE_BYTES)?;
        let parameters = parameters(nonce, callback_id).ok()?;
        let decrypted = decrypt(&parameters, &self.0, &bytes(ciphertext)).ok()?;
        let json = Uint8Array::new(&JsFuture::from(decrypted).await.ok()?).to_vec();
        serde_json::from_str(str::from_utf8(&json).ok()?).ok()
    }
}

fn parameters(nonce: &[u8], callback_id: &str) -> worker::Result<Object> {
    Ok(object(&[
        ("name", ALGORITHM.into()),
        ("iv", bytes(nonce).into()),
        ("additionalData", bytes(callback_id.as_bytes()).into()),
    ])?)
}

fn bytes(of: &[u8]) -> Uint8Array {
    Uint8Array::from(of)
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["crypto", "subtle"], js_name = importKey)]
    fn import_key(
        format: &str,
        key: &Uint8Array,
        algorithm: &str,
        extractable: bool,
        usages: &Array,
    ) -> Result<Promise, JsValue>;

    #[wasm_bindgen(catch, js_namespace = ["crypto", "subtle"])]
    fn encrypt(algorithm: &Object, key: &JsValue, data: &Uint8Array) -> Result<Promise, JsValue>;

    #[wasm_bindgen(catch, js_namespace = ["crypto", "subtle"])]
    fn decrypt(algorithm: &Object, key: &JsValue, data: &Uint8Array) -> Result<Promise, JsValue>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phones_are_hashed_under_the_key() {
        let hash = |key: u8, phone| ContactKey([key; 32]).phone_hash(phone).unwrap();
        assert_eq!(hash(1, "+79161234567"), hash(1, "+79161234567"));
        assert_eq!(hash(1, "+79161234567").len(), 64);
        assert_ne!(hash(1, "+79161234567"), hash(1, "+79161234568"));
        assert_ne!(hash(1, "+79161234567"), hash(2, "+79161234567"));
    }

    #[test]
    fn keys_are_32_bytes() {
        assert!(ContactKey::parse(&Base64::encode_string(&[1; 32])).is_some());
        assert!(ContactKey::parse(&Base64::encode_string(&[1; 31])).is_none());
        assert!(ContactKey::parse("not base64").is_none());
    }
}
