//! Names of months as tables write them, in the languages of the forms.

/// Of each month the beginnings that mean it alone, and the whole names in Russian, Ukrainian and English, beside a day
/// and alone.
const MONTHS: [&[&str]; 12] = [
    &[
        "янв",
        "январь",
        "января",
        "січ",
        "січень",
        "січня",
        "jan",
        "january",
    ],
    &[
        "фев",
        "февр",
        "февраль",
        "февраля",
        "лют",
        "лютий",
        "лютого",
        "feb",
        "february",
    ],
    &[
        "мар",
        "март",
        "марта",
        "бер",
        "берез",
        "березень",
        "березня",
        "mar",
        "march",
    ],
    &[
        "апр",
        "апрель",
        "апреля",
        "кві",
        "квіт",
        "квітень",
        "квітня",
        "apr",
        "april",
    ],
    &["май", "мая", "тра", "трав", "травень", "травня", "may"],
    &[
        "июн",
        "июнь",
        "июня",
        "чер",
        "черв",
        "червень",
        "червня",
        "jun",
        "june",
    ],
    &[
        "июл",
        "июль",
        "июля",
        "лип",
        "липень",
        "липня",
        "jul",
        "july",
    ],
    &[
        "авг",
        "август",
        "августа",
        "сер",
        "серп",
        "серпень",
        "серпня",
        "aug",
        "august",
    ],
    &[
        "сен",
        "сент",
        "сентябрь",
        "сентября",
        "вер",
        "верес",
        "вересень",
        "вересня",
        "sep",
        "sept",
        "september",
    ],
    &[
        "окт",
        "октябрь",
        "октября",
        "жов",
        "жовт",
        "жовтень",
        "жовтня",
        "oct",
        "october",
    ],
    &[
        "ноя",
        "нояб",
        "ноябрь",
        "ноября",
        "лис",
        "лист",
        "листоп",
        "листопад",
        "листопада",
        "nov",
        "november",
    ],
    &[
        "дек",
        "декабрь",
        "декабря",
        "гру",
        "груд",
        "грудень",
        "грудня",
        "dec",
        "december",
    ],
];

/// Reads the name of a month at the start of a text, with the full stop of an abbreviation; 1-12.
pub(super) fn read(rest: &mut &str) -> Option<u16> {
    let length = rest.find(|sign: char| !sign.is_alphabetic());
    let (word, behind) = rest.split_at(length.unwrap_or(rest.len()));
    let word = word.to_lowercase();
    let (_, month) = MONTHS
        .iter()
        .zip(1..)
        .find(|(names, _)| names.contains(&word.as_str()))?;
    *rest = behind.strip_prefix('.').unwrap_or(behind);
    Some(month)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_means_one_month() {
        let mut names: Vec<&str> = MONTHS.concat();
        let n_names = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), n_names);
    }

    #[test]
    fn a_name_is_read_with_its_full_stop() {
        for (text, month, behind) in [
            ("мая 2024", 5, " 2024"),
            ("Травня", 5, ""),
            ("Sept. 3", 9, " 3"),
            ("лист. 2024", 11, " 2024"),
        ] {
            let mut rest = text;
            assert_eq!((read(&mut rest), rest), (Some(month), behind), "{text}");
        }
        for text in ["", "мартобря", "5", ". мая"] {
            let mut rest = text;
            assert_eq!((read(&mut rest), rest), (None, text), "{text}");
        }
    }
}
