//! Texts as guests type them: limits in characters of any alphabet, and in no encoding but UTF-8.

use crate::actors::{responses, urlencoded};
use crate::app::{App, fresh};
use crate::database::rows;
use crate::reply::Reply;
use serde_json::json;

const LIMIT_CHARS: usize = 2_000;

async fn sends(app: &App, path: &str, body: impl Into<reqwest::Body>, lang: &str) -> Reply {
    let request = app.request("POST", path).header("accept-language", lang);
    let request = request.header("content-type", "application/x-www-form-urlencoded");
    Reply::to(request.body(body)).await
}

fn form(id: &str, comment: &str) -> String {
    urlencoded(&[
        ("id", id),
        ("rev", "1"),
        ("version", "1"),
        ("q.enjoyed", "2"),
        ("q.disappointed", "other"),
        ("q.disappointed.other", &"ё".repeat(200)),
        ("q.comment", comment),
    ])
}

async fn comments_of(id: &str) -> Vec<serde_json::Value> {
    let sql = format!("select text from answer where response = '{id}' and question = 'comment'");
    rows(&sql).await
}

#[tokio::test]
async fn a_text_has_its_limit_in_characters() {
    let app = App::enter().await;
    // One, two, three and four bytes of UTF-8: up to 24 KB of a form.
    for letter in ["a", "ж", "…", "\u{1f382}"] {
        let id = fresh();
        let long = letter.repeat(LIMIT_CHARS + 1);
        let refused = sends(&app, "/s/guest", form(&id, &long), "ru").await;
        refused
            .is(422)
            .holds("id=\"err-answers.comment\"")
            .holds(&long);
        assert!(!refused.body.contains("err-answers.disappointed"));
        let full = letter.repeat(LIMIT_CHARS);
        let stored = sends(&app, "/s/guest", form(&id, &full), "ru").await;
        stored.is(200).holds("otklik-thanks");
        assert_eq!(comments_of(&id).await, [json!({"text": full})]);
    }
}

/// As a page in Windows-1251 sends it, whose browser knows no `accept-charset`.
#[tokio::test]
async fn a_text_of_another_encoding_is_refused() {
    let app = App::enter().await;
    let mut sentences = Vec::new();
    for (lang, sentence) in [
        ("ru", "Буквы пришли в другой кодировке"),
        ("uk", "Літери надійшли в іншому кодуванні"),
        ("en", "The letters arrived in another encoding"),
    ] {
        let id = fresh();
        let body = form(&id, "COMMENT").replace("COMMENT", "%EF%F0%E8%E2%E5%F2");
        let refused = sends(&app, "/s/guest", body.clone(), lang).await;
        refused.is(400).holds(sentence);
        let refused = sends(&app, &responses("guest"), body, lang).await;
        refused.refused(400, "not_utf8", "");
        sentences.push(refused.message());
        assert!(comments_of(&id).await.is_empty());
    }
    assert!(sentences[0] != sentences[1], "{sentences:?}");
    let call = "phone=%2B380671234567&consent=yes&name=%CE%EB%FC%E3%E0";
    sends(&app, "/c/site", call, "ru").await.is(400);
    let path = "/v1/callbacks?survey=site";
    sends(&app, path, call, "ru")
        .await
        .refused(400, "not_utf8", "");
    let json = b"{\"id\":\"\xe4\xe0\"}";
    let reply = app.guest().posts(&responses("guest"), &json[..]).await;
    reply.refused(400, "not_utf8", "");
}
