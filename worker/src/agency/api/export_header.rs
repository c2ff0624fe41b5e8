//! The names of an export's columns: codes for programs, or words of a language for people.

use crate::agency::api::export_columns::{Column, RESPONSE_COLUMNS};
use otklik_embed::i18n::texts;
use otklik_embed::survey_doc::surveys;
use otklik_survey::Lang;
use otklik_survey::question::{AnswerPart, OTHER};

/// What the columns are called.
pub enum Naming<'a> {
    Codes,
    /// `agency` is its name within a sentence of that language.
    Words {
        lang: Lang,
        agency: &'a str,
    },
}

/// The names of the columns of a response, then of its answers. No two are the same.
pub fn names(columns: &[Column], naming: &Naming<'_>) -> Vec<String> {
    let Naming::Words { lang, agency } = *naming else {
        let of_response = RESPONSE_COLUMNS.map(str::to_owned);
        return of_response
            .into_iter()
            .chain(columns.iter().map(Column::name))
            .collect();
    };
    let of_response =
        RESPONSE_COLUMNS.map(|name| texts::text(lang, &format!("export-{name}")).to_owned());
    let mut names = Vec::from(of_response);
    for column in columns {
        let name = words(column, lang, agency);
        // Two questions of a survey may have the same text.
        let is_taken = names.contains(&name);
        names.push(match is_taken {
            true => format!("{name} [{}]", column.name()),
            false => name,
        });
    }
    names
}

/// The survey's title, the question, and of a free field the option that opens it.
fn words(column: &Column, lang: Lang, agency: &str) -> String {
    let title = surveys::title(lang, column.survey);
    let versions = surveys::versions().into_iter();
    let versions = versions.filter(|it| it.id() == column.survey);
    let documents = versions.filter_map(|it| surveys::answered(it.id(), it.version()));
    let asking = documents.filter_map(|document| {
        let mut questions = document.words(lang);
        let found = questions.find(|(question, _)| question.id == column.question)?;
        Some((document.version(), found.1))
    });
    let Some((_, words)) = asking.max_by_key(|(version, _)| *version) else {
        return column.name();
    };
    let text = texts::fill(&words.text, &[("agency", agency)]);
    match words
        .options
        .get(OTHER)
        .filter(|_| column.part == AnswerPart::Other)
    {
        Some(other) => format!("{title}: {text} ({other})"),
        None => format!("{title}: {text}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(survey: &'static str, question: &'static str, part: AnswerPart) -> Column {
        Column {
            survey,
            question,
            part,
        }
    }

    fn of_answers(columns: &[Column], lang: Lang) -> Vec<String> {
        let naming = Naming::Words {
            lang,
            agency: "«Праздник»",
        };
        names(columns, &naming).split_off(RESPONSE_COLUMNS.len())
    }

    #[test]
    fn columns_are_named_in_words() {
        let columns = [
            column("guest", "liked", AnswerPart::Options),
            column("guest", "liked", AnswerPart::Other),
            column("client", "nps", AnswerPart::Score),
        ];
        let found = of_answers(&columns, Lang::Ru);
        let title = surveys::title(Lang::Ru, "guest");
        assert!(found[0].starts_with(&format!("{title}: ")), "{found:?}");
        assert!(
            found[1].starts_with(&found[0]) && found[1].ends_with(')'),
            "{found:?}"
        );
        assert!(
            found[2].contains("«Праздник»") && !found[2].contains('{'),
            "{found:?}"
        );
    }

    #[test]
    fn no_two_names_are_the_same_in_any_language() {
        let twice = || column("guest", "comment", AnswerPart::Text);
        for lang in Lang::ALL {
            let naming = Naming::Words { lang, agency: "" };
            let mut names = names(&[twice(), twice()], &naming);
            let n_names = names.len();
            assert_eq!(
                names[n_names - 1],
                format!("{} [guest.comment]", names[n_names - 2])
            );
            names.sort();
            names.dedup();
            assert_eq!(names.len(), n_names, "{names:?}");
            assert!(
                !names.iter().any(|name| name.contains("export-")),
                "{names:?}"
            );
        }
    }
}
