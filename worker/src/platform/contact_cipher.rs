//! Encrypts the contacts of callbacks: AES-256-GCM, with the callback's id as associated data.

use crate::platform::js::object;
use base64ct::{Base64, Encoding as _};
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use js_sys::futures::JsFuture;
use js_sys::{Array, Object, Promise, Uint8Array};
use otklik_survey::callback::Contact;
use sha2::Sha256;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

const NONCE_BYTES: usize = 12;

const ALGORITHM: &str = "AES-GCM";

/// The keys that are made from one secret, each for one purpose, so that none reveals anything about another. A sealed
/// contact is stored with the id of its secret.
pub struct ContactKey {
    id: String,
    encryption: [u8; 32],
    hashing: [u8; 32],
}

impl ContactKey {
    pub fn new(secret: [u8; 32]) -> Self {
        let of_secret = Hkdf::<Sha256>::new(None, &secret);
        ContactKey {
            id: hex::encode(derived::<4>(&of_secret, "otklik contact key id")),
            encryption: derived(&of_secret, "otklik contact encryption"),
            hashing: derived(&of_secret, "otklik callback hash"),
        }
    }

    /// Identifies the secret without revealing it: 4 bytes in hex.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// HMAC-SHA256 of a callback: from a plain hash a phone number could be guessed.
    pub fn payload_hash(&self, text: &str) -> worker::Result<String> {
        let mut mac = <Hmac<Sha256> as Mac>::new_from_slice(&self.hashing)
            .map_err(|e| worker::Error::RustError(e.to_string()))?;
        mac.update(text.as_bytes());
        Ok(hex::encode(mac.finalize().into_bytes()))
    }

    /// Imports the key into WebCrypto.
    ///
    /// # Errors
    /// WebCrypto rejects the key; no request can cause it.
    pub async fn cipher(&self) -> worker::Result<Cipher> {
        let usages = ["encrypt", "decrypt"].map(JsValue::from);
        let usages = usages.iter().collect::<Array>();
        let key = import_key("raw", &bytes(&self.encryption), ALGORITHM, false, &usages)?;
        Ok(Cipher(JsFuture::from(key).await?))
    }
}

/// Bytes for one purpose. HKDF yields up to 8,160 of them, so that so few cannot fail.
fn derived<const N: usize>(of_secret: &Hkdf<Sha256>, purpose: &str) -> [u8; N] {
    let mut bytes = [0; N];
    let expanded = of_secret.expand(purpose.as_bytes(), &mut bytes);
    debug_assert!(expanded.is_ok());
    bytes
}

/// The key that seals contacts, and the one before it, which still opens them while the key is being changed.
pub struct ContactKeys {
    pub current: ContactKey,
    pub previous: Option<ContactKey>,
}

impl ContactKeys {
    /// Imports the keys into WebCrypto.
    ///
    /// # Errors
    /// As [`ContactKey::cipher`].
    pub async fn opener(&self) -> worker::Result<Opener<'_>> {
        let mut ciphers = Vec::new();
        for key in [Some(&self.current), self.previous.as_ref()]
            .into_iter()
            .flatten()
        {
            ciphers.push((key.id(), key.cipher().await?));
        }
        Ok(Opener(ciphers))
    }
}

/// Opens contacts with the key that each was sealed with.
pub struct Opener<'a>(Vec<(&'a str, Cipher)>);

impl Opener<'_> {
    /// `None` where the contact was sealed with an unknown key, for another callback, or altered.
    pub async fn open(&self, key_id: &str, sealed: &str, callback_id: &str) -> Option<Contact> {
        let (_, cipher) = self.0.iter().find(|(id, _)| *id == key_id)?;
        cipher.open(sealed, callback_id).await
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
    async fn open(&self, sealed: &str, callback_id: &str) -> Option<Contact> {
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

    /// Computed by Python: `hmac.digest(hmac.digest(bytes(32), bytes(range(32)), "sha256"), label + b"\1", "sha256")`.
    #[test]
    fn keys_equal_those_of_another_program() {
        let key = ContactKey::new(std::array::from_fn(|n| n as u8));
        let all = [
            key.id().to_owned(),
            hex::encode(&key.encryption[..8]),
            hex::encode(&key.hashing[..8]),
        ];
        assert_eq!(all, ["1bafc3a3", "08ff4688e78c04e3", "5aa8e02d8445a4cc"]);
    }
}
