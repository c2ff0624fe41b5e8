//! A request without its body, parsed once.

use crate::http::address::path_and_query;
use crate::platform::random;
use otklik_embed::fields::Fields;
use otklik_embed::settings::Settings;
use otklik_survey::Lang;
use worker::{Headers, Method};

/// Replaces every method that no route has.
const UNKNOWN: Method = Method::Report;

/// Everything about a request but its body.
pub struct Request {
    pub method: Method,
    pub path: String,
    pub query: Fields,
    headers: Headers,
}

impl Request {
    pub fn of(request: &worker::Request) -> Request {
        let (path, query) = path_and_query(&request.inner().url());
        let method = request.method();
        // The worker crate reports GET for each name that it does not know.
        let is_known = request.inner().method() == method.as_ref();
        Request {
            method: if is_known { method } else { UNKNOWN },
            path,
            query,
            headers: request.headers().clone(),
        }
    }

    /// A header's value; `None` where it is missing or unreadable.
    pub fn header(&self, name: &str) -> Option<String> {
        self.headers.get(name).ok().flatten()
    }

    /// The id under which the request is logged, which its sender gets too: the platform's, if it gave one.
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
            Some(_) | None => random::uuid(),
        }
    }

    /// The method for the log, which must not contain a name that the sender made up.
    pub fn method_name(&self) -> &str {
        if self.method == UNKNOWN {
            "OTHER"
        } else {
            self.method.as_ref()
        }
    }

    /// Whether the method asks for something to be changed.
    pub fn writes(&self) -> bool {
        !matches!(self.method, Method::Get | Method::Head | Method::Options)
    }

    /// The reader's language: `?lang=`, then the browser's, then the deployment's.
    pub fn lang(&self, settings: &Settings) -> Lang {
        self.lang_of(self.query.get("lang"), settings)
    }

    /// As [`Request::lang`], with another explicit language.
    pub fn lang_of(&self, explicit: &str, settings: &Settings) -> Lang {
        let browser = self.header("Accept-Language");
        Lang::choose(Some(explicit), browser.as_deref(), settings.default_lang)
    }

    /// Whether the client is a browser that follows a link.
    pub fn accepts_html(&self) -> bool {
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

    /// Whether the sender labels the body with this media type.
    pub fn is_of_type(&self, media_type: &str) -> bool {
        self.header("Content-Type")
            .is_some_and(|kind| kind.starts_with(media_type))
    }

    /// The part of the sender's address that names a network: three numbers of IPv4, three groups of IPv6.
    pub fn network(&self) -> String {
        prefix(&self.header("CF-Connecting-IP").unwrap_or_default()).to_owned()
    }

    /// Whether a page of this deployment sent the request.
    pub fn is_from_own_page(&self, settings: &Settings) -> bool {
        self.header("Sec-Fetch-Site").as_deref() == Some("same-origin")
            || self.header("Origin").as_ref() == Some(&settings.public_url)
    }
}

fn prefix(address: &str) -> &str {
    let separator = if address.contains(':') { ':' } else { '.' };
    let third = address.match_indices(separator).nth(2);
    third.map_or(address, |(end, _)| &address[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_is_the_first_half_of_an_address() {
        for (address, expected) in [
            ("192.0.2.17", "192.0.2"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1"),
            ("2001:db8::1", "2001:db8:"),
            ("::1", "::1"),
            ("", ""),
        ] {
            assert_eq!(prefix(address), expected, "{address}");
        }
    }
}
