//! The previews of links in messengers.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use otklik_embed::fields::Fields;
use otklik_embed::page;
use otklik_embed::page::form_kind::FormKind;
use otklik_embed::page::preview::{self, Motif};
use otklik_embed::survey_doc::{localized_survey, surveys};
use otklik_survey::Lang;
use otklik_survey::callback::By;
use support::settings;

/// The content of a `<meta>` by its name or property.
fn meta<'a>(html: &'a str, name: &str) -> &'a str {
    let start = [
        format!("name=\"{name}\" content=\""),
        format!("property=\"{name}\" content=\""),
    ];
    let after = start
        .iter()
        .find_map(|start| Some(html.split_once(start.as_str())?.1));
    after
        .unwrap_or_else(|| panic!("no {name}"))
        .split('"')
        .next()
        .unwrap()
}

#[test]
fn every_page_of_a_link_has_its_preview() {
    let settings = settings();
    for lang in Lang::ALL {
        for survey in surveys::current() {
            let localized =
                localized_survey::of_survey(survey, lang, None, settings.look, &settings);
            let page = page::form_page::first_form(
                FormKind::Survey,
                &localized,
                &Fields::default(),
                &settings,
                None,
            );
            for name in ["og:title", "twitter:title", "og:image:alt"] {
                assert_eq!(meta(&page.html, name), localized.word("title"));
            }
            let description = meta(&page.html, "description");
            assert!(
                description.contains(localized.word("who-sees")),
                "{description}"
            );
            for name in ["og:description", "twitter:description"] {
                assert_eq!(meta(&page.html, name), description);
            }
            let image = format!(
                "https://otklik.example/preview/{}-{}.png",
                survey.id(),
                lang.code()
            );
            assert_eq!(meta(&page.html, "og:image"), image);
            assert_eq!(meta(&page.html, "twitter:image"), image);
            assert!(meta(&page.html, "og:locale").starts_with(lang.code()));
            assert_eq!(meta(&page.html, "robots"), "noindex");
        }
        let localized = localized_survey::of_callback(
            surveys::find("site").unwrap(),
            lang,
            By::Call,
            settings.look,
            &settings,
        );
        let page = page::form_page::first_form(
            FormKind::Callback,
            &localized,
            &Fields::default(),
            &settings,
            None,
        );
        let image = format!(
            "https://otklik.example/preview/callback-{}.png",
            lang.code()
        );
        assert_eq!(meta(&page.html, "og:image"), image);
        assert_eq!(
            meta(&page.html, "description"),
            localized.word("callback-lead")
        );
    }
}

#[test]
fn a_page_shown_again_has_no_preview() {
    let localized = localized_survey::of_survey(
        surveys::find("guest").unwrap(),
        Lang::Ru,
        None,
        settings().look,
        &settings(),
    );
    let page = page::form_page::form(
        FormKind::Survey,
        &localized,
        &Fields::default(),
        &[],
        None,
        None,
        &settings(),
    );
    assert!(!page.html.contains("og:"));
}

#[test]
fn pictures_name_no_agency_and_every_survey_has_its_own() {
    let pictures = preview::pictures();
    assert_eq!(pictures.len(), 3 * (surveys::all().count() + 1));
    for picture in pictures {
        assert!(!picture.sentence.contains(['{', '-']), "{picture:?}");
        match picture.motif {
            Motif::Scale { values, ends } => {
                assert!(values.len() >= 5 && ends.iter().all(|end| !end.is_empty()));
            }
            Motif::Phone { label, button } => assert!(!label.is_empty() && !button.is_empty()),
        }
    }
}
