//! The audit log's page: readable, filtered, on a phone too, in every language.

use crate::app::{App, fresh};
use crate::browser::{Browser, Console, Size};
use crate::database::rows;
use crate::layout::PSEUDO;
use serde_json::json;

#[tokio::test]
async fn audit_page_shows_who_changed_what() {
    let app = App::enter().await;
    let id = format!("ev-{}", &fresh()[..8]);
    for guests in [40, 400] {
        let event = json!({"title": "Ball", "date": "2026-05-16", "guests": guests});
        let request = app.request("PUT", &format!("/v1/events/{id}"));
        let request = request.bearer_auth(&app.parts.token);
        crate::reply::Reply::to(request.body(event.to_string())).await;
    }
    let page = Browser::open(&app, Size::Phone).await;
    let url = &app.parts.url;
    page.goto(&format!("{url}/director?lang=en")).await;
    page.write("input[name='token']", &app.parts.token).await;
    page.tap("button[type='submit']").await;
    page.wait_for("form[action$='/director/session/end']").await;
    page.tap("a[href^='/director/audit']").await;
    page.wait_for("select[name='action']").await;
    page.tap("select[name='action'] option[value='event_changed']")
        .await;
    page.tap("form.otklik-period button").await;
    // The page before has entries of both kinds.
    page.wait_until_gone("[data-audit='event_created']").await;
    page.wait_for("[data-audit='event_changed']").await;
    let text = page.page_text().await;
    assert!(text.contains("Number of guests: 40 → 400"), "{text}");
    assert!(
        text.contains(&id) && text.contains("director, by DIRECTOR_TOKEN"),
        "{text}"
    );
    for lang in ["ru", "uk", "en", PSEUDO] {
        page.goto(&format!("{url}/director/audit?lang={lang}"))
            .await;
        page.wait_for("[data-audit]").await;
        page.fits_everywhere(&app, "audit", lang).await;
        page.checks_access(&app, &format!("audit {lang}")).await;
    }
    // Nothing on those days; then a period that does not fit.
    page.goto(&format!("{url}/director/audit?lang=en&to=2001-01-01"))
        .await;
    page.wait_for(".otklik-empty").await;
    page.checks_access(&app, "audit, empty").await;
    page.goto(&format!(
        "{url}/director/audit?lang=en&from=2001-01-02&to=2001-01-01"
    ))
    .await;
    page.wait_for("#err-audit").await;
    page.checks_access(&app, "audit with an error").await;
    page.close(Console::Noisy).await;
}

#[tokio::test]
async fn audit_page_leads_to_earlier_entries() {
    let app = App::enter_alone().await;
    let subject = fresh();
    let entries: Vec<String> = (0..101)
        .map(|n| format!("('{subject}-{n}', {n}, 'command', 'token_revoked', '{n}', '{{}}')"))
        .collect();
    let sql = "insert into audit (id, at_ms, actor, action, subject, detail) values ";
    rows(&[sql, &entries.join(",")].concat()).await;
    let path = "/director/audit?lang=en&to=1971-01-01&action=token_revoked";
    let first = app.director().reads(path).await;
    assert_eq!(first.is(200).body.matches("data-audit=").count(), 100);
    let next = first
        .body
        .split("href=\"?")
        .find(|it| it.contains("after="));
    let next = next
        .and_then(|it| it.split('"').next())
        .expect("a link to the next page");
    let next = format!("/director/audit?{}", next.replace("&amp;", "&"));
    assert!(
        next.contains("to=1971-01-01") && next.contains("action=token_revoked"),
        "{next}"
    );
    let second = app.director().reads(&next).await;
    assert_eq!(second.is(200).body.matches("data-audit=").count(), 1);
    rows(&format!("delete from audit where id like '{subject}-%'")).await;
}
