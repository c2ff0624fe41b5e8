//! What a visitor is promised, and how it is taken back.

use crate::actors::{callback, with};
use crate::database::{rows, told_in_zone, while_locked};
use crate::reply::Reply;
use crate::world::{World, fresh};
use serde_json::{Value, json};
use std::time::{SystemTime, UNIX_EPOCH};

const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 24 * 60 * MINUTE_MS;

fn now_ms() -> i64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    i64::try_from(now.expect("after 1970").as_millis()).expect("before 300,000,000")
}

async fn asks(world: &World, request: &Value) -> Value {
    let reply = world.visitor().asks_for_a_call(request).await;
    assert!(matches!(reply.status, 200 | 201), "{}", reply.body);
    reply.json()
}

fn id_of(request: &Value) -> &str {
    request["id"].as_str().expect("an id")
}

async fn listed(world: &World, request: &Value) -> Value {
    let all = world.director().callbacks().await;
    let list = all["callbacks"].as_array().expect("a list of callbacks");
    let found = list
        .iter()
        .find(|callback| callback["id"] == request["id"])
        .expect("it is listed");
    found.clone()
}

fn page_of(request: &Value) -> String {
    format!("/cancel/{}", id_of(request))
}

async fn cancels(world: &World, path: &str) -> Reply {
    world.visitor().submits(path, &[]).await
}

/// Each language says the time of its own receipt as the clocks of the agency show it.
#[tokio::test]
async fn a_receipt_tells_by_when_and_from_which_number() {
    let world = World::enter().await;
    let zone = world.director().callbacks().await["zone"].clone();
    let zone = zone.as_str().expect("a zone");
    for (lang, locale, by, verb, by_when, from) in [
        ("ru", "ru", "call", "Позвоним ", " до ", " с номера "),
        ("ru", "ru", "message", "Напишем ", " до ", " с номера "),
        ("uk", "uk", "call", "Зателефонуємо ", " до ", " з номера "),
        ("uk", "uk", "message", "Напишемо ", " до ", " з номера "),
        ("en", "en-GB", "call", "We will call you ", " by ", " from "),
        (
            "en",
            "en-GB",
            "message",
            "We will message you ",
            " by ",
            " from ",
        ),
    ] {
        let request = with(&callback("+79161234567"), "/lang", json!(lang));
        let request = with(&request, "/by", json!(by));
        let asked_at_ms = now_ms();
        let receipt = asks(&world, &request).await;
        let promised_at_ms = receipt["promised_at_ms"].as_i64().expect("a time");
        // The configured target; what a minute is rounded up by is on top.
        assert!(promised_at_ms >= asked_at_ms + 15 * MINUTE_MS, "{receipt}");
        let told = told_in_zone(promised_at_ms, zone, locale).await;
        let text = |key: &str| told[key].as_str().expect("a text").to_owned();
        let sentence = receipt["promise"].as_str().expect("a sentence");
        let today = told_in_zone(asked_at_ms, zone, locale).await["day"].clone();
        let tomorrow = told_in_zone(asked_at_ms + DAY_MS, zone, locale).await;
        let (near, date) = match &told["day"] {
            day if *day == today => (["сегодня", "сьогодні", "today"], String::new()),
            day if *day == tomorrow["day"] => (["завтра", "завтра", "tomorrow"], String::new()),
            _ => (["", "", ""], text("date")),
        };
        let place = ["ru", "uk", "en"].iter().position(|it| *it == lang);
        for part in [
            verb,
            near[place.expect("a language")],
            &date,
            &format!("{by_when}{} (UTC{})", text("time"), text("offset")),
            &format!("{from}+380 67 123 45 67."),
        ] {
            assert!(sentence.contains(part), "no {part:?} in {sentence:?}");
        }
        let hours = match told["weekday"].as_u64() {
            Some(1..=5) => "10:00".."19:01",
            Some(6) => "11:00".."16:01",
            other => panic!("nobody works on weekday {other:?}"),
        };
        let time = text("time");
        assert!(hours.contains(&time.as_str()), "{time} {told}");
        let cancel_url = format!("{}{}", world.parts.public_url, page_of(&request));
        assert_eq!(receipt["cancel_url"], cancel_url);
        let listed = listed(&world, &request).await;
        assert_eq!(listed["by"], by);
        assert_eq!(listed["promised_at_ms"], promised_at_ms);
        let in_zone = format!("{} {time}", text("day"));
        assert_eq!(listed["promised_at"], in_zone);
        assert_eq!(listed["overdue"], false);
    }
}

/// The promise is moved in the database, so that one made anew could not look the same.
async fn moves(request: &Value, promised_at_ms: i64) {
    rows(&format!(
        "update callback set promised_at_ms = {promised_at_ms} where id = '{}'",
        id_of(request)
    ))
    .await;
}

#[tokio::test]
async fn a_promise_stands_until_another_part_of_the_day_is_wished() {
    let world = World::enter_alone().await;
    let request = callback("+79161234567");
    let first = asks(&world, &request).await;
    let promised_at_ms = first["promised_at_ms"].as_i64().expect("a time");
    assert_eq!(asks(&world, &request).await["promise"], first["promise"]);
    let moved = promised_at_ms + 30 * DAY_MS;
    moves(&request, moved).await;
    let corrected = with(&with(&request, "/rev", json!(2)), "/name", json!("Ольга"));
    for (again, status) in [
        (&request, "same"),
        (&corrected, "replaced"),
        (&corrected, "same"),
    ] {
        let told = asks(&world, again).await;
        assert_eq!(told["status"], status);
        assert_eq!(told["promised_at_ms"], moved);
    }
    let evening = with(
        &with(&corrected, "/rev", json!(3)),
        "/window",
        json!("evening"),
    );
    let told = asks(&world, &evening).await;
    let promised_at_ms = told["promised_at_ms"].as_i64().expect("a time");
    assert!((now_ms()..moved).contains(&promised_at_ms), "{told}");
    let entry = listed(&world, &request).await;
    let promised_at = entry["promised_at"].as_str().expect("a time");
    let (_, time) = promised_at.split_once(' ').expect("a day and a time");
    assert!(("17:15".."19:01").contains(&time), "{promised_at}");
    assert_eq!(entry["overdue"], false);
}

#[tokio::test]
async fn a_promise_that_has_passed_is_told_as_passed_and_made_anew_by_a_correction() {
    let world = World::enter_alone().await;
    let request = callback("+79161234567");
    asks(&world, &request).await;
    let passed = now_ms() - 3 * DAY_MS;
    moves(&request, passed).await;
    let retried = asks(&world, &request).await;
    assert_eq!(retried["status"], "same");
    assert_eq!(retried["promised_at_ms"], passed);
    let sentence = retried["promise"].as_str().expect("a sentence");
    assert!(sentence.starts_with("Мы обещали позвонить "), "{sentence}");
    assert_eq!(listed(&world, &request).await["overdue"], true);
    let page = world.director().reads("/director?lang=ru").await;
    let told = listed(&world, &request).await["promised_at"].clone();
    page.is(200)
        .holds(told.as_str().expect("a time"))
        .holds("просрочено");
    // A week later nobody waits any more.
    moves(&request, passed - 5 * DAY_MS).await;
    assert_eq!(listed(&world, &request).await["overdue"], false);
    let corrected = with(&with(&request, "/rev", json!(2)), "/name", json!("Ольга"));
    let told = asks(&world, &corrected).await;
    assert_eq!(told["status"], "replaced");
    let promised_at_ms = told["promised_at_ms"].as_i64().expect("a time");
    assert!(promised_at_ms > now_ms(), "{told}");
    let sentence = told["promise"].as_str().expect("a sentence");
    assert!(sentence.starts_with("Позвоним "), "{sentence}");
    assert_eq!(listed(&world, &request).await["overdue"], false);
}

/// As where the agency's hours are closed for months.
#[tokio::test]
async fn what_could_not_be_promised_can_be_cancelled() {
    let world = World::enter_alone().await;
    let request = callback("+79161234567");
    asks(&world, &request).await;
    let id = id_of(&request);
    rows(&format!(
        "update callback set promised_at_ms = null where id = '{id}'"
    ))
    .await;
    let receipt = asks(&world, &request).await;
    assert_eq!(receipt["promise"], Value::Null);
    assert_eq!(receipt["promised_at_ms"], Value::Null);
    let cancel_url = format!("{}{}", world.parts.public_url, page_of(&request));
    assert_eq!(receipt["cancel_url"], cancel_url);
    let fields = [
        ("id", id),
        ("rev", "1"),
        ("lang", "ru"),
        ("phone", "+79161234567"),
        ("consent", "yes"),
    ];
    let page = world.visitor().submits("/c/site", &fields).await;
    page.is(200)
        .holds("Перезвоним вам в рабочее время")
        .holds(&format!("class=\"otklik-cancel\" href=\"{cancel_url}\""));
    cancels(&world, &page_of(&request)).await.is(200);
}

#[tokio::test]
async fn who_knows_the_link_cancels_and_nothing_revives_it() {
    let world = World::enter().await;
    let request = with(&callback("+79161234567"), "/name", json!("Секретна Олена"));
    asks(&world, &with(&request, "/lang", json!("uk"))).await;
    let request = with(&request, "/lang", json!("uk"));
    let path = page_of(&request);
    let shown = world.visitor().reads(&path).await;
    shown.is(200).holds("Ми обіцяли зателефонувати ");
    assert!(
        !shown.body.contains("Секретна") && !shown.body.contains("916"),
        "{}",
        shown.body
    );
    assert_eq!(shown.header("content-language"), "uk");
    assert_eq!(shown.header("cache-control"), "no-store");
    assert_eq!(listed(&world, &request).await["state"], "new");
    for _ in 0..2 {
        let done = cancels(&world, &format!("{path}?lang=en")).await;
        done.is(200).holds("The request is cancelled");
        assert!(!done.body.contains("<form"), "{}", done.body);
        assert_eq!(listed(&world, &request).await["state"], "cancelled");
    }
    world
        .visitor()
        .reads(&path)
        .await
        .is(200)
        .holds("Заявку скасовано");
    // The request again, the same, corrected or by the plain form.
    let corrected = with(&with(&request, "/rev", json!(2)), "/name", json!("Оля"));
    for again in [&request, &corrected] {
        let receipt = asks(&world, again).await;
        assert_eq!(receipt["status"], "cancelled", "{receipt}");
        for key in ["promise", "promised_at_ms", "cancel_url"] {
            assert_eq!(receipt[key], Value::Null, "{receipt}");
        }
    }
    let fields = [
        ("id", id_of(&request)),
        ("rev", "1"),
        ("lang", "ru"),
        ("phone", "+79161234567"),
        ("consent", "yes"),
    ];
    let page = world.visitor().submits("/c/site", &fields).await;
    page.is(200).holds("Заявка отменена");
    let entry = listed(&world, &request).await;
    assert_eq!(entry["state"], "cancelled");
    assert_eq!(entry["contact"]["name"], "Секретна Олена");
}

#[tokio::test]
async fn what_is_in_work_can_be_cancelled_and_what_is_done_cannot() {
    let world = World::enter_alone().await;
    asks(&world, &callback("+79161234567")).await;
    for (state, status, after) in [
        ("in_work", 200, "cancelled"),
        ("done", 409, "done"),
        ("spam", 409, "spam"),
    ] {
        let request = callback("+79161234567");
        asks(&world, &request).await;
        let id = id_of(&request);
        rows(&format!(
            "update callback set state = '{state}' where id = '{id}'"
        ))
        .await;
        world.visitor().reads(&page_of(&request)).await.is(200);
        cancels(&world, &page_of(&request)).await.is(status);
        assert_eq!(listed(&world, &request).await["state"], after);
    }
    // What came before them and still waits for a call stands above them.
    let all = world.director().callbacks().await;
    let states = all["callbacks"].as_array().expect("a list").iter();
    let open = states.map(|it| it["state"] == "new" || it["state"] == "in_work");
    let open: Vec<bool> = open.collect();
    assert!(open.is_sorted_by(|a, b| a >= b), "{open:?}");
}

/// A tap in the director's list must not call who asked not to be called.
#[tokio::test]
async fn who_has_cancelled_cannot_be_called_by_a_tap() {
    let world = World::enter().await;
    let digits = u32::from_str_radix(&fresh()[..6], 16).expect("hex") % 10_000_000;
    let phone = format!("+7916{digits:07}");
    let request = callback(&phone);
    asks(&world, &request).await;
    let link = format!("href=\"tel:{phone}\"");
    world
        .director()
        .reads("/director")
        .await
        .is(200)
        .holds(&link);
    cancels(&world, &page_of(&request)).await.is(200);
    let page = world.director().reads("/director").await;
    page.is(200).holds(&phone);
    assert!(!page.body.contains(&link));
}

#[tokio::test]
async fn what_cannot_be_cancelled_now_can_be_tried_again() {
    let world = World::enter_alone().await;
    let request = callback("+79161234567");
    asks(&world, &request).await;
    let path = format!("{}?lang=uk", page_of(&request));
    let page = while_locked(cancels(&world, &path)).await;
    page.is(503)
        .holds("Зараз не вдається скасувати заявку")
        .holds("<form class=\"otklik-form\" method=\"post\" action=\"?lang=uk\"");
    assert_eq!(page.header("retry-after"), "10");
    assert_eq!(listed(&world, &request).await["state"], "new");
    cancels(&world, &path).await.is(200);
    assert_eq!(listed(&world, &request).await["state"], "cancelled");
}

/// Nobody calls any more: neither a retry nor a correction may hear that somebody will.
#[tokio::test]
async fn what_was_done_with_takes_no_correction_and_promises_nothing() {
    let world = World::enter_alone().await;
    for state in ["done", "spam"] {
        let request = callback("+79161234567");
        asks(&world, &request).await;
        let id = id_of(&request);
        rows(&format!(
            "update callback set state = '{state}' where id = '{id}'"
        ))
        .await;
        let corrected = with(&with(&request, "/rev", json!(2)), "/name", json!("Ольга"));
        for again in [&request, &corrected] {
            let reply = world.visitor().asks_for_a_call(again).await;
            reply.refused(409, "request_closed", "");
            assert!(reply.message().contains("заявку"), "{}", reply.body);
        }
        let fields = [
            ("id", id),
            ("rev", "1"),
            ("lang", "ru"),
            ("phone", "+79161234567"),
            ("name", "Ольга"),
            ("consent", "yes"),
        ];
        let page = world.visitor().submits("/c/site", &fields).await;
        page.is(409)
            .holds("Эта заявка уже закрыта")
            .holds("/c/site?lang=ru&amp;by=call");
        let entry = listed(&world, &request).await;
        assert_eq!(entry["state"], state);
        assert_eq!(entry["contact"]["name"], "");
    }
}

#[tokio::test]
async fn unknown_and_malformed_ids_are_answered_alike() {
    let world = World::enter().await;
    let unknown = format!("/cancel/{}", fresh());
    let expected = world.visitor().reads(&unknown).await;
    expected.is(404);
    for id in [
        "1",
        "%00",
        "' or 1=1 --",
        &"a".repeat(36),
        &"9".repeat(4_000),
    ] {
        let path = format!("/cancel/{}", id.replace(' ', "%20"));
        for reply in [
            world.visitor().reads(&path).await,
            cancels(&world, &path).await,
        ] {
            assert_eq!(reply.is(404).body, expected.body, "{path}");
        }
    }
    assert_eq!(cancels(&world, &unknown).await.is(404).body, expected.body);
}

#[tokio::test]
async fn every_survey_offers_both_ways_to_be_answered() {
    let world = World::enter().await;
    for survey in ["guest", "client", "stage", "effort", "site"] {
        for (by, sentence) in [("call", "Перезвоните мне"), ("message", "Напишите мне")]
        {
            let page = world
                .visitor()
                .reads(&format!("/c/{survey}?lang=ru&by={by}"))
                .await;
            page.is(200).holds(sentence);
            page.holds(&format!("name=\"by\" value=\"{by}\""));
            // It travels to the page in another language.
            page.holds(&format!("?lang=uk&amp;by={by}"));
            let payload = format!("/embed/{survey}.json?form=callback&by={by}&lang=ru");
            let payload = world.visitor().reads(&payload).await.is(200).json();
            let html = payload["html"].as_str().expect("markup");
            assert!(
                html.contains(&format!("name=\"by\" value=\"{by}\"")),
                "{html}"
            );
            assert_eq!(payload["title"], sentence);
        }
    }
    let page = world.visitor().reads("/c/site?lang=ru&by=pigeon").await;
    page.is(200)
        .holds("name=\"by\" value=\"\"")
        .holds("Перезвоните мне");
    // Kept over a mistake.
    let fields = [
        ("id", &*fresh()),
        ("rev", "1"),
        ("by", "message"),
        ("lang", "en"),
    ]
    .map(|(name, value)| (name, value.to_owned()));
    let fields: Vec<(&str, &str)> = fields.iter().map(|(a, b)| (*a, b.as_str())).collect();
    let page = world.visitor().submits("/c/guest", &fields).await;
    page.is(422)
        .holds("name=\"by\" value=\"message\"")
        .holds("Message me");
}

/// What the row of a response says of manager and reference.
async fn context_of(id: &str) -> (Value, Value) {
    let row = rows(&format!(
        "select manager, reference from response where id = '{id}'"
    ))
    .await;
    (row[0]["manager"].clone(), row[0]["reference"].clone())
}

#[tokio::test]
async fn manager_and_reference_are_stored_and_cost_no_vote() {
    let world = World::enter().await;
    let edge = "я".repeat(64);
    let past = "я".repeat(65);
    for (manager, reference, kept) in [
        ("olena", "A-1042", (json!("olena"), json!("A-1042"))),
        (
            " Олена ",
            "0190b5a0-0000-7000-8000-000000000001",
            (
                json!("Олена"),
                json!("0190b5a0-0000-7000-8000-000000000001"),
            ),
        ),
        (&edge, &edge, (json!(edge), json!(edge))),
        (&past, &past, (Value::Null, Value::Null)),
        ("", "+380 67 123-45-67", (Value::Null, Value::Null)),
        ("olena", "89161234567", (json!("olena"), Value::Null)),
        ("olena", "guest@mail.example", (json!("olena"), Value::Null)),
    ] {
        let id = fresh();
        let submission = json!({
            "id": id, "rev": 1, "answers": {"enjoyed": {"score": 3}},
            "manager": manager, "reference": reference,
        });
        let reply = world.guest().answers("guest", &submission).await;
        reply.acknowledged(201, "stored");
        assert_eq!(context_of(&id).await, kept, "{manager} {reference}");
        let reply = world.guest().answers("guest", &submission).await;
        reply.acknowledged(200, "same");
    }
}

#[tokio::test]
async fn a_link_names_manager_and_reference() {
    let world = World::enter().await;
    let query = "lang=ru&manager=olena&reference=A-1042";
    let page = world.guest().reads(&format!("/s/guest?{query}")).await;
    page.is(200)
        .holds("name=\"manager\" value=\"olena\"")
        .holds("name=\"reference\" value=\"A-1042\"")
        .holds("?lang=uk&amp;manager=olena&amp;reference=A-1042");
    let script = world
        .guest()
        .reads(&format!("/embed/guest.js?{query}"))
        .await;
    script
        .is(200)
        .holds(r#"name=\"reference\" value=\"A-1042\""#);
    for personal in ["%2B79161234567", "guest%40mail.example"] {
        for path in ["/s/guest", "/embed/guest.js", "/embed/guest.json"] {
            let path = format!("{path}?lang=ru&reference={personal}");
            let shown = world.guest().reads(&path).await;
            shown.is(200);
            for part in ["79161234567", "mail.example"] {
                assert!(!shown.body.contains(part), "{path} holds {part}");
            }
        }
    }
    let id = fresh();
    let fields = [
        ("id", &*id),
        ("rev", "1"),
        ("version", "1"),
        ("manager", "olena"),
        ("reference", "A-1042"),
        ("q.enjoyed", "4"),
    ];
    world.guest().submits("/s/guest", &fields).await.is(200);
    assert_eq!(context_of(&id).await, (json!("olena"), json!("A-1042")));
}

/// A plain form with a mistake in it comes again as it was: in its look, and without what is dropped.
#[tokio::test]
async fn a_form_shown_again_keeps_its_look_and_repeats_nothing_personal() {
    let world = World::enter().await;
    let fields = [
        ("rev", "1"),
        ("version", "1"),
        ("manager", "olena"),
        ("reference", "+7 916 123-45-67"),
    ];
    let query = "lang=ru&brand=8a1538&radius=0&scheme=dark&scale=faces&sent=1";
    let page = world
        .guest()
        .submits(&format!("/s/guest?{query}"), &fields)
        .await;
    let words = "brand=8a1538&amp;radius=0&amp;scheme=dark&amp;scale=faces";
    page.is(422)
        .holds("--fill:#8a1538")
        .holds("name=\"manager\" value=\"olena\"")
        .holds("name=\"reference\" value=\"\"")
        .holds(&format!(
            "action=\"?lang=ru&amp;manager=olena&amp;{words}&amp;sent=1\""
        ))
        .holds(&format!("href=\"?lang=uk&amp;manager=olena&amp;{words}\""));
    assert!(!page.body.contains("916"), "{}", page.body);
}

#[tokio::test]
async fn a_low_score_is_met_with_an_offer_and_a_high_one_is_not() {
    let world = World::enter().await;
    for (survey, question, low, higher) in [
        ("guest", "q.enjoyed", "2", "3"),
        ("client", "q.nps", "6", "7"),
        ("effort", "q.ease", "3", "4"),
    ] {
        for (score, offered) in [(low, true), (higher, false)] {
            let id = fresh();
            let fields = [
                ("id", &*id),
                ("rev", "1"),
                ("version", "1"),
                ("lang", "uk"),
                (question, score),
            ];
            let page = world
                .guest()
                .submits(&format!("/s/{survey}"), &fields)
                .await;
            page.is(200).holds("otklik-thanks");
            let holds = page.body.contains("class=\"otklik-offer\"");
            assert_eq!(holds, offered, "{survey} {score}: {}", page.body);
            if offered {
                page.holds("Бажаєте, щоб ми з вами зв’язалися?");
                for by in ["call", "message"] {
                    page.holds(&format!(
                        "<a class=\"otklik-offer-{by}\" href=\"/c/{survey}?lang=uk&amp;by={by}\""
                    ));
                }
            }
        }
    }
    // Any of the scores, not only the first.
    let id = fresh();
    let fields = [
        ("id", &*id),
        ("rev", "1"),
        ("version", "1"),
        ("q.nps", "10"),
        ("q.satisfied", "1"),
    ];
    let page = world.guest().submits("/s/client", &fields).await;
    page.is(200).holds("class=\"otklik-offer\"");
}
