//! The vote page in a browser without scripts, on a phone and on a desktop.

use crate::actors::urlencoded;
use crate::app::{App, fresh};
use crate::browser::{Browser, Console, Size};
use crate::database::fresh_event;
use crate::numbers::{and_answers, scores, tally_of, whole_vote};
use serde_json::json;

/// A vote page in a browser with scripts off.
async fn open(app: &App, size: Size, path: &str) -> Browser {
    let browser = Browser::open(app, size).await;
    browser.without_scripts().await;
    browser.goto(&format!("{}{path}", app.parts.url)).await;
    browser
}

async fn check_vote(size: Size) {
    let app = App::enter().await;
    let event = fresh_event(&app).await;
    let page = open(
        &app,
        size,
        &format!("/s/guest?event={}&channel=qr&lang=ru", event.id),
    )
    .await;
    page.tap("label.otklik-point[data-score='4']").await;
    page.tap("input[name='q.liked'][value='food']").await;
    page.write("textarea[name='q.comment']", "Всё было вкусно")
        .await;
    page.tap("button.otklik-send").await;
    page.wait_for(".otklik-thanks").await;
    page.close(Console::Silent).await;
    let tally = tally_of(&app, "guest", &event.id).await;
    assert_eq!(tally, whole_vote(4, "food"));
}

#[tokio::test]
async fn a_vote_on_a_phone() {
    check_vote(Size::Phone).await;
}

#[tokio::test]
async fn a_vote_on_a_desktop() {
    check_vote(Size::Desktop).await;
}

/// The page after an error that the browser's own validation does not catch.
async fn check_error(size: Size) {
    let app = App::enter().await;
    let page = open(&app, size, "/c/site?lang=uk").await;
    page.write("input[name='phone']", "12").await;
    page.write("input[name='name']", "Оксана <b>&").await;
    page.write("textarea[name='comment']", "після\nшостої")
        .await;
    page.tap("input[name='consent']").await;
    page.tap("button.otklik-send").await;
    page.wait_for("#err-phone").await;
    assert_eq!(page.prop("input[name='phone']", "value").await, "12");
    assert_eq!(
        page.prop("input[name='name']", "value").await,
        "Оксана <b>&"
    );
    assert_eq!(
        page.prop("textarea[name='comment']", "value").await,
        "після\nшостої"
    );
    assert_eq!(page.prop("input[name='consent']", "checked").await, "true");
    assert_eq!(page.prop("html", "lang").await, "uk");
    let describes = "input[name='phone'][aria-describedby~='err-phone'][aria-invalid='true']";
    assert!(page.has(describes).await, "the field points at its error");
    assert!(!page.has("#err-consent").await);
    // Corrected, it is accepted.
    page.write("input[name='phone']", &crate::actors::fresh_phone())
        .await;
    page.tap("button.otklik-send").await;
    page.wait_for(".otklik-thanks").await;
    // The 422 itself is one line on the console.
    page.close(Console::Noisy).await;
}

#[tokio::test]
async fn error_on_a_phone() {
    check_error(Size::Phone).await;
}

#[tokio::test]
async fn error_on_a_desktop() {
    check_error(Size::Desktop).await;
}

/// Whatever a client without the browser's validation sends, the page comes back with all of it.
#[tokio::test]
async fn a_refused_form_keeps_everything_typed() {
    let app = App::enter().await;
    let id = fresh();
    let long = "ё".repeat(2_001);
    let fields = [
        ("id", &*id),
        ("rev", "1"),
        ("version", "1"),
        ("lang", "ru"),
        ("event", "ev-kept"),
        ("touchpoint", "event"),
        ("channel", "qr"),
        ("q.liked", "food"),
        ("q.liked", "other"),
        ("q.liked.other", "\"><script>alert(1)</script>"),
        ("q.comment", &long),
    ];
    let page = app.guest().submits("/s/guest?lang=ru", &fields).await;
    page.is(422);
    page.holds("err-answers.enjoyed")
        .holds("err-answers.comment")
        .holds(&long)
        .holds("ev-kept");
    page.holds(&id);
    page.holds("&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;");
    for option in ["food", "other"] {
        let ticked = page
            .body
            .split("<input")
            .find(|tag| tag.contains(&format!("value=\"{option}\"")));
        let ticked = ticked.expect("the option is on the page");
        assert!(
            ticked
                .split('>')
                .next()
                .unwrap_or_default()
                .contains("checked"),
            "{ticked}"
        );
    }
}

#[tokio::test]
async fn a_score_in_the_address_only_preselects() {
    let app = App::enter().await;
    let event = fresh_event(&app).await;
    let page = open(
        &app,
        Size::Phone,
        &format!("/s/guest?event={}&score=4", event.id),
    )
    .await;
    assert_eq!(
        page.prop("input[name='q.enjoyed'][value='4']", "checked")
            .await,
        "true"
    );
    assert_eq!(
        tally_of(&app, "guest", &event.id).await,
        scores("enjoyed", &[])
    );
    page.tap("button.otklik-send").await;
    page.wait_for(".otklik-thanks").await;
    page.close(Console::Silent).await;
    assert_eq!(
        tally_of(&app, "guest", &event.id).await,
        scores("enjoyed", &[(4, 1)])
    );
}

#[tokio::test]
async fn a_score_off_the_scale_selects_nothing() {
    let app = App::enter().await;
    for score in ["0", "6", "x", "", "5.0", "-1", "99999999999999999999"] {
        let page = app.guest().reads(&format!("/s/guest?score={score}")).await;
        page.is(200);
        assert!(!page.body.contains(" checked"), "{score}");
    }
}

#[tokio::test]
async fn back_and_another_score_is_one_response() {
    let app = App::enter().await;
    let event = fresh_event(&app).await;
    let page = open(&app, Size::Phone, &format!("/s/guest?event={}", event.id)).await;
    page.tap("label.otklik-point[data-score='2']").await;
    page.tap("button.otklik-send").await;
    page.wait_for(".otklik-thanks").await;
    page.driver.back().await.expect("back");
    page.tap("label.otklik-point[data-score='5']").await;
    page.tap("button.otklik-send").await;
    page.wait_for(".otklik-thanks").await;
    page.close(Console::Silent).await;
    assert_eq!(
        tally_of(&app, "guest", &event.id).await,
        scores("enjoyed", &[(5, 1)])
    );
}

#[tokio::test]
async fn the_same_form_twice_is_one_response() {
    let app = App::enter().await;
    let event = fresh_event(&app).await;
    let id = fresh();
    let fields = [
        ("id", &*id),
        ("rev", "1"),
        ("version", "1"),
        ("event", &event.id),
        ("q.enjoyed", "3"),
    ];
    for _ in 0..3 {
        app.guest()
            .submits("/s/guest", &fields)
            .await
            .is(200)
            .holds("otklik-thanks");
    }
    assert_eq!(
        tally_of(&app, "guest", &event.id).await,
        scores("enjoyed", &[(3, 1)])
    );
}

/// Two guests who open the page never share an id.
#[tokio::test]
async fn every_page_has_an_id_of_its_own() {
    let app = App::enter().await;
    let id_of = |page: &str| {
        let tag = page
            .split("<input")
            .find(|tag| tag.contains("name=\"id\""))
            .expect("an id field");
        let id = tag
            .split("value=\"")
            .nth(1)
            .and_then(|rest| rest.split('"').next());
        id.expect("an id").to_owned()
    };
    let first = app.guest().reads("/s/guest").await;
    let second = app.guest().reads("/s/guest").await;
    assert_eq!(id_of(&first.body).len(), 36);
    assert_ne!(id_of(&first.body), id_of(&second.body));
    assert!(
        first.header("cache-control").contains("private"),
        "{}",
        first.header("cache-control")
    );
}

#[tokio::test]
async fn the_follow_up_fits_the_bucket() {
    let app = App::enter().await;
    let page = open(&app, Size::Phone, "/s/client?lang=ru").await;
    let question = "[data-q='why']";
    assert!(
        !page
            .wait_for(question)
            .await
            .is_displayed()
            .await
            .expect("a look")
    );
    for (score, question_text) in [
        (10, "Что понравилось больше всего?"),
        (9, "Что понравилось больше всего?"),
        (8, "Чего не хватило до десятки?"),
        (7, "Чего не хватило до десятки?"),
        (6, "Что пошло не так?"),
        (0, "Что пошло не так?"),
    ] {
        page.tap(&format!(
            "[data-q='nps'] label.otklik-point[data-score='{score}']"
        ))
        .await;
        let text = page.text(question).await;
        assert!(text.starts_with(question_text), "{score}: {text}");
    }
    page.close(Console::Silent).await;
}

/// What let a guest down is a question of its own, and an answer that a changed score has hidden does not count.
#[tokio::test]
async fn dissatisfied_guests_are_not_asked_what_they_liked() {
    let app = App::enter().await;
    let event = fresh_event(&app).await;
    let page = open(&app, Size::Phone, &format!("/s/guest?event={}", event.code)).await;
    let shown = "return ['liked', 'disappointed'].filter((it) => scope.querySelector(`[data-q=${it}]`).checkVisibility())";
    assert_eq!(page.run(shown, vec![]).await, json!([]));
    for (score, asked) in [
        (1, "disappointed"),
        (3, "liked"),
        (2, "disappointed"),
        (5, "liked"),
    ] {
        page.tap(&format!("label.otklik-point[data-score='{score}']"))
            .await;
        assert_eq!(page.run(shown, vec![]).await, json!([asked]), "{score}");
    }
    page.tap("input[name='q.liked'][value='music']").await;
    page.tap("label.otklik-point[data-score='1']").await;
    page.tap("input[name='q.disappointed'][value='food']").await;
    page.tap("button.otklik-send").await;
    page.wait_for(".otklik-thanks").await;
    page.close(Console::Silent).await;
    let expected = and_answers(
        scores("enjoyed", &[(1, 1)]),
        "disappointed",
        &[("", 1), ("food", 1)],
    );
    assert_eq!(tally_of(&app, "guest", &event.id).await, expected);
}

#[tokio::test]
async fn the_page_speaks_the_languages_of_the_domain() {
    let app = App::enter().await;
    for (survey, lang, sentence) in [
        ("guest", "ru", "Насколько вам понравилось мероприятие?"),
        ("guest", "uk", "Наскільки вам сподобався захід?"),
        ("guest", "en", "How much did you enjoy the event?"),
        ("client", "ru", "Насколько вероятно, что вы порекомендуете"),
        ("client", "uk", "Наскільки ймовірно, що ви порекомендуєте"),
        ("client", "en", "How likely are you to recommend"),
        (
            "effort",
            "uk",
            "Наскільки легко було вирішити ваше питання?",
        ),
    ] {
        let query = urlencoded(&[("lang", lang)]);
        let page = app.guest().reads(&format!("/s/{survey}?{query}")).await;
        page.is(200).holds(sentence);
        assert_eq!(page.header("content-language"), lang);
    }
    let page = app.guest().reads("/s/guest?lang=ru").await;
    page.holds("Ответ увидит агентство, заказчику");
}
