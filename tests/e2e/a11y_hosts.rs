//! axe-core finds nothing on a host page at any step: every kind of question, errors, thanks, the callback
//! offer, windows, looks; in each language, light and dark, from 320 to 1280 pixels.

use crate::app::App;
use crate::browser::{Browser, Console, Size};
use crate::host::{Host, Page};
use crate::widget::{NEXT, SEND, TAKEN_OVER, THANKS};
use serde_json::json;

/// A host page with one survey, and the states in which it is checked.
struct Visit {
    app: App,
    page: Browser,
    _host: Host,
    name: String,
}

async fn visit(lang: &str, survey: &str, attributes: &str) -> Visit {
    let app = App::enter().await;
    let markup = format!(
        r#"<otklik-survey survey="{survey}" {attributes}></otklik-survey>
<script async src="{{server}}/embed/{survey}.js"></script>"#
    );
    let host = Page {
        lang,
        markup: Some(&markup),
        ..Page::default()
    };
    let host = Host::serve(app.parts, &host).await;
    let routes = [(app.parts.demo_url.as_str(), host.address)];
    let page = Browser::open_with(&app, Size::Phone, lang, &routes).await;
    page.goto(&app.parts.demo_url).await;
    Visit {
        app,
        page,
        _host: host,
        name: format!("{survey} {lang} {attributes}"),
    }
}

impl Visit {
    async fn looks(&self, at: &str) {
        let what = format!("{}, {at}", self.name);
        let page = &self.page;
        page.checks_access_at(&self.app, &what, &Size::ALL).await;
    }
}

async fn check_guest(lang: &str) {
    let visit = visit(lang, "guest", "").await;
    let page = &visit.page;
    page.wait_for(TAKEN_OVER).await;
    visit.looks("first step").await;
    page.tap(NEXT).await;
    page.wait_for(".otklik-error").await;
    visit.looks("error").await;
    page.tap("label.otklik-point[data-score='1']").await;
    page.tap("input[name='q.disappointed'][value='other']")
        .await;
    visit.looks("choice with other").await;
    page.tap(NEXT).await;
    page.wait_for("textarea").await;
    visit.looks("comment").await;
    page.tap(SEND).await;
    page.wait_for(THANKS).await;
    visit.looks("thanks with the offer").await;
    page.tap(".otklik-offer-call").await;
    page.wait_for("input[name='phone']").await;
    page.wait_for(TAKEN_OVER).await;
    visit.looks("callback").await;
    page.tap(SEND).await;
    page.wait_for(".otklik-error").await;
    visit.looks("callback with errors").await;
    page.write("input[name='phone']", &crate::actors::fresh_phone())
        .await;
    page.tap("input[name='consent']").await;
    page.tap(SEND).await;
    page.wait_for(THANKS).await;
    visit.looks("due").await;
    visit.page.close(Console::Silent).await;
}

/// NPS and CES with their follow-ups.
async fn check_other_scales(lang: &str) {
    for (survey, has_second_step) in [("client", true), ("effort", false)] {
        let visit = visit(lang, survey, "").await;
        let page = &visit.page;
        page.wait_for(TAKEN_OVER).await;
        page.tap("label.otklik-point[data-score='3']").await;
        visit.looks("first step").await;
        if has_second_step {
            page.tap(NEXT).await;
            visit.looks("second step").await;
        }
        visit.page.close(Console::Silent).await;
    }
}

/// Windows have words of their own; looks are one in every language.
async fn check_windows_and_looks(lang: &str) {
    let looks = [
        (
            "mode='popup' delay-s='0'",
            "dialog[data-open] form[novalidate]",
        ),
        ("mode='tab'", ".otklik-tab"),
        ("scale='stars' brand='#ffd600' radius='20'", TAKEN_OVER),
        ("scale='faces' brand='#0b3d2e'", TAKEN_OVER),
        ("scheme='dark' brand='#8a1538'", TAKEN_OVER),
    ];
    let n_looks = if lang == "ru" { looks.len() } else { 2 };
    for (attributes, shown) in looks.into_iter().take(n_looks) {
        let visit = visit(lang, "guest", attributes).await;
        if attributes.starts_with("mode=") {
            visit.page.inside("otklik-layer");
        }
        visit.page.wait_for(shown).await;
        if visit.page.has("label.otklik-point").await {
            visit.page.tap("label.otklik-point[data-score='4']").await;
        }
        visit.looks("").await;
        visit.page.close(Console::Silent).await;
    }
}

#[tokio::test]
async fn every_step_in_russian() {
    check_guest("ru").await;
    check_other_scales("ru").await;
}

#[tokio::test]
async fn every_step_in_ukrainian() {
    check_guest("uk").await;
    check_other_scales("uk").await;
}

#[tokio::test]
async fn every_step_in_english() {
    check_guest("en").await;
    check_other_scales("en").await;
}

/// The messages about a submission that waits to be sent, and about one that was given up; with their pictures.
#[tokio::test]
async fn waiting_and_dropped_submissions() {
    for (lang, kept) in [
        ("ru", "сохранено на этом устройстве"),
        ("uk", "збережено на цьому пристрої"),
        ("en", "saved on this device"),
    ] {
        let visit = visit(lang, "effort", "").await;
        let Visit { page, app, .. } = &visit;
        page.wait_for(TAKEN_OVER).await;
        page.is_offline(true).await;
        page.tap("label.otklik-point[data-score='6']").await;
        page.tap(SEND).await;
        page.says(kept).await;
        visit.looks("kept").await;
        page.fits_everywhere(app, "kept", lang).await;
        page.is_offline(false).await;
        page.wait_for(THANKS).await;
        visit.looks("thanks, later").await;
        let nowhere = json!({
            "id": "x", "rev": 1, "lang": lang, "body": "{}", "isForm": false, "isEarly": false,
            "url": format!("{}/v1/responses?survey=nowhere", app.parts.public_url), "age": 0,
        });
        page.comes_back_to(&[nowhere]).await;
        page.wait_for("form + .otklik-status:not(:empty)").await;
        visit.looks("given up").await;
        page.fits_everywhere(app, "given-up", lang).await;
        visit.page.close(Console::Noisy).await;
    }
}

#[tokio::test]
async fn windows_and_looks() {
    for lang in ["ru", "uk", "en"] {
        check_windows_and_looks(lang).await;
    }
}

/// In forced-colours mode a chosen control still differs from the others, and every control has a visible edge.
#[tokio::test]
async fn forced_colours_and_more_contrast() {
    let visit = visit("ru", "guest", "scale='numbers'").await;
    let page = &visit.page;
    page.wait_for(TAKEN_OVER).await;
    page.tap("label.otklik-point[data-score='4']").await;
    let feature = |name: &str, value: &str| json!({"features": [{"name": name, "value": value}]});
    let look = "const of = n => getComputedStyle(scope.querySelector(`[data-score='${n}'] span`));
        return [of(4).backgroundColor !== of(3).backgroundColor, of(3).borderTopWidth !== '0px',
          getComputedStyle(scope.querySelector('.otklik-next')).borderTopStyle === 'solid']";
    for (name, value) in [("forced-colors", "active"), ("prefers-contrast", "more")] {
        page.cdp("Emulation.setEmulatedMedia", feature(name, value))
            .await;
        assert_eq!(
            page.run(look, vec![]).await,
            json!([true, true, true]),
            "{name}"
        );
    }
    visit.page.close(Console::Silent).await;
}
