//! The way back to the site whose page sent a form to this server by navigation.

use crate::i18n::texts::{fill, text};
use crate::settings::{Settings, is_origin};
use maud::{Markup, html};
use otklik_survey::{Lang, limits};

/// A page of another site, as the browser names it: no parameter of an address can.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Back {
    url: String,
    host: String,
}

impl Back {
    /// The sender of a request by its headers `Origin` and `Referer`, empty where they are missing; `None` for a page of this
    /// server, and where neither names a site. The whole address is `Referer`'s, which most browsers cut to the site.
    pub fn of(origin: &str, referer: &str, settings: &Settings) -> Option<Back> {
        let mut sites = [origin, site_of(referer)].into_iter();
        let site = sites.find(|site| site.len() <= limits::SITE_MAX_BYTES && is_origin(site))?;
        if site == settings.public_url {
            return None;
        }
        let path = referer.strip_prefix(site).unwrap_or_default();
        let is_whole = path.starts_with('/') && is_address(referer);
        let (_, host) = site.split_once("://")?;
        Some(Back {
            url: if is_whole {
                referer.to_owned()
            } else {
                [site, "/"].concat()
            },
            host: host.to_owned(),
        })
    }

    pub(crate) fn link(&self, lang: Lang) -> Markup {
        html! {
            p.otklik-return {
                a href=(self.url) rel="nofollow noopener" {
                    (fill(text(lang, "back-to"), &[("site", &self.host)]))
                }
            }
        }
    }
}

/// Scheme and host of an address.
fn site_of(address: &str) -> &str {
    let host = address.find("://").map_or(0, |at| at + 3);
    let end = address[host..].find(['/', '?', '#']);
    end.map_or(address, |end| &address[..host + end])
}

/// Whether an address has the characters of one alone, and is not longer than browsers make it.
fn is_address(address: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_graphic() && !br#""<>\^`{|}"#.contains(&byte);
    address.len() <= limits::REFERER_MAX_BYTES && address.bytes().all(is_plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sites_are_the_start_of_an_address() {
        for (address, site) in [
            ("https://a.example/b?c#d", "https://a.example"),
            ("https://a.example:8443", "https://a.example:8443"),
            ("https://a.example?b", "https://a.example"),
            ("null", "null"),
            ("", ""),
        ] {
            assert_eq!(site_of(address), site);
        }
    }
}
