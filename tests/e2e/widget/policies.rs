//! Host pages with a restrictive policy, and sites that are not listed.

use super::{NEXT, SEND, TAKEN_OVER, THANKS, check_form_alone, point, radio, stage};
use crate::app::App;
use crate::browser::{Browser, Console, Size};
use crate::database::fresh_event;
use crate::host::{Host, Page};
use crate::numbers::{scores, tally_of};
use crate::proxy::Rule;

#[tokio::test]
async fn a_vote_where_the_policy_forbids_wasm() {
    let server = &crate::app::parts().public_url;
    let policy = format!("default-src 'self' {server}; img-src data:; script-src {server}");
    let host = Page {
        policy: &policy,
        ..Page::default()
    };
    check_form_alone(stage(Size::Phone, Rule::Pass, host).await, Console::Noisy).await;
}

/// Neither fetch nor form may leave the host page: the plain link is restored and works.
#[tokio::test]
async fn link_is_restored_where_the_policy_forbids_everything() {
    let server = &crate::app::parts().public_url;
    let policy = format!(
        "default-src 'self'; img-src data:; script-src {server}; connect-src 'self'; form-action 'self'"
    );
    let host = Page {
        policy: &policy,
        ..Page::default()
    };
    let stage = stage(Size::Phone, Rule::Pass, host).await;
    let page = &stage.page;
    page.tap(&point(4)).await;
    page.tap(NEXT).await;
    page.tap(SEND).await;
    page.outside();
    page.tap("a[data-otklik='guest']").await;
    page.wait_for("form.otklik-form").await;
    assert_eq!(page.prop(&radio(4), "checked").await, "true");
    page.tap(SEND).await;
    page.wait_for(THANKS).await;
    stage.page.close(Console::Noisy).await;
}

/// Fetch is forbidden, the form is not: it is submitted natively.
#[tokio::test]
async fn the_form_navigates_where_the_policy_forbids_fetch() {
    let server = &crate::app::parts().public_url;
    let policy = format!(
        "default-src 'self'; img-src data:; script-src {server}; connect-src 'self'; form-action {server}"
    );
    let host = Page {
        policy: &policy,
        ..Page::default()
    };
    let stage = stage(Size::Phone, Rule::Pass, host).await;
    let page = &stage.page;
    page.tap(&point(2)).await;
    page.tap(NEXT).await;
    page.tap(SEND).await;
    page.wait_for(THANKS).await;
    // The native form sent the vote: the host page's queue must not keep a copy that the policy will never let
    // out.
    page.goto(&stage.app.parts.demo_url).await;
    page.has_waiting(0).await;
    stage
        .ends_with(Console::Noisy, scores("enjoyed", &[(2, 1)]))
        .await;
}

/// A page that is not listed may not post by script; its form is submitted natively, which needs no list, so
/// the guest can vote despite the setting.
#[tokio::test]
async fn form_navigates_on_an_unlisted_site() {
    let app = App::enter().await;
    let event = fresh_event(&app).await;
    let data = format!("data-event=\"{}\"", event.id);
    let host = Host::serve(
        app.parts,
        &Page {
            data: &data,
            ..Page::default()
        },
    )
    .await;
    let page = Browser::open(&app, Size::Phone).await;
    page.goto(&format!("http://{}/", host.address)).await;
    page.wait_for(TAKEN_OVER).await;
    page.tap(&point(5)).await;
    page.tap(".otklik-next").await;
    page.tap(SEND).await;
    page.wait_for(THANKS).await;
    let url = page.driver.current_url().await.expect("an address");
    assert!(url.as_str().starts_with(&app.parts.public_url), "{url}");
    page.tap(".otklik-return a").await;
    page.wait_for(TAKEN_OVER).await;
    let url = page.driver.current_url().await.expect("an address");
    assert_eq!(url.as_str(), format!("http://{}/", host.address));
    page.has_waiting(0).await;
    page.close(Console::Noisy).await;
    let tally = tally_of(&app, "guest", &event.id).await;
    assert_eq!(tally, scores("enjoyed", &[(5, 1)]));
}
