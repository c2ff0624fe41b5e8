//! Letters without their size, for searching. Latin and the Cyrillic of our languages: Unicode's tables
//! would cost the worker kilobytes, and SQLite, which does the same (`answer_folded`), has none.

/// The text in small letters.
pub fn folded(text: &str) -> String {
    text.chars().map(small).collect()
}

fn small(sign: char) -> char {
    let by = match sign {
        'A'..='Z' | 'А'..='Я' => 0x20,
        'Ё' | 'І' | 'Ї' | 'Є' | 'Ў' => 0x50,
        'Ґ' => 1,
        _ => 0,
    };
    char::from_u32(u32::from(sign) + by).unwrap_or(sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_our_languages_are_folded_as_unicode_says() {
        let large = "ABCXYZ АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ ІЇЄҐЎ 19!_%";
        assert_eq!(folded(large), large.to_lowercase());
        assert_eq!(folded(&folded(large)), folded(large));
    }
}
