//! Cells of a column that has one option of a choice.

/// Whether an option was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tick {
    Chosen,
    Left,
    /// The cell says neither.
    Unreadable,
}

const CHOSEN: [&str; 10] = [
    "1", "x", "y", "yes", "true", "да", "так", "✓", "✔", "checked",
];
const LEFT: [&str; 8] = ["", "0", "n", "no", "false", "нет", "ні", "unchecked"];

/// Reads a tidied cell: the option's name, as Typeform and SurveyMonkey write it, or a yes or no, as LimeSurvey does.
/// `word` is what the mapping says that the cell means.
pub(super) fn tick(cell: &str, column: &str, option: &str, word: Option<&str>) -> Tick {
    match word {
        Some("") => return Tick::Left,
        Some(word) if word == option => return Tick::Chosen,
        Some(_) => return Tick::Unreadable,
        None => {}
    }
    let lower = cell.to_lowercase();
    if LEFT.contains(&lower.as_str()) {
        Tick::Left
    } else if CHOSEN.contains(&lower.as_str()) || cell == option || ends_with(column, cell) {
        Tick::Chosen
    } else {
        Tick::Unreadable
    }
}

/// Whether a column's name is that of an option, or ends with it behind the question's: `Liked / Music`, `Liked [Music]`.
fn ends_with(column: &str, option: &str) -> bool {
    let column = column.trim_end_matches([']', ')']);
    let option = option.trim_end_matches([']', ')']);
    let question = column.strip_suffix(option);
    question.is_some_and(|question| {
        let is_whole = question.is_empty() || question.ends_with([' ', '[', '(', '/', ':']);
        is_whole && option.contains(char::is_alphabetic)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_says_whether_an_option_was_chosen() {
        for (cell, column, expected) in [
            ("", "Liked / Music", Tick::Left),
            ("Music", "Liked / Music", Tick::Chosen),
            ("Music (live)", "Liked [Music (live)]", Tick::Chosen),
            ("Music", "Music", Tick::Chosen),
            ("music", "Liked / Музыка", Tick::Chosen),
            ("Да", "Liked [Music]", Tick::Chosen),
            ("0", "Liked [Music]", Tick::Left),
            ("No", "Liked [Music]", Tick::Left),
            // A rank, another option, a part of a word.
            ("2", "Liked 2", Tick::Unreadable),
            ("Food", "Liked / Music", Tick::Unreadable),
            ("sic", "Liked / Music", Tick::Unreadable),
        ] {
            assert_eq!(
                tick(cell, column, "music", None),
                expected,
                "{cell} below {column}"
            );
        }
    }

    #[test]
    fn the_mapping_has_the_last_word() {
        for (word, expected) in [
            ("", Tick::Left),
            ("music", Tick::Chosen),
            ("food", Tick::Unreadable),
        ] {
            assert_eq!(tick("Music", "Music", "music", Some(word)), expected);
        }
    }
}
