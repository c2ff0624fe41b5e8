//! The limit of the signals: programs that send exactly what a person's browser sends. They are counted, each
//! link once; the number is reported.

use crate::app::App;
use crate::client::Client;
use crate::invites::Invited;
use crate::share;
use futures_util::stream::{self, StreamExt};

const SCORE: i64 = 1;

/// Opens the page, waits two seconds, sends the form with its form_token: a guest whose browser runs no scripts
/// sends the same, and must be counted.
#[tokio::test]
async fn program_that_imitates_a_guest_without_scripts_is_counted() {
    let app = App::enter().await;
    let (event, codes) = links(&app).await;
    let program = Client::of(&app);
    let visits = codes.iter().map(|code| {
        let program = program.apart();
        async move {
            let page = program.opens(&format!("/r/{code}")).await;
            program.looks(super::profiles::WAIT);
            program
                .posts_form(&page.path, &page.form(SCORE))
                .await
                .is(200);
        }
    });
    stream::iter(visits).buffer_unordered(8).count().await;
    check_counted(
        &event,
        codes.len(),
        "the form after two seconds, as without scripts",
    )
    .await;
}

/// Sends a false `user_activation`: no server can detect it.
#[tokio::test]
async fn program_with_false_user_activation_is_counted() {
    let app = App::enter().await;
    let (event, codes) = links(&app).await;
    let program = Client::of(&app);
    let visits = codes.iter().map(|code| {
        let (program, event) = (&program, &event);
        async move {
            let reply = program.posts_json(&event.submission(code, SCORE)).await;
            reply.acknowledged(201, "stored");
        }
    });
    stream::iter(visits).buffer_unordered(8).count().await;
    check_counted(&event, codes.len(), "JSON that claims user activation").await;
}

async fn links(app: &App) -> (Invited<'_>, Vec<String>) {
    let event = Invited::event(app).await;
    let codes = event.codes_of(share::of(6, 1_000)).await;
    (event, codes)
}

/// All are counted. A signal that catches these would also quarantine guests; if one does, move the profile to
/// the bots.
async fn check_counted(event: &Invited<'_>, links: usize, what: &str) {
    let enjoyed = event.enjoyed().await;
    assert_eq!(enjoyed.n, links as u64, "{enjoyed:?}");
    let result = format!("{} of {links} links counted, once each", enjoyed.n);
    share::report(&format!("beyond the bot profiles, {what}"), &result);
}
