//! Reading a request's body, within a size and a time.

use crate::http::error::{ClientError, Result};
use crate::platform::clock;
use js_sys::Uint8Array;
use js_sys::futures::JsFuture;
use otklik_embed::fields::Fields;
use otklik_survey::{Survey, limits};
use percent_encoding::percent_decode;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::wasm_bindgen;
use worker::web_sys::ReadableStreamDefaultReader;

/// The size of a body, and the time in which it must arrive.
#[derive(Clone, Copy, Debug)]
pub struct BodyLimit {
    pub max_bytes: usize,
    pub timeout_ms: u32,
}

impl BodyLimit {
    /// Of every body without a limit of its own: 16 KB within 10 s.
    pub const SMALL: BodyLimit = BodyLimit {
        max_bytes: limits::BODY_MAX_BYTES,
        timeout_ms: limits::BODY_TIMEOUT_MS,
    };
    /// Of a request to be called, by its fields' limits, within 10 s.
    pub const CALLBACK: BodyLimit = BodyLimit {
        max_bytes: limits::CALLBACK_BODY_MAX_BYTES,
        timeout_ms: limits::BODY_TIMEOUT_MS,
    };
    /// Of a survey's document: 64 KB within 10 s.
    pub const SURVEY: BodyLimit = BodyLimit {
        max_bytes: limits::SURVEY_BODY_MAX_BYTES,
        timeout_ms: limits::BODY_TIMEOUT_MS,
    };
    /// Of a list of references: 1.5 MB within a minute.
    pub const INVITES: BodyLimit = BodyLimit {
        max_bytes: limits::INVITES_BODY_MAX_BYTES,
        timeout_ms: limits::INVITES_BODY_TIMEOUT_MS,
    };
    /// Of a part of a table: 1.5 MB within a minute.
    pub const IMPORT: BodyLimit = BodyLimit {
        max_bytes: limits::IMPORT_BODY_MAX_BYTES,
        timeout_ms: limits::INVITES_BODY_TIMEOUT_MS,
    };

    /// Of an answer to a survey, by the limits of its questions, within 10 s.
    pub fn of_answers(survey: &Survey) -> BodyLimit {
        BodyLimit {
            max_bytes: survey.body_max_bytes(),
            timeout_ms: limits::BODY_TIMEOUT_MS,
        }
    }
}

/// A body that has not been read.
pub struct Body(worker::Request);

impl Body {
    pub fn of(request: worker::Request) -> Body {
        Body(request)
    }

    /// Reads the body, whatever its length header says.
    ///
    /// # Errors
    /// `too_large` as soon as the limit is passed; the rest is not read. `too_slow` where the body has not
    /// arrived in time.
    pub async fn read(self, limit: BodyLimit) -> Result<Vec<u8>> {
        let length = self.0.headers().get("Content-Length").ok().flatten();
        let length = length.and_then(|raw| raw.parse().ok());
        if length.is_some_and(|bytes: usize| bytes > limit.max_bytes) {
            return Err(too_large(limit.max_bytes).into());
        }
        let Some(stream) = self.0.inner().body() else {
            return Ok(Vec::new());
        };
        let reader: ReadableStreamDefaultReader = stream.get_reader().unchecked_into();
        let whole = clock::within(limit.timeout_ms, read_all(&reader, limit.max_bytes)).await;
        whole.unwrap_or_else(|| {
            // Settles the pending read, so that its future is freed. The result does not matter.
            let _cancelled = reader.cancel();
            Err(ClientError::TooSlow.into())
        })
    }
}

fn too_large(max_bytes: usize) -> ClientError {
    ClientError::TooLarge { max_bytes }
}

async fn read_all(reader: &ReadableStreamDefaultReader, max_bytes: usize) -> Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        // An error means that the connection was cut, and nobody reads the response.
        let chunk = JsFuture::from(reader.read()).await;
        let chunk: Chunk = chunk.map_err(|_| ClientError::TooSlow)?.unchecked_into();
        if chunk.done() {
            return Ok(body);
        }
        let bytes = chunk.value();
        if body.len() + bytes.length() as usize > max_bytes {
            return Err(too_large(max_bytes).into());
        }
        body.extend_from_slice(&bytes.to_vec());
    }
}

#[wasm_bindgen]
extern "C" {
    /// The result of a reader's `read()`: some bytes, or the end.
    type Chunk;

    #[wasm_bindgen(method, getter)]
    fn done(this: &Chunk) -> bool;

    #[wasm_bindgen(method, getter)]
    fn value(this: &Chunk) -> Uint8Array;
}

/// Parses the fields of a form. A browser sends those of a page in another encoding as bytes of that encoding, from
/// which nobody could tell what was typed.
///
/// # Errors
/// `not_utf8`.
pub fn from_form(body: &[u8]) -> Result<Fields, ClientError> {
    match percent_decode(body).decode_utf8() {
        Ok(_) => Ok(Fields::parse(body)),
        Err(_) => Err(ClientError::NotUtf8),
    }
}

/// Parses JSON.
///
/// # Errors
/// `not_utf8`; `not_json`, with the name of the unknown or missing field, if one is the reason.
pub fn from_json<T: DeserializeOwned>(body: &[u8]) -> Result<T, ClientError> {
    let text = str::from_utf8(body).map_err(|_| ClientError::NotUtf8)?;
    serde_json::from_str(text)
        .map_err(|error| ClientError::NotJson(named_field(&error.to_string())))
}

/// The name in "unknown field `x`, expected ..." and "missing field `x`". serde_path_to_error
/// would not name a missing field. The golden files fail if serde changes its wording.
fn named_field(message: &str) -> String {
    let quoted = message
        .strip_prefix("unknown field `")
        .or_else(|| message.strip_prefix("missing field `"));
    let name = quoted.and_then(|rest| rest.split_once('`'));
    name.map_or_else(String::new, |(name, _)| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use otklik_survey::Submission;

    #[test]
    fn bytes_of_another_encoding_are_refused() {
        for (body, comment) in [
            ("q.comment=%D0%B4%D0%B0+%2B", Some("да +")),
            ("q.comment=да", Some("да")),
            // Typed so: what a browser could not read elsewhere.
            ("q.comment=%EF%BF%BD", Some("\u{fffd}")),
            // No escapes: as they stand.
            ("q.comment=100%", Some("100%")),
            ("q.comment=%zz%4", Some("%zz%4")),
            ("", Some("")),
            // Windows-1251, ISO 8859-1, UTF-16 and halves of a letter.
            ("q.comment=%E4%E0", None),
            ("q.comment=caf%E9", None),
            ("q.comment=%04%34&x=%FF%FE", None),
            ("%D0=a&q.comment=b", None),
            ("q.comment=%D0&x=%B4", None),
            ("q.comment=%ED%A0%80", None),
        ] {
            let found = from_form(body.as_bytes());
            let found = found.as_ref().map(|fields| fields.get("q.comment"));
            assert_eq!(found.ok(), comment, "{body}");
        }
        for body in [
            &b"q.comment=\xe4\xe0"[..],
            b"{\"id\":\"\xe4\xe0\",\"rev\":1}",
        ] {
            assert!(matches!(from_form(body), Err(ClientError::NotUtf8)));
            let json = from_json::<Submission>(body);
            assert!(matches!(json, Err(ClientError::NotUtf8)));
        }
    }

    #[test]
    fn unknown_and_missing_fields_are_named() {
        for (body, field) in [
            (r#"{"id":"a","rev":1,"colour":2}"#, "colour"),
            (r#"{"rev":1}"#, "id"),
            (r#"{"id":"a","rev":"1"}"#, ""),
            (r#"{"id":"a","rev":1} tail"#, ""),
            ("", ""),
        ] {
            let Err(ClientError::NotJson(found)) = from_json::<Submission>(body.as_bytes()) else {
                panic!("{body} was read");
            };
            assert_eq!(found, field, "{body}");
        }
    }
}
