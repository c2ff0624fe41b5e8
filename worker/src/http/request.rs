//! A request as it stands at the door: parsed once, before its body is touched.

use crate::platform::clock;
use js_sys::Uint8Array;
use js_sys::futures::JsFuture;
use otklik_embed::fields::Fields;
use otklik_embed::settings::Settings;
use otklik_survey::{Lang, limits};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::wasm_bindgen;
use worker::web_sys::ReadableStreamDefaultReader;
use worker::{Headers, Method, Request};

use crate::http::error::{Outcome, Refusal};
use crate::store::Trace;

/// Stands for each method that no route has.
const UNKNOWN: Method = Method::Report;

/// Everything about a request but its body.
pub struct Call {
    pub method: Method,
    pub path: String,
    pub query: Fields,
    headers: Headers,
    pub trace: Rc<Trace>,
}

impl Call {
    pub fn read(request: &Request) -> worker::Result<Call> {
        let (path, query) = path_and_query(&request.inner().url());
        let method = request.method();
        // The library reads each name that it does not know as GET.
        let is_known = request.inner().method() == method.as_ref();
        Ok(Call {
            method: if is_known { method } else { UNKNOWN },
            path,
            query,
            headers: request.headers().clone(),
            trace: Rc::default(),
        })
    }

    /// A header's value; `None` where it is missing or unreadable.
    pub fn header(&self, name: &str) -> Option<String> {
        self.headers.get(name).ok().flatten()
    }

    /// What the request is called in logs, and told to its sender: the platform's name for it, if it has
    /// one.
    ///
    /// # Errors
    /// The platform has no source of randomness.
    pub fn id(&self) -> worker::Result<String> {
        match self.header("CF-Ray") {
            Some(ray)
                if (1..=32).contains(&ray.len())
                    && ray
                        .bytes()
                        .all(|it| it.is_ascii_alphanumeric() || it == b'-') =>
            {
                Ok(ray)
            }
            Some(_) | None => crate::platform::random::uuid(),
        }
    }

    pub fn method_name(&self) -> &str {
        match self.method == UNKNOWN {
            true => "OTHER",
            false => self.method.as_ref(),
        }
    }

    /// The reader's language: `?lang=`, then the browser's, then the deployment's.
    pub fn lang(&self, settings: &Settings) -> Lang {
        self.lang_of(self.query.get("lang"), settings)
    }

    /// As [`Call::lang`], with another explicit wish.
    pub fn lang_of(&self, explicit: &str, settings: &Settings) -> Lang {
        let browser = self.header("Accept-Language");
        Lang::choose(Some(explicit), browser.as_deref(), settings.default_lang)
    }

    /// Whether the client shows pages to somebody, as a browser that goes to an address does.
    pub fn reads_pages(&self) -> bool {
        let accepted = self.header("Accept").unwrap_or_default();
        accepted.contains("text/html")
    }

    /// Whether the client understands brotli.
    pub fn accepts_brotli(&self) -> bool {
        let accepted = self.header("Accept-Encoding").unwrap_or_default();
        accepted.split(',').any(|coding| coding.trim() == "br")
    }

    /// Whether the body is the fields of a form.
    pub fn is_form(&self) -> bool {
        self.is_of_type("application/x-www-form-urlencoded")
    }

    /// Whether the body says that it is of a media type.
    pub fn is_of_type(&self, media_type: &str) -> bool {
        self.header("Content-Type")
            .is_some_and(|kind| kind.starts_with(media_type))
    }
}

/// Takes apart an address that the platform has already parsed: absolute, and normalised.
///
/// `Request::url` would parse it once more, with tables for international domain names that are a
/// fifth of the worker.
fn path_and_query(url: &str) -> (String, Fields) {
    let address = url.split('#').next().unwrap_or_default();
    let (address, query) = address.split_once('?').unwrap_or((address, ""));
    let path = match address.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("/", |start| &rest[start..]),
        None => address,
    };
    (path.to_owned(), Fields::parse(query.as_bytes()))
}

/// Reads a body of 16 KB at most, whatever its length header says.
///
/// # Errors
/// `too_large` as soon as the limit is passed; the rest is not read. `too_slow` where it has not arrived
/// within ten seconds.
pub async fn body(call: &Call, request: &mut Request) -> Outcome<Vec<u8>> {
    body_of(
        limits::BODY_MAX_BYTES,
        limits::BODY_PATIENCE_MS,
        call,
        request,
    )
    .await
}

/// As [`body`], of another length and in another time.
pub async fn body_of(
    max_bytes: usize,
    patience_ms: u32,
    call: &Call,
    request: &mut Request,
) -> Outcome<Vec<u8>> {
    let announced = call
        .header("Content-Length")
        .and_then(|raw| raw.parse().ok());
    if announced.is_some_and(|bytes: usize| bytes > max_bytes) {
        return Err(Refusal::TooLarge.into());
    }
    let Some(stream) = request.inner().body() else {
        return Ok(Vec::new());
    };
    let reader: ReadableStreamDefaultReader = stream.get_reader().unchecked_into();
    let whole = clock::within(patience_ms, read_all(&reader, max_bytes)).await;
    whole.unwrap_or_else(|| {
        // Settles the read that is still waiting: what waits for a promise is freed with it. Whether the
        // client hears of it does not matter.
        let _cancelled = reader.cancel();
        Err(Refusal::TooSlow.into())
    })
}

async fn read_all(reader: &ReadableStreamDefaultReader, max_bytes: usize) -> Outcome<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        // An error is a connection that is cut: nobody will read the answer.
        let chunk = JsFuture::from(reader.read()).await;
        let chunk: Chunk = chunk.map_err(|_| Refusal::TooSlow)?.unchecked_into();
        if chunk.done() {
            return Ok(body);
        }
        let bytes = chunk.value();
        if body.len() + bytes.length() as usize > max_bytes {
            return Err(Refusal::TooLarge.into());
        }
        body.extend_from_slice(&bytes.to_vec());
    }
}

#[wasm_bindgen]
extern "C" {
    /// What a reader reads: some bytes, or the end.
    type Chunk;

    #[wasm_bindgen(method, getter)]
    fn done(this: &Chunk) -> bool;

    #[wasm_bindgen(method, getter)]
    fn value(this: &Chunk) -> Uint8Array;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_taken_apart() {
        for (url, path, lang) in [
            (
                "http://localhost:8787/s/guest?lang=uk&x=a%3Fb",
                "/s/guest",
                "uk",
            ),
            ("https://a.example/", "/", ""),
            ("https://a.example", "/", ""),
            ("https://a.example?lang=en", "/", "en"),
            ("https://a.example/a?lang=ru?#lang=en", "/a", "ru?"),
        ] {
            let (found, query) = path_and_query(url);
            assert_eq!((found.as_str(), query.get("lang")), (path, lang), "{url}");
        }
    }
}
