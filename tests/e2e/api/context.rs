//! The context of a link beside the survey, and the callback offer after a low score.

use crate::actors::{callback, fresh_phone};
use crate::app::{App, fresh};
use crate::database::{fresh_event, rows};
use crate::reply::Reply;
use serde_json::{Value, json};

/// Manager and reference in a response's row.
async fn context_of(id: &str) -> (Value, Value) {
    let row = rows(&format!(
        "select manager, reference from response where id = '{id}'"
    ))
    .await;
    (row[0]["manager"].clone(), row[0]["reference"].clone())
}

#[tokio::test]
async fn invalid_context_is_dropped_and_the_vote_kept() {
    let app = App::enter().await;
    let known = fresh_event(&app).await.manager;
    let known = known.as_str();
    let edge = format!("{}7", "я".repeat(63));
    let past = format!("я{edge}");
    let uuid = "0190b5a0-0000-7000-8000-000000000001";
    for (manager, reference, kept) in [
        (known, "A-1042", (json!(known), json!("A-1042"))),
        (&format!(" {known} "), uuid, (json!(known), json!(uuid))),
        (&edge, &edge, (Value::Null, json!(edge))),
        (&past, &past, (Value::Null, Value::Null)),
        // Whatever somebody wrote into a link: a name that no event has, a client's name, a sentence.
        ("Ольга", "Ольга Петренко", (Value::Null, Value::Null)),
        ("", "столик у окна 7", (Value::Null, Value::Null)),
        ("", "+380 67 123-45-67", (Value::Null, Value::Null)),
        (known, "89161234567", (json!(known), Value::Null)),
        (known, "guest@mail.example", (json!(known), Value::Null)),
    ] {
        let id = fresh();
        let submission = json!({
            "id": id, "rev": 1, "answers": {"enjoyed": {"score": 3}},
            "manager": manager, "reference": reference,
        });
        let reply = app.guest().answers("guest", &submission).await;
        reply.acknowledged(201, "stored");
        assert_eq!(context_of(&id).await, kept, "{manager} {reference}");
        let reply = app.guest().answers("guest", &submission).await;
        reply.acknowledged(200, "same");
    }
}

#[tokio::test]
async fn link_carries_manager_and_reference() {
    let app = App::enter().await;
    let query = "lang=ru&manager=olena&reference=A-1042";
    let page = app.guest().reads(&format!("/s/guest?{query}")).await;
    page.is(200)
        .holds("name=\"manager\" value=\"olena\"")
        .holds("name=\"reference\" value=\"A-1042\"")
        .holds("?lang=uk&amp;manager=olena&amp;reference=A-1042");
    let script = app.guest().reads(&format!("/embed/guest.js?{query}")).await;
    script
        .is(200)
        .holds(r#"name=\"reference\" value=\"A-1042\""#);
    for personal in ["%2B79161234567", "guest%40mail.example"] {
        for path in ["/s/guest", "/embed/guest.js", "/embed/guest.json"] {
            let path = format!("{path}?lang=ru&reference={personal}");
            let shown = app.guest().reads(&path).await;
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
    app.guest().submits("/s/guest", &fields).await.is(200);
    // No event names that manager.
    assert_eq!(context_of(&id).await, (Value::Null, json!("A-1042")));
}

/// A link is open to everybody's words; marks that turn the text around them are dropped from every text.
#[tokio::test]
async fn words_of_a_link_are_not_stored_and_marks_of_direction_dropped() {
    let app = App::enter().await;
    let name = format!("Ольга-{}", &fresh()[..8]);
    let id = fresh();
    let submission = json!({
        "id": id, "rev": 1, "event": name, "manager": name, "reference": "Ольга Петренко",
        "answers": {"enjoyed": {"score": 3}, "comment": {"text": "\u{202e}олс\u{200b}ово\u{202c} 👩\u{200d}🚀"}},
    });
    let reply = app.guest().answers("guest", &submission).await;
    reply.acknowledged(201, "stored");
    let sql = format!(
        "select r.event_raw, r.manager, r.reference, r.source, a.text from response as r
         join answer as a on a.response = r.id and a.text is not null where r.id = '{id}'"
    );
    let expected = json!({"event_raw": null, "manager": null, "reference": null, "source": "open",
        "text": "олсово 👩\u{200d}🚀"});
    assert_eq!(rows(&sql).await, [expected]);
    let mut asked = callback(&fresh_phone());
    asked["name"] = json!(format!("\u{2067}{name}\u{2069}\u{feff}"));
    app.visitor().asks_for_a_call(&asked).await.is(201);
    let page = app.director().reads("/director?lang=ru").await;
    page.is(200).holds(&format!("<bdi>{name}</bdi>"));
    // A title that is written from right to left stays within its own cell.
    let event = format!("e2e-{}", &fresh()[..13]);
    let draft =
        json!({"title": "\u{202e}\u{5d9}\u{5d5}\u{5dd}", "date": "2098-01-01", "manager": name});
    let request = app.request("PUT", &format!("/v1/events/{event}"));
    let request = request
        .bearer_auth(&app.parts.token)
        .body(draft.to_string());
    Reply::to(request).await.is(201);
    let list = app
        .director()
        .reads("/director/events?lang=ru&from=2098-01-01")
        .await;
    list.is(200)
        .holds("<bdi>\u{5d9}\u{5d5}\u{5dd}</bdi>")
        .holds(&format!("<bdi>{name}</bdi>"));
}

/// A plain form with an error comes back unchanged: with its look, and without the rejected context.
#[tokio::test]
async fn form_with_error_keeps_its_look_and_drops_personal_context() {
    let app = App::enter().await;
    let fields = [
        ("rev", "1"),
        ("version", "1"),
        ("manager", "olena"),
        ("reference", "+7 916 123-45-67"),
    ];
    let query = "lang=ru&brand=8a1538&radius=0&scheme=dark&scale=faces&sent=1";
    let page = app
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
        .holds("name=\"language\" value=\"uk\"");
    assert!(!page.body.contains("916"), "{}", page.body);
}

#[tokio::test]
async fn low_score_gets_a_callback_offer_and_a_high_one_does_not() {
    let app = App::enter().await;
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
            let page = app.guest().submits(&format!("/s/{survey}"), &fields).await;
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
    // Any of the scores has to be low, not only the first.
    let id = fresh();
    let fields = [
        ("id", &*id),
        ("rev", "1"),
        ("version", "1"),
        ("q.nps", "10"),
        ("q.satisfied", "1"),
    ];
    let page = app.guest().submits("/s/client", &fields).await;
    page.is(200).holds("class=\"otklik-offer\"");
}
