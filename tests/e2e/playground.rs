//! The demo site: every page in every language with the real product, used as a person would.

use crate::app::App;
use crate::browser::{Browser, Console, Size};

const LANGS: [(&str, &str); 3] = [("ru", ""), ("uk", "uk/"), ("en", "en/")];

/// Each page, and the condition of its being complete.
const PAGES: [(&str, &str); 4] = [
    (
        "inline",
        "return [...document.querySelectorAll('otklik-survey')].every(it => it.shadowRoot?.querySelector('form[novalidate]'))",
    ),
    (
        "email",
        "return document.querySelector('#mail').ariaBusy !== 'true' && document.querySelector('iframe').contentDocument.links.length > 4",
    ),
    (
        "poster",
        "return [...document.images].every(it => it.complete && it.naturalWidth > 0)",
    ),
    (
        "builder",
        "const survey = document.querySelector('#preview').contentDocument?.querySelector('otklik-survey');
        return !!survey?.shadowRoot?.querySelector('form[novalidate]') && document.querySelector('#measured').textContent !== ''",
    ),
];

impl Browser {
    /// Opens a page of the playground, and waits until it is complete.
    pub async fn plays(&self, app: &App, home: &str, name: &str, ready: &str) {
        let url = format!("{}/{home}{name}.html", app.parts.demo_url);
        self.goto(&url).await;
        let is_ready = || async { (self.run(ready, vec![]).await == true).then_some(()) };
        self.wait(&format!("{url} is ready"), is_ready).await;
    }
}

async fn check_pages(lang: &str, home: &str) {
    let app = App::enter().await;
    let page = Browser::open(&app, Size::Phone).await;
    for (name, ready) in PAGES {
        page.plays(&app, home, name, ready).await;
        page.checks_access(&app, &format!("{name} {lang}")).await;
        page.fits_everywhere(&app, name, lang).await;
    }
    page.close(Console::Silent).await;
}

#[tokio::test]
async fn every_page_in_russian() {
    check_pages("ru", LANGS[0].1).await;
}

#[tokio::test]
async fn every_page_in_ukrainian() {
    check_pages("uk", LANGS[1].1).await;
}

#[tokio::test]
async fn every_page_in_english() {
    check_pages("en", LANGS[2].1).await;
}

/// The chosen options appear in the code and in the live preview.
#[tokio::test]
async fn the_builder_builds_what_it_shows() {
    let app = App::enter().await;
    let page = Browser::open(&app, Size::Desktop).await;
    let (name, ready) = PAGES[3];
    page.plays(&app, "", name, ready).await;
    let choose = "const form = document.querySelector('#choices');
        form.querySelector('[name=scale][value=stars]').checked = true;
        form.elements.brand.value = '#8a1538';
        form.dispatchEvent(new Event('input', { bubbles: true }));";
    page.run(choose, vec![]).await;
    let drawn = "const survey = document.querySelector('#preview').contentDocument.querySelector('otklik-survey');
        const scale = survey?.shadowRoot?.querySelector('[data-drawing=stars]');
        return !!scale && getComputedStyle(survey.shadowRoot.querySelector('.otklik')).getPropertyValue('--fill') === '#8a1538'";
    let is_drawn = || async { (page.run(drawn, vec![]).await == true).then_some(()) };
    page.wait("the preview has stars", is_drawn).await;
    let code = page.text("#code").await;
    for part in [
        "scale=stars",
        "brand=8a1538",
        "<otklik-survey",
        "min-height",
    ] {
        assert!(code.contains(part), "no {part} in {code}");
    }
    page.close(Console::Silent).await;
}

/// The builder explains a colour exactly where the server makes the button's text black, on both sides of 4.5:1.
#[tokio::test]
async fn the_builder_explains_changed_colours() {
    let app = App::enter().await;
    let page = Browser::open(&app, Size::Phone).await;
    let (name, ready) = PAGES[3];
    page.plays(&app, "", name, ready).await;
    for (brand, scheme, start, has_darker) in [
        (
            "#ffd600",
            "auto",
            "Белый текст на этом цвете имел бы контраст 1,41:1",
            true,
        ),
        ("#767676", "auto", "", false),
        (
            "#777777",
            "light",
            "Белый текст на этом цвете имел бы контраст 4,47:1",
            true,
        ),
        (
            "#777777",
            "dark",
            "Белый текст на этом цвете имел бы контраст 4,47:1",
            false,
        ),
        ("#1b4fd6", "auto", "", false),
    ] {
        let choose = format!(
            "const form = document.querySelector('#choices');
            form.elements.brand.value = '{brand}';
            form.elements.scheme.value = '{scheme}';
            form.dispatchEvent(new Event('input', {{ bubbles: true }}));"
        );
        page.run(&choose, vec![]).await;
        let drawn = format!(
            "const survey = document.querySelector('#preview').contentDocument.querySelector('otklik-survey');
            const form = survey?.shadowRoot?.querySelector('.otklik');
            const style = form && getComputedStyle(form);
            return style?.getPropertyValue('--fill') === '{brand}' ? style.getPropertyValue('--on-fill') : ''"
        );
        let drawn = || async {
            let color = page.run(&drawn, vec![]).await;
            color
                .as_str()
                .filter(|it| !it.is_empty())
                .map(str::to_owned)
        };
        let on_fill = page.wait("the preview has the colour", drawn).await;
        let note = page.text("#contrast").await;
        assert_eq!(
            on_fill == "#000000",
            !note.is_empty(),
            "{brand}: {on_fill}, {note:?}"
        );
        assert!(note.starts_with(start), "{brand}: {note}");
        if brand == "#ffd600" {
            page.checks_access(&app, "builder ru, a changed colour")
                .await;
            page.fits_everywhere(&app, "builder-yellow", "ru").await;
        }
        assert_eq!(
            note.contains("станут темнее"),
            has_darker,
            "{brand} {scheme}: {note}"
        );
    }
    page.close(Console::Silent).await;
}

/// The builder says whether the pages of a site may send, by the list that the server enforces.
#[tokio::test]
async fn the_builder_finds_the_site_in_the_list() {
    let app = App::enter().await;
    let page = Browser::open(&app, Size::Phone).await;
    let (name, ready) = PAGES[3];
    page.plays(&app, "", name, ready).await;
    let demo = format!("{}/poster.html?from=mail", app.parts.demo_url);
    let server = app.parts.url.clone();
    for (typed, said) in [
        (demo.as_str(), "есть в списке"),
        (
            "www.agency.example",
            "https://www.agency.example нет в списке",
        ),
        (&server, "есть в списке"),
        ("наш сайт", "Полностью, как в браузере"),
        ("agency", "Полностью, как в браузере"),
        ("", ""),
    ] {
        let typing = "const site = document.querySelector('#site');
            site.value = arguments[0];
            site.dispatchEvent(new Event('input', { bubbles: true }));";
        page.run(typing, vec![typed.into()]).await;
        let is_said = || async {
            let text = page.text("#listed").await;
            (text.contains(said) && text.is_empty() == said.is_empty()).then_some(())
        };
        page.wait(&format!("{typed:?}: {said:?}"), is_said).await;
        if typed == "www.agency.example" {
            page.checks_access(&app, "builder ru, a site").await;
            page.fits_everywhere(&app, "builder-site", "ru").await;
        }
    }
    page.close(Console::Silent).await;
}

/// The home page as a visitor uses it: the link opens the site's survey, the tab the callback form.
#[tokio::test]
async fn the_home_page_has_a_popup_and_a_tab() {
    let app = App::enter().await;
    for size in Size::BOTH {
        let page = Browser::open(&app, size).await;
        page.goto(&format!("{}/", app.parts.demo_url)).await;
        page.inside("otklik-layer[mode=popup]");
        page.wait_for("dialog").await;
        page.outside();
        page.tap("#rate-site").await;
        page.inside("otklik-layer[mode=popup]");
        page.wait_for("dialog:modal form[novalidate]").await;
        page.tap(".otklik-close").await;
        page.inside("otklik-layer[mode=tab]");
        // It makes way on a phone while the guest scrolls down.
        page.run("scrollTo(0, 0)", vec![]).await;
        page.tap(".otklik-tab").await;
        page.wait_for("dialog:modal form[novalidate]").await;
        page.write("input[name='phone']", "+380677654321").await;
        page.tap("input[name='consent']").await;
        page.tap("button.otklik-send").await;
        let due = page.text(".otklik-thanks:not([hidden]) .otklik-due").await;
        assert!(due.starts_with("Позвоним "), "{due}");
        page.close(Console::Silent).await;
    }
}
