//! A picture of each page in each language, size and theme, for a person to look at:
//! `target/screens/<page>-<language>-<width>-<theme>.png`.

use crate::actors::{callback, vote};
use crate::browser::{Browser, Console, Size, Theme};
use crate::database::fresh_event;
use crate::world::World;
use serde_json::json;

/// Taller pages are cut: nobody looks further.
const HEIGHT_MAX_PX: u64 = 8_000;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

#[tokio::test]
async fn every_page_has_its_picture() {
    let world = World::enter().await;
    let event = fresh_event(&world).await.id;
    for score in [5, 5, 4, 2] {
        world
            .guest()
            .answers("guest", &vote(&event, score))
            .await
            .is(201);
    }
    world
        .visitor()
        .asks_for_a_call(&callback("+79161234567"))
        .await
        .is(201);
    let page = Browser::open(&world, Size::Phone).await;
    let url = &world.parts.url;
    for lang in ["ru", "uk", "en"] {
        for survey in ["guest", "client"] {
            page.goto(&format!("{url}/s/{survey}?lang={lang}&score=5"))
                .await;
            page.pictures(&world, survey, lang).await;
        }
        page.tap("button.otklik-send").await;
        page.see(".otklik-thanks").await;
        page.pictures(&world, "thanks", lang).await;
        page.goto(&format!("{url}/c/site?lang={lang}")).await;
        page.pictures(&world, "callback", lang).await;
        page.write("input[name='phone']", "12").await;
        page.run("document.forms[0].noValidate = true", vec![])
            .await;
        page.tap("button.otklik-send").await;
        page.see("#err-phone").await;
        page.pictures(&world, "mistakes", lang).await;
        page.write("input[name='phone']", "+7 916 123-45-67").await;
        page.tap("input[name='consent']").await;
        page.tap("button.otklik-send").await;
        page.see(".otklik-promise").await;
        page.pictures(&world, "promise", lang).await;
        page.tap("a.otklik-cancel").await;
        page.see("form[action^='?lang=']").await;
        page.pictures(&world, "cancel", lang).await;
        page.goto(&format!("{url}/s/guest?lang={lang}&score=1"))
            .await;
        page.tap("button.otklik-send").await;
        page.see(".otklik-offer").await;
        page.pictures(&world, "offer", lang).await;
        page.goto(&format!("{url}/director?lang={lang}")).await;
        page.pictures(&world, "sign-in", lang).await;
        page.write("input[name='token']", &world.parts.token).await;
        page.tap("button[type='submit']").await;
        page.see("form[action$='/director/session/end']").await;
        page.goto(&format!("{url}/director?lang={lang}")).await;
        page.pictures(&world, "director", lang).await;
        page.driver.delete_all_cookies().await.expect("cookies");
        page.goto(&format!("{url}/director/nope?lang={lang}")).await;
        page.pictures(&world, "nowhere", lang).await;
    }
    page.close(Console::Noisy).await;
}

#[tokio::test]
async fn the_demo_site_has_its_pictures() {
    let world = World::enter().await;
    let page = Browser::open(&world, Size::Phone).await;
    for (lang, path) in [("ru", ""), ("uk", "uk/"), ("en", "en/")] {
        page.goto(&format!("{}/{path}", world.parts.demo_url)).await;
        page.inside("[survey=guest]");
        page.see("form.otklik-form[novalidate]").await;
        page.pictures(&world, "demo", lang).await;
        page.tap("label.otklik-point[data-score='5']").await;
        page.tap(".otklik-next").await;
        page.tap("input[name='q.liked'][value='other']").await;
        page.pictures(&world, "demo-choice", lang).await;
        // The next page is to begin without this one's draft.
        page.run("sessionStorage.clear()", vec![]).await;
    }
    page.close(Console::Silent).await;
}

impl Browser {
    /// The whole page as it stands, in both sizes and themes.
    pub async fn pictures(&self, world: &World, name: &str, lang: &str) {
        let folder = world.parts.artifacts("screens");
        for size in Size::BOTH {
            for theme in Theme::BOTH {
                self.resize(size).await;
                self.dress(theme).await;
                let height = self
                    .run("return document.documentElement.scrollHeight", vec![])
                    .await;
                let height_px = height.as_u64().expect("a height").min(HEIGHT_MAX_PX);
                let whole = json!({
                    "width": size.width_px(), "height": height_px, "deviceScaleFactor": 1,
                    "mobile": size == Size::Phone,
                });
                self.cdp("Emulation.setDeviceMetricsOverride", whole).await;
                let picture = self.driver.screenshot_as_png().await.expect("a picture");
                assert!(
                    picture.starts_with(PNG) && picture.len() > 2_000,
                    "{name} is empty"
                );
                let file = format!("{name}-{lang}-{}-{}.png", size.width_px(), theme.word());
                std::fs::write(folder.join(file), picture).expect("the picture is kept");
            }
        }
    }
}
