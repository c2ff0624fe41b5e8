//! A survey that the agency published, on a host page.

use super::{NEXT, SEND, TAKEN_OVER, THANKS, stage};
use crate::api::surveys::{example, id, publishes};
use crate::app::App;
use crate::browser::{Console, Size};
use crate::host::{Page, Snippet};
use crate::numbers::{and_answers, scores, tally_of};
use crate::proxy::Rule;
use serde_json::Value;

async fn published() -> Value {
    let app = App::enter().await;
    let document = example(&app);
    publishes(&app, &document).await.is(201);
    document
}

#[tokio::test]
async fn a_published_survey_is_asked_by_the_widget() {
    let document = published().await;
    let survey: &'static str = id(&document).to_owned().leak();
    let host = Page {
        form: Snippet::Survey(survey),
        ..Page::default()
    };
    let stage = stage(Size::Phone, Rule::Pass, host).await;
    let page = &stage.page;
    page.wait_for(TAKEN_OVER).await;
    page.tap("[data-q='satisfied'] label.otklik-point[data-score='2']")
        .await;
    page.tap("input[name='q.wrong'][value='food']").await;
    page.tap(NEXT).await;
    page.tap("[data-q='nps'] label.otklik-point[data-score='3']")
        .await;
    page.tap(NEXT).await;
    page.write("textarea[name='q.comment']", "Музыку").await;
    page.tap(SEND).await;
    page.wait_for(THANKS).await;
    stage.page.close(Console::Silent).await;
    let tally = scores("satisfied", &[(2, 1)]);
    let tally = and_answers(tally, "wrong", &[("", 1), ("food", 1)]);
    let mut tally = and_answers(tally, "comment", &[("", 1)]);
    tally.extend(scores("nps", &[(3, 1)]));
    assert_eq!(tally_of(&stage.app, survey, &stage.event.id).await, tally);
}
