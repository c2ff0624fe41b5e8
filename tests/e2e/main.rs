//! End-to-end tests: real workerd with D1, real Chromium, no fakes. They speak the protocol and
//! know nothing of the code. `cargo xtask test` starts the parts; see `world` for their names.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test's panic is its report"
)]

// What tests are made of.
mod actors;
mod axe;
mod browser;
mod database;
mod gate;
mod host;
mod reply;
mod world;

#[tokio::test]
async fn smoke() {
    let world = world::World::enter().await;
    let host = host::Host::serve(world.parts, &host::Page::default()).await;
    let routes = [(world.parts.demo_url.as_str(), host.address)];
    let b = browser::Browser::open_with(&world, browser::Size::Phone, "ru", &routes).await;
    b.goto(&world.parts.demo_url).await;
    b.see("h1").await;
    eprintln!("{}", b.page_text().await);
    b.is_accessible(&world, "host").await;
    b.close(browser::Console::Noisy).await;
}
