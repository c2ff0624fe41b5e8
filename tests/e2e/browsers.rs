//! Every built-in survey and the callback form in Firefox and in WebKitGTK: seen, answered by taps, stored once.
//!
//! `cargo xtask browsers` runs these tests, which `cargo xtask test` leaves out.

use crate::actors::fresh_phone;
use crate::app::{App, fresh};
use crate::engine::{Engine, Session};
use crate::host::{Host, Page};
use crate::widget::{NEXT, SEND, TAKEN_OVER, THANKS};
use serde_json::{Value, json};

/// A built-in survey: its required question, the score that is tapped, its steps on a host page.
struct Survey {
    id: &'static str,
    question: &'static str,
    score: u8,
    n_steps: usize,
}

const fn survey(id: &'static str, question: &'static str, score: u8, n_steps: usize) -> Survey {
    Survey {
        id,
        question,
        score,
        n_steps,
    }
}

impl Survey {
    /// The control of the score.
    fn point(&self) -> String {
        let Survey {
            question, score, ..
        } = self;
        format!("[data-q='{question}'] label.otklik-point[data-score='{score}']")
    }
}

const PHONE: &str = "input[name='phone']";

const SURVEYS: [Survey; 5] = [
    survey("client", "nps", 9, 2),
    survey("effort", "ease", 6, 1),
    survey("guest", "enjoyed", 5, 2),
    survey("site", "found", 4, 1),
    survey("stage", "satisfied", 4, 1),
];

/// Before any other script of a host page: what its console would show.
const WATCH: &str = "<script>window.faults = [];
addEventListener('error', (event) => faults.push(event.message));
addEventListener('unhandledrejection', (event) => faults.push(String(event.reason)));</script>";

/// A reference by which the stored response is found.
fn fresh_reference() -> String {
    let digits = u32::from_str_radix(&fresh()[..5], 16).expect("hex");
    format!("deal {digits}")
}

impl Session {
    /// Fills in the callback form; returns the phone.
    async fn asks_to_be_called(&self) -> String {
        let phone = fresh_phone();
        self.write(PHONE, &phone).await;
        self.tap("input[name='consent']").await;
        self.tap(SEND).await;
        self.wait_for(THANKS).await;
        phone
    }

    async fn has_no_faults(&self, at: &str) {
        let faults = self.run("return window.faults", vec![]).await;
        assert_eq!(faults, json!([]), "{at}");
    }
}

/// The required answer is stored once, and as a person's.
async fn check_stored(survey: &Survey, reference: &str, at: &str) {
    let sql = format!(
        "select score, flag from response join answer on response = id
         where reference = '{reference}' and question = '{}'",
        survey.question
    );
    let rows = crate::database::rows(&sql).await;
    let [row] = rows.as_slice() else {
        panic!("{at}: {rows:?}");
    };
    assert_eq!(row["score"], survey.score, "{at}");
    // The driver may be quicker than a person.
    let flag = row["flag"].as_str();
    assert!(matches!(flag, None | Some("too_fast")), "{at}: {flag:?}");
}

async fn check_called(app: &App, phone: &str, at: &str) {
    let all = app.director().callbacks().await;
    let list = all["callbacks"].as_array().expect("a list");
    let is_same = |callback: &&Value| callback["contact"]["phone"] == phone;
    assert_eq!(list.iter().filter(is_same).count(), 1, "{at}");
}

/// All forms on host pages of another origin, by the widget.
async fn check_host_pages(engine: Engine) {
    let app = App::enter().await;
    let references: Vec<String> = SURVEYS.iter().map(|_| fresh_reference()).collect();
    let markups: Vec<String> = SURVEYS.iter().zip(&references).map(markup).collect();
    let mut markups: Vec<&str> = markups.iter().map(String::as_str).collect();
    markups.push(
        r#"<otklik-survey survey="site" form="callback"></otklik-survey>
<script async src="{server}/embed/site.js?form=callback"></script>"#,
    );
    let pages: Vec<Page<'_>> = markups
        .iter()
        .map(|markup| Page {
            markup: Some(markup),
            head: WATCH,
            ..Page::default()
        })
        .collect();
    let host_url = engine.host_url();
    let _host = Host::serve_all(
        app.parts,
        &host_url.replace("http://localhost", "127.0.0.1"),
        &pages,
    )
    .await;
    let page = engine.open(&app).await;
    for (place, (survey, reference)) in SURVEYS.iter().zip(&references).enumerate() {
        let at = format!("{} on a host page", survey.id);
        page.goto(&format!("{host_url}/{place}")).await;
        page.wait_for(TAKEN_OVER).await;
        let point = survey.point();
        page.sees(&point, engine, &format!("{}-host", survey.id))
            .await;
        page.tap(&point).await;
        for _ in 1..survey.n_steps {
            page.tap(NEXT).await;
        }
        page.tap(SEND).await;
        page.wait_for(THANKS).await;
        check_stored(survey, reference, &at).await;
        page.has_no_faults(&at).await;
    }
    page.goto(&format!("{host_url}/{}", SURVEYS.len())).await;
    page.wait_for(TAKEN_OVER).await;
    page.sees(PHONE, engine, "callback-host").await;
    let phone = page.asks_to_be_called().await;
    check_called(&app, &phone, "callback on a host page").await;
    page.has_no_faults("callback on a host page").await;
    page.quits().await;
}

fn markup((survey, reference): (&Survey, &String)) -> String {
    let id = survey.id;
    format!(
        r#"<otklik-survey survey="{id}" reference="{reference}"></otklik-survey>
<script async src="{{server}}/embed/{id}.js"></script>"#
    )
}

/// All forms on their own pages, which have no widget.
async fn check_own_pages(engine: Engine) {
    let app = App::enter().await;
    let page = engine.open(&app).await;
    let base = &app.parts.public_url;
    for survey in &SURVEYS {
        let at = format!("{} on its own page", survey.id);
        let reference = fresh_reference();
        let query = reference.replace(' ', "+");
        page.goto(&format!("{base}/s/{}?lang=ru&reference={query}", survey.id))
            .await;
        page.wait_for("form.otklik-form").await;
        let point = survey.point();
        page.sees(&point, engine, &format!("{}-own", survey.id))
            .await;
        page.tap(&point).await;
        page.tap(SEND).await;
        page.wait_for(THANKS).await;
        check_stored(survey, &reference, &at).await;
    }
    page.goto(&format!("{base}/c/site?lang=ru")).await;
    page.wait_for("form.otklik-form").await;
    page.sees(PHONE, engine, "callback-own").await;
    let phone = page.asks_to_be_called().await;
    check_called(&app, &phone, "callback on its own page").await;
    page.quits().await;
}

#[tokio::test]
#[ignore = "cargo xtask browsers"]
async fn firefox_takes_every_form_on_a_host_page() {
    check_host_pages(Engine::Firefox).await;
}

#[tokio::test]
#[ignore = "cargo xtask browsers"]
async fn firefox_takes_every_form_on_its_own_page() {
    check_own_pages(Engine::Firefox).await;
}

#[tokio::test]
#[ignore = "cargo xtask browsers"]
async fn webkit_takes_every_form_on_a_host_page() {
    check_host_pages(Engine::WebKit).await;
}

#[tokio::test]
#[ignore = "cargo xtask browsers"]
async fn webkit_takes_every_form_on_its_own_page() {
    check_own_pages(Engine::WebKit).await;
}
