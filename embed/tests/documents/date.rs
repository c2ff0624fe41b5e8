//! A question for a day: its definition, its field, its errors.

use crate::{errors_of, settings, with};
use otklik_embed::fields::Fields;
use otklik_embed::page::form_kind::FormKind;
use otklik_embed::page::form_page;
use otklik_embed::survey_doc::document::Document;
use otklik_embed::survey_doc::localized_survey;
use otklik_embed::survey_doc::reader::read;
use otklik_survey::Lang;
use serde_json::{Value, json};

/// The example, whose last question asks for a day.
fn asking_for_a_day(limits: &[(&str, &str)]) -> Value {
    let text = json!({"text": "When?"});
    let mut question = json!({
        "id": "day", "kind": "date", "required": true, "texts": {"ru": text, "uk": text, "en": text},
    });
    for (name, day) in limits {
        question[*name] = json!(day);
    }
    with("/questions/3", Some(question))
}

fn of_may() -> Document {
    read(&asking_for_a_day(&[
        ("min", "2026-05-01"),
        ("max", "2026-05-31"),
    ]))
    .unwrap()
}

/// The form's page after `typed` was sent.
fn page(lang: Lang, typed: &str) -> String {
    let (document, settings) = (of_may(), settings());
    let typed = [
        "id=0190b5a0-0000-7000-8000-000000000001&rev=1&version=1&q.satisfied=5&",
        typed,
    ];
    let typed = Fields::parse(typed.concat().as_bytes());
    let errors = document.accept(typed.submission(&document)).err();
    let look = document.look(&settings);
    let localized = localized_survey::of_survey(&document, lang, None, look, &settings);
    let errors = errors.unwrap_or_default();
    form_page::form(
        FormKind::Survey,
        &localized,
        &typed,
        &errors,
        None,
        None,
        &settings,
    )
    .html
}

#[test]
fn limits_of_a_date_are_days_in_their_order() {
    assert_eq!(errors_of(&asking_for_a_day(&[])), [""; 0]);
    assert_eq!(
        errors_of(&asking_for_a_day(&[
            ("min", "2026-05-01"),
            ("max", "2026-05-01")
        ])),
        [""; 0]
    );
    for (limits, error) in [
        (&[("min", "2026-05-32")][..], "questions[3].min: bad_date"),
        (&[("max", "May")], "questions[3].max: bad_date"),
        (
            &[("min", "2026-05-02"), ("max", "2026-05-01")],
            "questions[3].max: dates_reversed",
        ),
        (&[("options", "x")], "questions[3].options: unknown_field"),
    ] {
        assert_eq!(errors_of(&asking_for_a_day(limits)), [error]);
    }
    let of_scale = with("/questions/0/min", Some(json!("2026-05-01")));
    assert_eq!(errors_of(&of_scale), ["questions[0].min: unknown_field"]);
}

#[test]
fn a_document_with_a_date_reads_as_it_is_written() {
    let document = of_may();
    let written = serde_json::to_value(document.written()).unwrap();
    assert_eq!(written["questions"][3]["min"], "2026-05-01");
    assert_eq!(read(&written).as_ref(), Ok(&document));
}

#[test]
fn the_field_is_a_labelled_date_with_its_limits() {
    let page = page(Lang::En, "q.day=2026-05-09");
    let field = r#"<input type="date" name="q.day" value="2026-05-09" min="2026-05-01" max="2026-05-31" required aria-invalid="false">"#;
    assert!(page.contains(&[r#"<label><span class="otklik-label">When?</span>"#, field].concat()));
    assert!(!page.contains(r#"class="otklik-error""#));
}

#[test]
fn a_refused_day_keeps_its_text_and_names_its_error_in_each_language() {
    for (lang, missing, no_day, too_late) in [
        (
            Lang::Ru,
            "Выберите, пожалуйста",
            "Укажите дату",
            "Выберите день",
        ),
        (Lang::Uk, "Будь ласка", "Вкажіть дату", "Виберіть день"),
        (Lang::En, "Please choose", "Enter a date", "Choose a day"),
    ] {
        for (day, error) in [
            ("", missing),
            ("31.05.2026", no_day),
            ("2026-06-01", too_late),
        ] {
            let page = page(lang, &["q.day=", day].concat());
            let sentence = [r#"<p class="otklik-error" id="err-answers.day">"#, error].concat();
            assert!(page.contains(&sentence), "{} {day}: {page}", lang.code());
            assert!(page.contains(&format!("name=\"q.day\" value=\"{day}\"")));
            assert!(page.contains(r#"aria-describedby="err-answers.day" aria-invalid="true""#));
        }
    }
}

#[test]
fn the_widget_gets_the_errors_of_a_date() {
    let (document, settings) = (of_may(), settings());
    let look = document.look(&settings);
    let localized = localized_survey::of_survey(&document, Lang::En, None, look, &settings);
    for code in ["bad_date", "date_out_of_range"] {
        assert!(!localized.word(&["error-", code].concat()).is_empty());
    }
}
