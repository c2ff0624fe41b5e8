//! Every sentence of the product, by language and key. The catalogs in `texts/` become these
//! tables at build time; a key that one language lacks stops the build.

use crate::i18n::plural;
use otklik_survey::Lang;
use std::sync::LazyLock;

include!(concat!(env!("OUT_DIR"), "/catalogs.rs"));

/// The catalogs, with the keys sorted and each language's texts in their order.
struct Catalogs {
    keys: Vec<&'static str>,
    ru: Vec<&'static str>,
    uk: Vec<&'static str>,
    en: Vec<&'static str>,
}

static CATALOGS: LazyLock<Catalogs> = LazyLock::new(|| {
    let [keys, ru, uk, en] = [KEYS, RU, UK, EN].map(|lines| lines.split('\n').collect());
    Catalogs { keys, ru, uk, en }
});

/// The sentence of `key`; `None` for a key that the catalogs lack.
pub fn find(lang: Lang, key: &str) -> Option<&'static str> {
    let place = CATALOGS.keys.binary_search(&key).ok()?;
    let texts = match lang {
        Lang::Ru => &CATALOGS.ru,
        Lang::Uk => &CATALOGS.uk,
        Lang::En => &CATALOGS.en,
    };
    texts.get(place).copied()
}

/// The sentence of `key`; the key itself where it is missing, which a test rules out.
pub fn text(lang: Lang, key: &str) -> &str {
    find(lang, key).unwrap_or(key)
}

/// The queue's sentences: the sentence of each `queue-{word}`, by its word.
pub fn queue(lang: Lang) -> &'static [(&'static str, &'static str)] {
    match lang {
        Lang::Ru => &RU_QUEUE,
        Lang::Uk => &UK_QUEUE,
        Lang::En => &EN_QUEUE,
    }
}

/// The sentence of `key` in the plural form of `n`, which replaces `{n}`; the key itself where the sentence is
/// missing or has no plural.
pub fn counted(lang: Lang, key: &str, n: u64) -> String {
    let Ok(place) = PLURAL_KEYS.binary_search(&key) else {
        return key.to_owned();
    };
    let forms: &[&str] = match lang {
        Lang::Ru => &RU_PLURALS[place],
        Lang::Uk => &UK_PLURALS[place],
        Lang::En => &EN_PLURALS[place],
    };
    let category = plural::category(lang, n);
    let of_category = plural::categories(lang).iter().zip(forms);
    let form = of_category.filter(|(named, _)| **named == category);
    let text = form.map(|(_, form)| *form).next().unwrap_or(key);
    fill(text, &[("n", &n.to_string())])
}

/// Replaces each `{name}` by its value.
pub fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut filled = text.to_owned();
    for (name, value) in values {
        filled = filled.replace(&["{", name, "}"].concat(), value);
    }
    filled
}

/// The sentence of an error, by its stable code.
pub fn error(lang: Lang, code: &str, phone_example: &str) -> String {
    let key = format!("error-{code}");
    fill(text(lang, &key), &[("example", phone_example)])
}
