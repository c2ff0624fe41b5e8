//! Error pages in a browser: unknown pages and server errors.

use super::deployments::deployment;
use crate::deployments::Deployment;
use crate::reply::Reply;
use serde_json::{Value, json};

/// Chromium's `Accept` header of a navigation.
const BROWSER: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8";

const LANGS: [&str; 3] = ["ru", "uk", "en"];

/// Navigates as a browser with a language, signed in with the director's token or not.
async fn navigates(at: &Deployment, path: &str, lang: &str) -> Reply {
    let request = at.request("GET", path).bearer_auth("a-token-of-the-tests");
    let request = request.header("accept", BROWSER);
    Reply::to(request.header("accept-language", lang)).await
}

/// Checks for a page with that sentence alone, which is not cached.
#[track_caller]
fn check_error_page(reply: &Reply, status: u16, lang: &str, sentence: &str) {
    assert_eq!(
        reply.is(status).header("content-type"),
        "text/html; charset=utf-8"
    );
    reply.holds(&format!("<html lang=\"{lang}\">"));
    reply.holds(&format!("<h1>{sentence}</h1>"));
    assert_eq!(reply.header("cache-control"), "no-store");
    assert!(
        reply
            .header("content-security-policy")
            .starts_with("default-src 'none'")
    );
}

#[tokio::test]
async fn unknown_address_has_an_error_page() {
    let at = deployment("calm");
    for (lang, sentence) in LANGS.into_iter().zip([
        "Такой страницы нет. Проверьте адрес.",
        "Такої сторінки немає. Перевірте адресу.",
        "There is no such page. Check the address.",
    ]) {
        for path in ["/nope", "/director/nope", "/v1/nope", "/s/guest/more"] {
            check_error_page(&navigates(&at, path, lang).await, 404, lang, sentence);
        }
        let asked = format!("/nope?lang={lang}");
        check_error_page(&navigates(&at, &asked, "en").await, 404, lang, sentence);
    }
}

/// With the headers for programs.
#[tokio::test]
async fn wrong_method_has_an_error_page() {
    let at = deployment("calm");
    let reply = navigates(&at, "/director/session", "en").await;
    check_error_page(
        &reply,
        405,
        "en",
        "This address is not called that way. See the list of methods in the answer.",
    );
    assert_eq!(reply.header("allow"), "POST, OPTIONS");
}

#[tokio::test]
async fn outage_and_panic_have_error_pages() {
    let at = deployment("calm");
    let sentences = |fault: &Value| match fault["fault"].as_str() {
        Some("down") => (
            503,
            [
                "Сервис сейчас недоступен. Откройте страницу снова через минуту.",
                "Сервіс зараз недоступний. Відкрийте сторінку знову за хвилину.",
                "The service is not available now. Open this page again in a minute.",
            ],
        ),
        _ => (
            500,
            [
                "Что-то сломалось у нас, и это уже есть в нашем журнале. Попробуйте через минуту.",
                "Щось зламалося в нас, і це вже є в нашому журналі. Спробуйте за хвилину.",
                "Something broke on our side, and it is in our log. Try again in a minute.",
            ],
        ),
    };
    for fault in [json!({"fault": "down"}), json!({"fault": "panic"})] {
        let faulty = at.with_faults(fault.clone());
        let (status, sentences) = sentences(&fault);
        for (lang, sentence) in LANGS.into_iter().zip(sentences) {
            // Of either part of the worker.
            for path in ["/e/N7PUP5BRdPBK", "/director/events"] {
                let reply = navigates(&faulty, path, lang).await;
                check_error_page(&reply, status, lang, sentence);
                let wait = if status == 503 { "10" } else { "" };
                assert_eq!(reply.header("retry-after"), wait);
            }
        }
    }
}

/// A client that does not accept HTML gets a code.
#[tokio::test]
async fn programs_get_json_errors() {
    let at = deployment("calm");
    for accepted in ["*/*", "application/json", ""] {
        let request = at.request("GET", "/nope").header("accept", accepted);
        Reply::to(request).await.refused(404, "not_found", "");
    }
    let faulty = at.with_faults(json!({"fault": "down"}));
    let reply = faulty.reads("/e/N7PUP5BRdPBK").await;
    reply.refused(503, "unavailable", "");
}
