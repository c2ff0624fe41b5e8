//! The languages of guests and directors, and which one a reader gets.

use serde::{Deserialize, Serialize};

/// A language that every text of the product exists in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    Ru,
    Uk,
    En,
}

impl Lang {
    /// In the order in which a language switch lists them.
    pub const ALL: [Lang; 3] = [Lang::Ru, Lang::Uk, Lang::En];

    /// The ISO 639-1 code, as in `<html lang>`.
    pub const fn code(self) -> &'static str {
        match self {
            Lang::Ru => "ru",
            Lang::Uk => "uk",
            Lang::En => "en",
        }
    }

    /// Reads a language tag (`uk`, `ru-RU`, `EN_gb`); `None` for a language that the product does not have.
    pub fn from_tag(tag: &str) -> Option<Lang> {
        let primary = tag.split(['-', '_']).next()?.trim();
        Lang::ALL
            .into_iter()
            .find(|lang| primary.eq_ignore_ascii_case(lang.code()))
    }

    /// The best match of an `Accept-Language` header: highest weight first, the earlier of equals.
    ///
    /// A weight that is missing counts as 1; one that cannot be read, or is 0, rules its language out.
    pub fn from_accept_language(header: &str) -> Option<Lang> {
        let mut best: Option<(u16, Lang)> = None;
        for item in header.split(',').take(ACCEPTED_MAX) {
            let (tag, weight) = match item.split_once(';') {
                None => (item, 1000),
                Some((tag, parameter)) => {
                    let weight = parameter.trim().strip_prefix("q=");
                    (tag, weight.and_then(thousandths).unwrap_or(0))
                }
            };
            let Some(lang) = Lang::from_tag(tag.trim()) else {
                continue;
            };
            if weight > 0 && best.is_none_or(|(heaviest, _)| weight > heaviest) {
                best = Some((weight, lang));
            }
        }
        best.map(|(_, lang)| lang)
    }

    /// The one precedence, everywhere: the language asked for, then the browser's, then the deployment's.
    ///
    /// A tag of another language counts as absent.
    pub fn choose(explicit: Option<&str>, accept_language: Option<&str>, default: Lang) -> Lang {
        explicit
            .and_then(Lang::from_tag)
            .or_else(|| accept_language.and_then(Lang::from_accept_language))
            .unwrap_or(default)
    }
}

/// A weight as RFC 9110 writes it, `0.8`: digits after the third are ignored. Parsing it as a floating-point number
/// would link tables of 10 KB that do not compress.
fn thousandths(weight: &str) -> Option<u16> {
    let (whole, fraction) = weight.split_once('.').unwrap_or((weight, ""));
    let whole = match whole {
        "0" => 0,
        "1" => 1000,
        _ => return None,
    };
    let mut sum = 0;
    let mut unit = 100;
    for digit in fraction.bytes() {
        if !digit.is_ascii_digit() {
            return None;
        }
        sum += u16::from(digit - b'0') * unit;
        unit /= 10;
    }
    Some((whole + sum).min(1000))
}

/// Items of an `Accept-Language` header that are looked at: browsers send fewer than ten.
const ACCEPTED_MAX: usize = 20;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_tags_of_browsers_and_pages() {
        for (tag, lang) in [
            ("ru", Some(Lang::Ru)),
            ("ru-RU", Some(Lang::Ru)),
            ("UK", Some(Lang::Uk)),
            ("en_GB", Some(Lang::En)),
            ("ua", None),
            ("de", None),
            ("", None),
        ] {
            assert_eq!(Lang::from_tag(tag), lang, "{tag}");
        }
    }

    #[test]
    fn weighs_accept_language() {
        for (header, lang) in [
            ("uk-UA,uk;q=0.9,ru;q=0.8", Some(Lang::Uk)),
            ("de-DE,de;q=0.9,en;q=0.5,ru;q=0.7", Some(Lang::Ru)),
            ("en;q=0.5, uk;q=0.5", Some(Lang::En)),
            ("ru;q=0, en;q=0.1", Some(Lang::En)),
            ("ru;q=0.8,uk;q=0.75,en;q=0.799", Some(Lang::Ru)),
            ("ru;q=0.001,uk;q=0.0019", Some(Lang::Ru)),
            ("en;q=1.0,uk;q=1", Some(Lang::En)),
            ("ru;q=0.00000", None),
            ("ru;q=2,uk;q=0.1", Some(Lang::Uk)),
            ("ru;q=0.x,uk;q=.5,en;q=-1", None),
            ("ru;q=nonsense", None),
            ("*", None),
            ("", None),
        ] {
            assert_eq!(Lang::from_accept_language(header), lang, "{header}");
        }
    }

    #[test]
    fn explicit_beats_browser_beats_default() {
        assert_eq!(Lang::choose(Some("uk"), Some("en"), Lang::Ru), Lang::Uk);
        assert_eq!(Lang::choose(Some("de"), Some("en"), Lang::Ru), Lang::En);
        assert_eq!(Lang::choose(None, Some("de"), Lang::Uk), Lang::Uk);
    }
}
