//! The widget's own sentences: of submissions that wait or were given up, of pop-ups, frames, offers and the bar.

/// `(language, key, sentence)`, from `embed/texts/`.
const SENTENCES: &[(&str, &str, &str)] = include!(concat!(env!("OUT_DIR"), "/sentences.rs"));

/// Of a key, in a language, or in English where that has none.
pub(crate) fn sentence(lang: &str, key: &str) -> &'static str {
    let of = |lang: &str| {
        let mut all = SENTENCES.iter();
        all.find(|(of_lang, of_key, _)| *of_lang == lang && *of_key == key)
    };
    let found = of(lang).or_else(|| of("en"));
    found.map_or("", |(_, _, sentence)| sentence)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_every_sentence() {
        for lang in ["ru", "uk", "en"] {
            for key in [
                "queue-kept",
                "queue-refused",
                "queue-expired",
                "close",
                "appeared",
            ] {
                let found = sentence(lang, key);
                assert!(!found.is_empty());
                assert_eq!(found == sentence("xx", key), lang == "en", "{lang} {key}");
            }
        }
    }
}
