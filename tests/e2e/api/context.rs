//! The context of a link beside the survey, and the callback offer after a low score.

use crate::app::{App, fresh};
use crate::database::rows;
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
    assert_eq!(context_of(&id).await, (json!("olena"), json!("A-1042")));
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
        .holds(&format!("href=\"?lang=uk&amp;manager=olena&amp;{words}\""));
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
