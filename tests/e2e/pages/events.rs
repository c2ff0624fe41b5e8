//! The director's events in a browser: entered, corrected, copied. The pages have no script.

use crate::actors::urlencoded;
use crate::app::{App, fresh};
use crate::browser::{Browser, Console, Size};
use crate::reply::Reply;

/// Signed in, and at the list of events.
async fn open(app: &App, size: Size, lang: &str) -> Browser {
    let page = Browser::open(app, size).await;
    page.goto(&format!("{}/director?lang={lang}", app.parts.url))
        .await;
    page.write("input[name='token']", &app.parts.token).await;
    page.tap("button[type='submit']").await;
    page.wait_for("form[action$='/director/session/end']").await;
    page.goto(&format!("{}/director/events?lang={lang}", app.parts.url))
        .await;
    page
}

async fn set(page: &Browser, name: &str, value: &str) {
    // A date is typed in the order of the browser's own language.
    let script = "document.getElementsByName(arguments[0])[0].value = arguments[1]";
    page.run(script, vec![name.into(), value.into()]).await;
}

/// From the list to a new event, by an error, to a vote over its link and back to the list.
async fn check_the_way(size: Size) {
    let app = App::enter().await;
    let title = format!("Бал & {}", &fresh()[..8]);
    let page = open(&app, size, "ru").await;
    page.tap("a[href^='/director/events/new']").await;
    page.wait_for("input[name='id']").await;
    let id = page.prop("input[name='id']", "value").await;
    assert!(id.starts_with("ev-"), "{id}");
    page.run(
        "document.querySelector('form.otklik-form').noValidate = true",
        vec![],
    )
    .await;
    set(&page, "title", &title).await;
    set(&page, "venue", "Лофт").await;
    set(&page, "guests", "много").await;
    page.tap("button.otklik-send").await;
    page.wait_for("#err-date").await;
    page.wait_for("#err-guests").await;
    // The typed input is kept, even the invalid part.
    for (name, value) in [
        ("id", id.as_str()),
        ("title", &title),
        ("venue", "Лофт"),
        ("guests", "много"),
    ] {
        assert_eq!(
            page.prop(&format!("input[name='{name}']"), "value").await,
            value
        );
    }
    set(&page, "date", "2030-05-16").await;
    set(&page, "guests", "0").await;
    page.tap("button.otklik-send").await;
    page.wait_for("p[role='status']").await;
    assert_eq!(page.text("h1").await, title);
    let text = page.page_text().await;
    assert!(text.contains("по 2030-05-30 включительно"), "{text}");
    let link = page.prop("input[readonly]", "value").await;
    let (_, code) = link.split_once("/e/").expect("a guest link");
    for lang in ["ru", "uk", "en"] {
        let message = page
            .prop(&format!("textarea[lang='{lang}']"), "value")
            .await;
        assert!(message.contains(&title), "{message}");
        assert!(
            message.contains(&format!("{link}?channel=messenger&lang={lang}")),
            "{message}"
        );
    }
    page.goto(&format!("{}/e/{code}?lang=ru&score=5", app.parts.url))
        .await;
    page.glances(&app).await;
    page.tap("button.otklik-send").await;
    page.wait_for(".otklik-thanks").await;
    page.goto(&format!("{}/director/events/{id}?lang=ru", app.parts.url))
        .await;
    let text = page.page_text().await;
    assert!(
        text.contains("1 / 0") && text.contains("Ответов больше, чем гостей"),
        "{text}"
    );
    page.goto(&format!(
        "{}/director/events?lang=ru&from=2030-05-16&to=2030-05-16",
        app.parts.url
    ))
    .await;
    let row = page.text(&format!("tr[data-event='{id}']")).await;
    assert!(
        row.contains(&title) && row.contains("Ответов больше, чем гостей"),
        "{row}"
    );
    page.close(Console::Noisy).await;
}

#[tokio::test]
async fn events_are_entered_on_a_phone() {
    check_the_way(Size::Phone).await;
}

#[tokio::test]
async fn events_are_entered_on_a_desktop() {
    check_the_way(Size::Desktop).await;
}

#[tokio::test]
async fn events_are_read_by_everybody() {
    let app = App::enter().await;
    for lang in ["ru", "uk", "en"] {
        let page = open(&app, Size::Desktop, lang).await;
        let url = format!("{}/director/events", app.parts.url);
        page.checks_access(&app, &format!("events {lang}")).await;
        page.fits_everywhere(&app, "events", lang).await;
        page.goto(&format!("{url}/new?lang={lang}")).await;
        page.checks_access(&app, &format!("new event {lang}")).await;
        page.run(
            "document.querySelector('form.otklik-form').noValidate = true",
            vec![],
        )
        .await;
        set(&page, "title", "").await;
        page.tap("button.otklik-send").await;
        page.wait_for("#err-title").await;
        page.wait_for(&format!("html[lang='{lang}']")).await;
        page.checks_access(&app, &format!("event with errors {lang}"))
            .await;
        page.fits_everywhere(&app, "event-errors", lang).await;
        set(&page, "title", "Весенний бал").await;
        set(&page, "date", "2030-05-17").await;
        page.tap("button.otklik-send").await;
        page.wait_for("p[role='status']").await;
        page.checks_access(&app, &format!("event {lang}")).await;
        page.fits_everywhere(&app, "event", lang).await;
        let link = page.prop("input[readonly]", "value").await;
        let (_, code) = link.split_once("/e/").expect("a guest link");
        page.goto(&format!("{}/e/{code}?lang={lang}", app.parts.url))
            .await;
        page.checks_access(&app, &format!("guest link {lang}"))
            .await;
        page.goto(&format!("{}/e/111111111111?lang={lang}", app.parts.url))
            .await;
        page.checks_access(&app, &format!("no such link {lang}"))
            .await;
        page.close(Console::Noisy).await;
    }
}

/// The session ends while the director types: nothing is stored, and nothing is lost.
#[tokio::test]
async fn typed_input_outlives_the_session() {
    let app = App::enter().await;
    let id = format!("late-{}", &fresh()[..8]);
    let fields = [
        ("id", id.as_str()),
        ("title", "Поздний <бал>"),
        ("date", "2030-05-16"),
        ("state", "held"),
    ];
    let late = app.guest().submits("/director/events/new", &fields).await;
    late.is(401)
        .holds("value=\"Поздний &lt;бал&gt;\"")
        .holds(&id);
    assert!(late.header("cache-control").contains("no-store"));
    for path in [
        "/director/events",
        "/director/events/new",
        "/director/events/any",
    ] {
        let reply = app.guest().reads(path).await;
        reply.is(303);
        assert!(reply.header("location").ends_with("/director"), "{path}");
    }
    let read = app.director().reads(&format!("/v1/events/{id}")).await;
    read.refused(404, "unknown_event", "id");
}

/// A new event replaces no other; the same sent twice is stored once.
#[tokio::test]
async fn a_new_event_replaces_none() {
    let app = App::enter().await;
    let id = format!("twice-{}", &fresh()[..8]);
    let post = |path: String, title: &'static str| {
        let fields = [
            ("id", id.as_str()),
            ("title", title),
            ("date", "2030-05-16"),
            ("state", "planned"),
        ];
        let request = app.request("POST", &path).bearer_auth(&app.parts.token);
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        request.body(urlencoded(&fields))
    };
    let new = || "/director/events/new?lang=en".to_owned();
    for _ in 0..2 {
        let reply = Reply::to(post(new(), "Ball")).await;
        reply.is(303);
        assert!(
            reply
                .header("location")
                .contains(&format!("/director/events/{id}?lang="))
        );
    }
    let taken = Reply::to(post(new(), "Another ball")).await;
    taken
        .is(422)
        .holds("id=\"err-id\"")
        .holds("value=\"Another ball\"");
    Reply::to(post(format!("/director/events/{id}"), "Another ball"))
        .await
        .is(303);
    let read = app
        .director()
        .reads(&format!("/v1/events/{id}"))
        .await
        .is(200)
        .json();
    assert_eq!(read["title"], "Another ball");
    Reply::to(post(format!("/director/events/{id}-none"), "Ball"))
        .await
        .is(404);
}
