//! Every sentence of the product, by language and key. The catalogs in `texts/` become these
//! tables at build time; a key that one language lacks stops the build.

use otklik_survey::Lang;

include!(concat!(env!("OUT_DIR"), "/catalogs.rs"));

/// The sentence of `key`; `None` for a key that the catalogs lack.
pub fn find(lang: Lang, key: &str) -> Option<&'static str> {
    let place = KEYS.binary_search(&key).ok()?;
    Some(match lang {
        Lang::Ru => RU[place],
        Lang::Uk => UK[place],
        Lang::En => EN[place],
    })
}

/// The sentence of `key`, or the key itself, which a reader sees and a test rules out.
pub fn text(lang: Lang, key: &str) -> &str {
    find(lang, key).unwrap_or(key)
}

/// Puts values where `{name}` stands.
pub fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut filled = text.to_owned();
    for (name, value) in values {
        filled = filled.replace(&["{", name, "}"].concat(), value);
    }
    filled
}

/// The sentence that tells what went wrong and what to do, by its stable code.
pub fn error(lang: Lang, code: &str, phone_example: &str) -> String {
    let key = ["error-", code].concat();
    fill(text(lang, &key), &[("example", phone_example)])
}
