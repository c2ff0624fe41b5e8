//! The languages of guests and directors, and which one a reader gets.
//!
//! All facts about a language are here; its texts are in `embed/texts/`.

use crate::plural::PluralRule;
use serde::{Deserialize, Serialize};

/// A language that every text of the product exists in. A new one is a variant, a row of its facts and a
/// catalog in `embed/texts/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Lang {
    #[serde(rename = "ru")]
    Ru,
    #[serde(rename = "uk")]
    Uk,
    #[serde(rename = "en")]
    En,
    /// The pseudo-language of tests: English with accents, a third longer. Pages show it where their address asks
    /// for it; it is never offered and never stored.
    #[serde(rename = "en-XA")]
    EnXa,
}

/// All that is known of a language beside its texts.
#[derive(Clone, Copy)]
struct Facts {
    tag: &'static str,
    own_name: &'static str,
    network_locale: &'static str,
    decimal_mark: char,
    plural: PluralRule,
}

/// The languages that guests are offered, without the pseudo-language.
#[cfg(feature = "openapi")]
impl utoipa::PartialSchema for Lang {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        use utoipa::openapi::schema::{ObjectBuilder, Type};
        let schema = ObjectBuilder::new().schema_type(Type::String);
        let schema =
            schema.description(Some("A language that every text of the product exists in."));
        schema.enum_values(Some(Lang::CODES)).into()
    }
}

#[cfg(feature = "openapi")]
impl utoipa::ToSchema for Lang {}

impl Lang {
    /// The languages that guests are offered, in the order of a language switch.
    pub const ALL: [Lang; 3] = [Lang::Ru, Lang::Uk, Lang::En];

    /// The tags of [`Lang::ALL`].
    pub const CODES: [&str; Lang::ALL.len()] = {
        let mut codes = [""; Lang::ALL.len()];
        let mut place = 0;
        while place < codes.len() {
            codes[place] = Lang::ALL[place].code();
            place += 1;
        }
        codes
    };

    /// Tags that pages write in place of a language's own: a country's code, by mistake.
    pub const OTHER_TAGS: [(&str, Lang); 1] = [("ua", Lang::Uk)];

    /// All languages that texts exist in.
    pub const WITH_TEXTS: [Lang; 4] = [Lang::Ru, Lang::Uk, Lang::En, Lang::EnXa];

    const fn facts(self) -> Facts {
        const ENGLISH: Facts = Facts {
            tag: "en",
            own_name: "Eng",
            network_locale: "en_US",
            decimal_mark: '.',
            plural: PluralRule::OneOther,
        };
        match self {
            Lang::Ru => Facts {
                tag: "ru",
                own_name: "Рус",
                network_locale: "ru_RU",
                decimal_mark: ',',
                plural: PluralRule::OneFewMany,
            },
            Lang::Uk => Facts {
                tag: "uk",
                own_name: "Укр",
                network_locale: "uk_UA",
                decimal_mark: ',',
                plural: PluralRule::OneFewMany,
            },
            Lang::En => ENGLISH,
            Lang::EnXa => Facts {
                tag: "en-XA",
                ..ENGLISH
            },
        }
    }

    /// The language tag, as in `<html lang>`.
    pub const fn code(self) -> &'static str {
        self.facts().tag
    }

    /// Its short name in itself, for a language switch: a code would be read aloud as a word, "uk" as a country.
    pub const fn own_name(self) -> &'static str {
        self.facts().own_name
    }

    /// With a country, as social networks write it in `og:locale`.
    pub const fn network_locale(self) -> &'static str {
        self.facts().network_locale
    }

    pub const fn decimal_mark(self) -> char {
        self.facts().decimal_mark
    }

    pub const fn plural_rule(self) -> PluralRule {
        self.facts().plural
    }

    /// The languages whose text replaces a missing one, in order of preference.
    pub fn fallbacks(self) -> impl Iterator<Item = Lang> {
        let others = [Lang::En, Lang::Ru, Lang::Uk];
        others.into_iter().filter(move |lang| *lang != self)
    }

    /// The language itself, or the one that guests are offered in place of the pseudo-language.
    #[must_use]
    pub const fn offered(self) -> Lang {
        match self {
            Lang::EnXa => Lang::En,
            Lang::Ru | Lang::Uk | Lang::En => self,
        }
    }

    /// Parses a language tag (`uk`, `ru-RU`, `EN_gb`, also `ua`); `None` for a language that is not offered.
    pub fn from_tag(tag: &str) -> Option<Lang> {
        let primary = tag.split(['-', '_']).next()?.trim();
        let own = Lang::ALL.into_iter().map(|lang| (lang.code(), lang));
        own.chain(Lang::OTHER_TAGS)
            .find(|(tag, _)| primary.eq_ignore_ascii_case(tag))
            .map(|(_, lang)| lang)
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

    /// The one precedence, everywhere: the explicit tag, then the browser's, then the deployment's.
    ///
    /// A tag of a language that does not exist here counts as absent. The pseudo-language is chosen by its exact
    /// tag alone.
    pub fn choose(explicit: Option<&str>, accept_language: Option<&str>, default: Lang) -> Lang {
        if explicit == Some(Lang::EnXa.code()) {
            return Lang::EnXa;
        }
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
            ("ua", Some(Lang::Uk)),
            ("ua-UA", Some(Lang::Uk)),
            ("UA", Some(Lang::Uk)),
            ("ru-UA", Some(Lang::Ru)),
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
            ("ru;q=0.8,ua", Some(Lang::Uk)),
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

    #[test]
    fn the_pseudo_language_is_chosen_by_its_exact_tag_alone() {
        let tag = Lang::EnXa.code();
        assert_eq!(Lang::choose(Some(tag), None, Lang::Ru), Lang::EnXa);
        assert_eq!(Lang::choose(None, Some(tag), Lang::Ru), Lang::En);
        assert_eq!(Lang::from_tag(tag), Some(Lang::En));
        assert!(!Lang::ALL.contains(&Lang::EnXa));
        assert_eq!(Lang::EnXa.offered(), Lang::En);
    }
}
