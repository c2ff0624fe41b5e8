//! The catalogs: every language has every key, no key is unused, every survey has all texts.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use fluent_syntax::ast::{Entry, Resource};
use otklik_embed::fields::Fields;
use otklik_embed::i18n::texts;
use otklik_embed::look::Look;
use otklik_embed::page;
use otklik_embed::page::form_kind::FormKind;
use otklik_embed::settings::Settings;
use otklik_embed::survey_doc::{localized_survey, surveys};
use otklik_survey::Lang;
use otklik_survey::callback::{By, Window};
use std::collections::BTreeSet;
use std::path::Path;
use support::{settings, settings_json};

fn catalog(lang: Lang) -> Resource<String> {
    let path = Path::new("texts").join(lang.code()).with_extension("ftl");
    fluent_syntax::parser::parse(std::fs::read_to_string(path).unwrap()).unwrap()
}

/// `key` of each message and `key.attribute` of each attribute.
fn keys(lang: Lang) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for entry in catalog(lang).body {
        if let Entry::Message(message) = entry {
            for attribute in &message.attributes {
                keys.insert(format!("{}.{}", message.id.name, attribute.id.name));
            }
            keys.insert(message.id.name);
        }
    }
    keys
}

/// The sentence of a key, in every plural form.
fn said(lang: Lang, key: &str) -> String {
    match texts::find(lang, key) {
        Some(text) => text.to_owned(),
        None => [1, 2, 5].map(|n| texts::counted(lang, key, n)).concat(),
    }
}

#[test]
fn every_language_has_every_key() {
    let russian = keys(Lang::Ru);
    assert!(russian.len() > 100);
    for lang in Lang::ALL {
        assert_eq!(keys(lang), russian, "{}", lang.code());
        for key in &russian {
            let text = said(lang, key);
            assert!(
                !text.trim().is_empty() && text != key.repeat(3),
                "{key} in {}",
                lang.code()
            );
        }
    }
}

#[test]
fn ukrainian_is_not_russian() {
    let looks_russian = |text: &str| text.contains(['ы', 'э', 'ё', 'ъ']);
    for key in keys(Lang::Uk) {
        let text = said(Lang::Uk, &key);
        assert!(!looks_russian(&text), "{key}: {text}");
    }
}

/// A key is used when it, or the part behind a dash or dot of it, is a literal in the code; or when it belongs to a
/// survey, whose keys are made from its questions.
#[test]
fn no_key_is_unused() {
    let mut code = String::new();
    for folder in ["src", "../worker/src", "../survey/src", "../widget/src"] {
        read_code(Path::new(folder), &mut code);
    }
    let of_surveys = keys_of_surveys();
    let is_used = |key: &String| {
        let tails = key
            .match_indices(['-', '.'])
            .map(|(at, _)| &key[at + 1..])
            .chain([key.as_str()]);
        of_surveys.contains(key)
            || tails
                .into_iter()
                .any(|tail| code.contains(&format!("\"{tail}\"")))
    };
    let unused: Vec<String> = keys(Lang::Ru)
        .into_iter()
        .filter(|key| !is_used(key))
        .collect();
    assert!(unused.is_empty(), "{unused:?}");
}

fn read_code(folder: &Path, code: &mut String) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read_code(&path, code);
        } else if path.extension().is_some_and(|it| it == "rs" || it == "js") {
            code.push_str(&std::fs::read_to_string(path).unwrap());
        }
    }
}

fn keys_of_surveys() -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for survey in surveys::all() {
        keys.insert(format!("{}-title", survey.id()));
        for question in survey.questions() {
            let key = format!("{}-{}", survey.id(), question.id);
            let mut parts: Vec<String> = question.options().to_vec();
            if let Some(scale) = question.kind.scale() {
                parts.extend(["low".into(), "high".into()]);
                parts.extend(scale.range().map(|value| format!("v{value}")));
            }
            if question.after.is_some() {
                parts.extend([
                    "after-low".into(),
                    "after-middle".into(),
                    "after-high".into(),
                ]);
            }
            // A question may read differently at a touchpoint.
            parts.extend(
                otklik_survey::Touchpoint::ALL
                    .iter()
                    .map(|it| it.as_str().to_owned()),
            );
            keys.extend(parts.iter().map(|part| format!("{key}.{part}")));
            keys.insert(key);
        }
    }
    keys
}

#[test]
fn every_survey_speaks_every_language() {
    for lang in Lang::ALL {
        for survey in surveys::current() {
            let localized = localized_survey::of_survey(
                survey,
                lang,
                survey.touchpoint(),
                Look::default(),
                &settings(),
            );
            for (question, question_text) in
                survey.questions().iter().zip(&localized.question_texts)
            {
                let place = format!("{}-{} in {}", survey.id(), question.id, lang.code());
                // A sentence that is missing shows its key.
                assert!(
                    !question_text.text.starts_with(survey.id()),
                    "{place}: {}",
                    question_text.text
                );
                assert!(
                    !question_text.text.contains('{'),
                    "{place}: {}",
                    question_text.text
                );
                let n_values = question_text.values.len();
                let n_points = question.kind.scale().map(|scale| scale.range().count());
                let n_ends = if n_points.is_some() { 2 } else { 0 };
                assert_eq!(question_text.ends.len(), n_ends, "{place}");
                assert!(n_values == 0 || Some(n_values) == n_points, "{place}");
                assert_eq!(question_text.options.len(), question.options().len());
                if question.after.is_some() {
                    assert!(matches!(question_text.after.len(), 0 | 3), "{place}");
                }
            }
        }
    }
}

#[test]
fn the_agency_is_named_where_it_is_recommended() {
    let client = surveys::find("client").unwrap();
    for (lang, name) in [
        (Lang::Ru, "АГЕНТСТВО"),
        (Lang::Uk, "АГЕНЦІЮ"),
        (Lang::En, "AGENCY"),
    ] {
        let localized =
            localized_survey::of_survey(client, lang, None, Look::default(), &settings());
        assert!(localized.question_texts[0].text.contains(name));
    }
}

#[test]
fn hours_read_as_people_write_them() {
    // Without the characters that keep a run on one line.
    let seen = |lang| {
        let text = settings().hours_text(lang);
        text.replace('\u{a0}', " ").replace('\u{2060}', "")
    };
    assert_eq!(seen(Lang::Ru), "пн–пт 10:00–19:00, сб 11:00–16:00");
    assert_eq!(seen(Lang::En), "Mon–Fri 10:00–19:00, Sat 11:00–16:00");
}

#[test]
fn only_parts_of_the_day_in_which_somebody_works_are_offered() {
    use Window::{Afternoon, Any, Evening, Morning};
    let site = surveys::find("site").unwrap();
    for (from, to, offered) in [
        ("10:00", "19:00", vec![Any, Morning, Afternoon, Evening]),
        ("10:00", "17:00", vec![Any, Morning, Afternoon]),
        ("17:00", "23:00", vec![Any, Evening]),
        // Hours that cannot be read.
        ("19:00", "10:00", vec![Any, Morning, Afternoon, Evening]),
    ] {
        let mut json = settings_json();
        json["hours"] = serde_json::json!([{"days": [1, 5], "from": from, "to": to}]);
        let settings: Settings = serde_json::from_value(json).unwrap();
        let localized =
            localized_survey::of_callback(site, Lang::Ru, By::Call, Look::default(), &settings);
        assert_eq!(localized.windows, offered, "{from} {to}");
        let page = page::form_page::first_form(
            FormKind::Callback,
            &localized,
            &Fields::default(),
            &settings,
            None,
        );
        let n_options = page.html.matches("<option value=").count();
        assert_eq!(n_options, offered.len(), "{}", page.html);
    }
}

#[test]
fn the_calling_number_is_shown_as_people_read_it() {
    for (written, shown) in [
        ("+380671234567", "+380 67 123 45 67"),
        ("8 916 123-45-67", "+7 916 123-45-67"),
        // No country: as the agency writes it.
        ("0 800 12", "0 800 12"),
    ] {
        let mut json = settings_json();
        json["calling_number"] = serde_json::json!(written);
        let settings: Settings = serde_json::from_value(json).unwrap();
        assert_eq!(settings.calling_number_text().as_deref(), Some(shown));
    }
    assert_eq!(settings().calling_number_text(), None);
}

/// Every guest gets the links for reviews; only some get the offer, below them.
#[test]
fn thanks_offers_contact_below_the_links() {
    use otklik_embed::page::thanks::{self, DueText, Offer};
    let mut json = settings_json();
    json["review_links"] = serde_json::json!([{"title": "Карты", "url": "https://maps.example"}]);
    let settings: Settings = serde_json::from_value(json).unwrap();
    let guest = surveys::find("guest").unwrap();
    let localized = localized_survey::of_survey(guest, Lang::Ru, None, Look::default(), &settings);
    let high = thanks::block(&localized, None, Offer::Nothing).into_string();
    assert!(high.contains("https://maps.example") && !high.contains("otklik-offer"));
    let low = thanks::block(&localized, None, Offer::Contact).into_string();
    let (link, offer) = (low.find("maps.example"), low.find("otklik-offer"));
    assert!(link.unwrap() < offer.unwrap(), "{low}");
    assert!(low.contains("href=\"/c/guest?lang=ru&amp;by=message\""));
    let due_at = DueText {
        sentence: Some("Позвоним сегодня".to_owned()),
        cancel_url: "https://o.example/cancel/x".to_owned(),
    };
    let page = thanks::block(&localized, Some(&due_at), Offer::Nothing).into_string();
    assert!(
        page.contains("<p class=\"otklik-due\">Позвоним сегодня</p>"),
        "{page}"
    );
    let link = "<a class=\"otklik-cancel\" href=\"https://o.example/cancel/x\">";
    assert!(page.contains(link));
    // Without a time there is still something to cancel.
    let due_at = DueText {
        sentence: None,
        ..due_at
    };
    let page = thanks::block(&localized, Some(&due_at), Offer::Nothing).into_string();
    assert!(page.contains("Спасибо!") && page.contains(link) && !page.contains("otklik-due"));
}
