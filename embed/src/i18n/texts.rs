//! Every sentence of the product, by language and key. The catalogs in `texts/` become these
//! tables at build time; a key that one language lacks stops the build.

use otklik_survey::Lang;
use std::sync::LazyLock;

include!(concat!(env!("OUT_DIR"), "/catalogs.rs"));

/// The keys, sorted, and each language's sentences in their order.
struct Catalogs {
    keys: Vec<&'static str>,
    texts: [Vec<&'static str>; Lang::WITH_TEXTS.len()],
}

static CATALOGS: LazyLock<Catalogs> = LazyLock::new(|| Catalogs {
    keys: KEYS.split('\n').collect(),
    texts: TEXTS.map(|lines| lines.split('\n').collect()),
});

/// The sentence of `key`; `None` for a key that the catalogs lack.
pub fn find(lang: Lang, key: &str) -> Option<&'static str> {
    let place = CATALOGS.keys.binary_search(&key).ok()?;
    CATALOGS.texts.get(lang as usize)?.get(place).copied()
}

/// The sentence of `key`; the key itself where it is missing, which a test rules out.
pub fn text(lang: Lang, key: &str) -> &str {
    find(lang, key).unwrap_or(key)
}

/// The sentence of `key` in the plural form for `n`, with `n` in the place of `{n}`; the key itself
/// where it is missing or has no plural forms.
pub fn counted(lang: Lang, key: &str, n: u64) -> String {
    let Ok(place) = PLURAL_KEYS.binary_search(&key) else {
        return key.to_owned();
    };
    let forms = PLURALS.get(lang as usize).and_then(|all| all.get(place));
    let category = lang.plural_rule().category(n);
    let text = forms.and_then(|forms| forms.get(category)).copied();
    fill(text.unwrap_or(key), &[("n", &n.to_string())])
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
