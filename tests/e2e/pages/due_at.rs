//! A visitor without scripts: sees the due time, and can cancel.

use crate::actors::fresh_phone;
use crate::app::App;
use crate::browser::{Browser, Console, Size};

async fn open(app: &App, size: Size, path: &str) -> Browser {
    let browser = Browser::open(app, size).await;
    browser.without_scripts().await;
    browser.goto(&format!("{}{path}", app.parts.url)).await;
    browser
}

/// From a low score by the offer to a due time, and to its cancellation.
async fn check_the_way(size: Size) {
    let app = App::enter().await;
    let page = open(&app, size, "/s/guest?lang=uk").await;
    page.tap("label.otklik-point[data-score='1']").await;
    page.tap("button.otklik-send").await;
    page.tap("a.otklik-offer-message").await;
    assert_eq!(page.text("h1").await, "Напишіть мені");
    page.write("input[name='phone']", &fresh_phone()).await;
    page.tap("input[name='consent']").await;
    page.tap("button.otklik-send").await;
    let due = page.text(".otklik-thanks .otklik-due").await;
    assert!(due.starts_with("Напишемо "), "{due}");
    assert!(due.contains("+380 67 123 45 67"), "{due}");
    page.tap("a.otklik-cancel").await;
    let reminder = page.text(".otklik-due").await;
    assert!(reminder.starts_with("Ми обіцяли написати "), "{reminder}");
    page.tap("button.otklik-send").await;
    page.wait_for("a[href^='/c/guest']").await;
    assert_eq!(page.text("h1").await, "Заявку скасовано");
    page.close(Console::Silent).await;
}

#[tokio::test]
async fn visitor_sees_the_due_time_and_cancels_on_a_phone() {
    check_the_way(Size::Phone).await;
}

#[tokio::test]
async fn visitor_sees_the_due_time_and_cancels_on_a_desktop() {
    check_the_way(Size::Desktop).await;
}

/// Back from the cancelled request and *send* once more requests no callback.
#[tokio::test]
async fn back_and_send_does_not_revive_a_cancelled_callback() {
    let app = App::enter().await;
    let page = open(&app, Size::Phone, "/c/site?lang=ru").await;
    page.write("input[name='phone']", &fresh_phone()).await;
    page.tap("input[name='consent']").await;
    page.tap("button.otklik-send").await;
    page.tap("a.otklik-cancel").await;
    page.wait_for("form[action^='?lang=']").await;
    page.tap("button.otklik-send").await;
    page.wait_for("a[href^='/c/site']").await;
    for _ in 0..3 {
        page.driver.back().await.expect("back");
        if page.has("input[name='phone']").await {
            break;
        }
    }
    page.tap("button.otklik-send").await;
    page.wait_for("a[href^='/c/site']").await;
    assert_eq!(page.text("h1").await, "Заявка отменена");
    // A browser that goes back over a post reloads pages that are not cached.
    page.close(Console::Noisy).await;
}
