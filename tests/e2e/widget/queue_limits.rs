//! What removes a record from the queue: arrival, a client error, age. Records of an earlier page are written
//! by hand; all else is real.

use super::queue::{KEPT, NOT_SENT};
use super::{SEND, Stage, TAKEN_OVER, THANKS, point, stage_behind, whole_vote};
use crate::actors::{callback, fresh_phone, responses, vote, with};
use crate::app::fresh;
use crate::browser::{Browser, Console, Size};
use crate::host::{Page, Snippet};
use crate::numbers::{Tally, scores, tally_of};
use crate::proxy::Rule;
use serde_json::{Value, json};
use std::time::Instant;

/// The message about a submission that was given up.
const REFUSED: &str = "Сохранённое раньше отправить не удалось.";
const EXPIRED_CALL: &str = "Заявку не удалось отправить за сутки";
const HOUR_MS: i64 = 3_600_000;

const LEAVE: &str = "const [records] = arguments;
return new Promise((done, failed) => {
    const opening = indexedDB.open('otklik');
    opening.onupgradeneeded = () => opening.result.createObjectStore('queue', { keyPath: 'id' });
    opening.onerror = failed;
    opening.onsuccess = () => {
        const database = opening.result;
        const deed = database.transaction('queue', 'readwrite');
        for (const it of records) deed.objectStore('queue').put({ ...it, atMs: Date.now() - it.age });
        deed.oncomplete = () => done(true);
        deed.onabort = failed;
        database.close();
    };
})";

/// A record that an earlier page stored so long ago.
fn old_record(stage: &Stage, path: &str, body: &Value, age_ms: i64) -> Value {
    json!({
        "id": body["id"].as_str().map_or_else(fresh, str::to_owned), "rev": 1, "lang": "ru",
        "url": format!("{}{path}", stage.app.parts.public_url),
        "body": body.as_str().map_or_else(|| body.to_string(), str::to_owned),
        "isForm": false, "isEarly": false, "age": age_ms,
    })
}

impl Browser {
    /// Leaves the page and returns, with this record on the device in between.
    pub async fn comes_back_to(&self, records: &[Value]) {
        self.run(LEAVE, vec![json!(records)]).await;
        self.driver.refresh().await.expect("a reload");
        self.wait_for(TAKEN_OVER).await;
    }
}

async fn open(host: Page<'_>) -> Stage {
    let stage = stage_behind(&["/v1/"], Size::Phone, Rule::Pass, host).await;
    stage.page.wait_for(TAKEN_OVER).await;
    stage
}

/// 422, 404, 409 and 413: a retry cannot succeed, and the guest sees a message.
#[tokio::test]
async fn refused_submission_is_dropped_with_a_message() {
    let stage = open(Page::default()).await;
    let page = &stage.page;
    let other = vote(&stage.event.code, 5);
    let guest = stage.app.guest();
    guest.answers("guest", &other).await.is(201);
    let off_scale = vote(&stage.event.code, 9);
    let taken = with(&other, "/answers/enjoyed/score", json!(1));
    let long = with(&off_scale, "/reference", json!("x".repeat(40 * 1024)));
    for (path, body) in [
        (responses("guest"), &off_scale),
        (responses("nobody"), &off_scale),
        (responses("guest"), &taken),
        (responses("guest"), &long),
    ] {
        page.comes_back_to(&[old_record(&stage, &path, body, HOUR_MS)])
            .await;
        page.says(REFUSED).await;
        page.has_waiting(0).await;
    }
    stage
        .ends_with(Console::Noisy, scores("enjoyed", &[(5, 1)]))
        .await;
}

/// A worker that was rolled back may refuse a field that its successor accepts.
#[tokio::test]
async fn submission_of_a_newer_format_is_kept() {
    let stage = open(Page::default()).await;
    let page = &stage.page;
    let record = old_record(&stage, &responses("guest"), &json!("{\"id\":"), HOUR_MS);
    page.comes_back_to(&[record]).await;
    let put_off = || async {
        let waiting = page.waiting().await;
        let later = waiting
            .first()
            .is_some_and(|it| it["notBeforeMs"].as_f64() > Some(0.0));
        later.then_some(())
    };
    page.wait("it was tried, and waits for hours", put_off)
        .await;
    assert!(!page.page_text().await.contains(REFUSED));
    stage.ends_with(Console::Noisy, Tally::new()).await;
}

#[tokio::test]
async fn retry_after_is_respected() {
    let stage = open(Page::default()).await;
    let page = &stage.page;
    page.answers_all(4, "music").await;
    stage.proxy.set(Rule::Busy);
    let asked = Instant::now();
    page.tap(SEND).await;
    page.says(KEPT).await;
    stage.proxy.set(Rule::Pass);
    // Prevents the immediate retry.
    page.run("dispatchEvent(new Event('online'))", vec![]).await;
    page.wait_for(THANKS).await;
    assert!(asked.elapsed() >= crate::proxy::RETRY_AFTER, "too soon");
    page.has_waiting(0).await;
    stage
        .ends_with(Console::Noisy, whole_vote(4, "music"))
        .await;
}

/// A name and a phone stay on the device no longer than necessary.
#[tokio::test]
async fn a_callback_is_erased_once_it_has_arrived() {
    let host = Page {
        form: Snippet::Callback,
        ..Page::default()
    };
    let stage = open(host).await;
    let page = &stage.page;
    let name = format!("Имя {}", fresh());
    stage.proxy.set(Rule::Refuse);
    page.write("input[name='phone']", "8 (916) 765-43-21").await;
    page.write("input[name='name']", &name).await;
    page.tap("input[name='consent']").await;
    page.tap(SEND).await;
    page.says(KEPT).await;
    let waiting = page.waiting().await;
    assert!(
        waiting[0]["body"]
            .as_str()
            .is_some_and(|it| it.contains(&name))
    );
    stage.proxy.set(Rule::Pass);
    page.wait_for(THANKS).await;
    page.has_waiting(0).await;
    assert_eq!(n_called(&stage, &name).await, 1);
    stage.ends_with(Console::Noisy, Tally::new()).await;
}

/// The number of callbacks of this name in the director's list.
async fn n_called(stage: &Stage, name: &str) -> usize {
    let all = stage.app.director().callbacks().await;
    let list = all["callbacks"].as_array().expect("a list");
    list.iter()
        .filter(|callback| callback["contact"]["name"] == name)
        .count()
}

#[tokio::test]
async fn a_callback_is_erased_after_a_day() {
    let stage = open(Page::default()).await;
    let page = &stage.page;
    for (age_ms, n_arrived) in [(23 * HOUR_MS, 1), (25 * HOUR_MS, 0)] {
        let name = format!("Имя {}", fresh());
        let request = with(&callback(&fresh_phone()), "/name", json!(name));
        let path = "/v1/callbacks?survey=site";
        page.comes_back_to(&[old_record(&stage, path, &request, age_ms)])
            .await;
        page.has_waiting(0).await;
        if n_arrived == 0 {
            page.says(EXPIRED_CALL).await;
        }
        assert_eq!(n_called(&stage, &name).await, n_arrived);
    }
    stage.ends_with(Console::Silent, Tally::new()).await;
}

#[tokio::test]
async fn an_answer_is_erased_after_a_week() {
    let stage = open(Page::default()).await;
    let page = &stage.page;
    let path = responses("guest");
    let records = [(5, 6 * 24), (1, 8 * 24)].map(|(score, hours)| {
        old_record(
            &stage,
            &path,
            &vote(&stage.event.code, score),
            hours * HOUR_MS,
        )
    });
    page.comes_back_to(&records).await;
    page.says(REFUSED).await;
    page.has_waiting(0).await;
    stage
        .ends_with(Console::Silent, scores("enjoyed", &[(5, 1)]))
        .await;
}

/// A record that was promised to be sent is not dropped for a later one: that one gets no promise.
#[tokio::test]
async fn twenty_at_most_are_kept() {
    let stage = open(Page::default()).await;
    let page = &stage.page;
    let path = responses("guest");
    let before: Vec<Value> = (0..20)
        .map(|_| old_record(&stage, &path, &vote(&stage.event.code, 5), HOUR_MS))
        .collect();
    stage.proxy.set(Rule::Refuse);
    page.comes_back_to(&before).await;
    page.tap(&point(4)).await;
    page.tap(super::NEXT).await;
    page.tap(SEND).await;
    page.says(NOT_SENT).await;
    assert!(!page.page_text().await.contains(KEPT));
    assert_eq!(page.waiting().await.len(), 20);
    stage.proxy.set(Rule::Pass);
    page.has_waiting(0).await;
    page.tap(SEND).await;
    page.wait_for(THANKS).await;
    let all = scores("enjoyed", &[(4, 1), (5, 20)]);
    let counted = || async {
        let tally = tally_of(&stage.app, "guest", &stage.event.id).await;
        (tally == all).then_some(())
    };
    page.wait("all are counted", counted).await;
    stage.page.close(Console::Noisy).await;
}
