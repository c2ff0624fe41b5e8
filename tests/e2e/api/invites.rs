//! Personal links: issued, listed, revoked, and the votes counted through them.

use crate::actors::{responses, with};
use crate::app::{App, fresh};
use crate::database::rows;
use crate::invites::{Invited, csv_rows};
use crate::link_page::LinkPage;
use crate::numbers::Numbers;
use crate::reply::Reply;
use serde_json::{Value, json};
use std::time::Duration;

#[tokio::test]
async fn the_same_references_have_the_same_links() {
    let app = App::enter().await;
    let event = Invited::event(&app).await;
    let asked = json!({"references": ["B-2", "A-1", "B-2", "Стол 7, место \"2\""]});
    let first = event.issues(&asked).await;
    first.is(200);
    assert!(first.header("content-type").starts_with("text/csv"));
    assert_eq!(first.header("cache-control"), "no-store");
    let table = csv_rows(&first.body);
    let references: Vec<&str> = table.iter().map(|row| row[0].as_str()).collect();
    assert_eq!(references, ["B-2", "A-1", "Стол 7, место \"2\""]);
    for row in &table {
        let url = row[1].strip_prefix(app.parts.public_url.as_str());
        let code = url.and_then(|path| path.strip_prefix("/r/"));
        assert_eq!(code.map(str::len), Some(12), "{row:?}");
    }
    assert_eq!(event.issues(&asked).await.is(200).body, first.body);
    // As a table, with other columns beside it.
    let request = app.request("POST", &event.path());
    let request = request
        .bearer_auth(&app.parts.token)
        .header("content-type", "text/csv");
    let by_table = request.body("имя;ref\r\nОлена;A-1\r\n;B-2\r\n");
    let by_table = csv_rows(&Reply::to(by_table).await.is(200).body);
    assert_eq!(by_table, [table[1].clone(), table[0].clone()]);
    let counted = csv_rows(&event.issues(&json!({"count": 3})).await.is(200).body);
    assert_eq!(counted.len(), 3);
    assert_eq!(counted[2][0], "guest-3");
    // Another survey of the same person is another link.
    let client = json!({"references": ["A-1"]});
    let client = event.issues_for("client", &client).await;
    assert_ne!(csv_rows(&client.is(200).body)[0][1], table[1][1]);
    let sql = format!(
        "select sum(n) as n from invite_count where event = '{}'",
        event.id
    );
    assert_eq!(rows(&sql).await[0]["n"], 7);
}

#[tokio::test]
async fn invalid_references_are_refused_with_their_lines() {
    let app = App::enter().await;
    let event = Invited::event(&app).await;
    for (asked, code, field) in [
        (
            json!({"references": ["A-1", "ivan@example.org"]}),
            "personal_reference",
            "references.2",
        ),
        (
            json!({"references": ["+380 67 123 45 67"]}),
            "personal_reference",
            "references.1",
        ),
        (
            json!({"references": [" "]}),
            "missing_reference",
            "references.1",
        ),
        (
            json!({"references": ["я".repeat(65)]}),
            "text_too_long",
            "references.1",
        ),
        (
            json!({"references": []}),
            "invites_out_of_range",
            "references",
        ),
        (
            json!({"references": vec!["x"; 10_001]}),
            "invites_out_of_range",
            "references",
        ),
        (json!({"count": 10_001}), "invites_out_of_range", "count"),
        (json!({"count": 0}), "invites_out_of_range", "count"),
        (
            json!({"count": 1, "channel": "fax"}),
            "unknown_channel",
            "channel",
        ),
        (
            json!({"count": 1, "until": "2026-02-30"}),
            "bad_date",
            "until",
        ),
    ] {
        event.issues(&asked).await.refused(422, code, field);
    }
    event
        .issues(&json!({"references": ["я".repeat(64)]}))
        .await
        .is(200);
    let misspelt = event.issues(&json!({"count": 1, "colour": 1})).await;
    misspelt.refused(400, "not_json", "colour");
    let visitors = event.issues_for("site", &json!({"count": 1})).await;
    visitors.refused(422, "bad_parameter", "survey");
    let elsewhere = event.issues_for("nothing", &json!({"count": 1})).await;
    elsewhere.refused(404, "unknown_survey", "survey");
    let large = vec!["я".repeat(64); 12_000];
    let large = event.issues(&json!({"references": large})).await;
    large.refused(413, "too_large", "");
    let nowhere = Invited {
        id: fresh(),
        app: &app,
    };
    let nowhere = nowhere.issues(&json!({"count": 1})).await;
    nowhere.refused(404, "unknown_event", "id");
    let request = app.request("POST", &event.path());
    Reply::to(request.body("{}"))
        .await
        .refused(401, "unauthorized", "");
    let request = app.request("DELETE", &event.path());
    Reply::to(request).await.refused(401, "unauthorized", "");
    Reply::to(app.get(&event.path()))
        .await
        .refused(401, "unauthorized", "");
}

#[tokio::test]
async fn ten_thousand_invites_in_one_request() {
    let app = App::enter().await;
    let event = Invited::event(&app).await;
    let table = event
        .issues(&json!({"count": 10_000}))
        .await
        .is(200)
        .body
        .clone();
    let table = csv_rows(&table);
    let mut urls: Vec<&String> = table.iter().map(|row| &row[1]).collect();
    urls.sort_unstable();
    urls.dedup();
    assert_eq!(urls.len(), 10_000);
    let open = event.unanswered().await;
    assert_eq!(open.len(), 10_000);
}

/// Audience and source of a response come from the invite, whatever the sender sends.
#[tokio::test]
async fn one_invite_is_one_counted_response() {
    let app = App::enter().await;
    let event = Invited::event(&app).await;
    let [first, second] = event.codes(["A-1", "B-2"]).await;
    let submission = event.submission(&first, 5);
    let says_otherwise = with(&submission, "/event", json!("ev-other"));
    let says_otherwise = with(&says_otherwise, "/reference", json!("mine"));
    let path = responses("guest");
    let guest = app.guest();
    let send = |body: &Value| guest.posts(&path, body.to_string());
    send(&says_otherwise).await.acknowledged(201, "stored");
    send(&says_otherwise).await.acknowledged(200, "same");
    let sql = format!(
        "select event, event_raw, source, channel, reference, status from response where invite = '{first}'"
    );
    assert_eq!(
        rows(&sql).await,
        [
            json!({"event": event.id, "event_raw": null, "source": "invite", "channel": "email",
            "reference": "A-1", "status": "accepted"})
        ]
    );
    // The same person again, or a reader of the forwarded letter: another id, still one vote.
    event.pause_between_ids();
    let forwarded = event.submission(&first, 2);
    send(&forwarded).await.acknowledged(200, "replaced");
    // A delayed earlier post arrives, and restores nothing.
    send(&says_otherwise).await.acknowledged(200, "same");
    let other = with(&says_otherwise, "/answers/enjoyed/score", json!(1));
    send(&other).await.refused(409, "conflict", "");
    let enjoyed = |numbers: &Numbers| numbers.question("invite", "enjoyed").clone();
    let filter = format!("survey=guest&event={}", event.id);
    let numbers = Numbers::read(&app, &filter).await;
    let one = enjoyed(&numbers);
    assert_eq!((one.n, one.values[&2]), (1, 1), "{one:?}");
    assert_eq!(
        numbers.headline("guest"),
        ([("invite".to_owned(), 1)].into(), true)
    );
    let history = format!(
        "select count(*) as n from revision join invite on invite.response = revision.response where code = '{first}'"
    );
    assert_eq!(rows(&history).await[0]["n"], 2);
    assert_eq!(event.unanswered().await, ["B-2"]);
    let rate = &app.director().aggregates(&filter).await["groups"][0]["response_rates"][0];
    assert_eq!(
        (
            &rate["counted"],
            &rate["of"],
            &rate["percent"],
            &rate["low"]
        ),
        (&json!(1), &json!(2), &json!(50.0), &json!(false))
    );
    // Another survey's, a revoked and a made-up code get the same reply.
    let query = format!("{}?survey=guest&reference=B-2", event.path());
    let revoke = || app.request("DELETE", &query).bearer_auth(&app.parts.token);
    Reply::to(revoke()).await.is(204);
    Reply::to(revoke()).await.is(204);
    send(&event.submission(&second, 5))
        .await
        .refused(404, "unknown_link", "invite");
    let client = json!({"id": fresh(), "rev": 1, "invite": first, "user_activation": true, "answers": {"nps": {"score": 9}}});
    let client = app.guest().answers("client", &client).await;
    client.refused(404, "unknown_link", "invite");
    for code in [
        "111111111111",
        "",
        "1",
        "OOOOOOOOOOOO",
        &first[..11],
        &format!("{first}1"),
    ] {
        let reply = send(&event.submission(code, 5)).await;
        match code {
            "" => reply.acknowledged(201, "stored"),
            _ => reply.refused(404, "unknown_link", "invite"),
        };
    }
    let sql = format!("select count(*) as n from response where invite = '{second}'");
    assert_eq!(rows(&sql).await[0]["n"], 0);
    let again = csv_rows(
        &event
            .issues(&json!({"references": ["B-2"]}))
            .await
            .is(200)
            .body,
    );
    assert_eq!(
        again,
        [["B-2".to_owned(), String::new()]],
        "a revoked link stays revoked"
    );
}

#[tokio::test]
async fn a_vote_can_be_corrected_for_a_day() {
    let app = App::enter().await;
    let clock = app.clock();
    let event = Invited::event(&app).await;
    let [code] = event.codes(["A-1"]).await;
    let path = responses("guest");
    let first = event.submission(&code, 5);
    app.guest()
        .posts(&path, first.to_string())
        .await
        .acknowledged(201, "stored");
    let higher = with(
        &with(&first, "/rev", json!(2)),
        "/answers/enjoyed/score",
        json!(4),
    );
    app.guest()
        .posts(&path, higher.to_string())
        .await
        .acknowledged(200, "replaced");
    clock.passes(Duration::from_secs(24 * 3_600));
    let late = with(
        &with(&first, "/rev", json!(3)),
        "/answers/enjoyed/score",
        json!(1),
    );
    let late = app.guest().posts(&path, late.to_string()).await;
    late.refused(409, "correction_closed", "");
    let sql = format!(
        "select score from answer join response on response.id = answer.response where invite = '{code}' and question = 'enjoyed'"
    );
    assert_eq!(rows(&sql).await, [json!({"score": 4})]);
}

/// The plain page of an invite: its content, and that it shows nothing of an earlier answer.
#[tokio::test]
async fn personal_page_needs_no_script_and_reveals_no_answer() {
    let app = App::enter().await;
    let event = Invited::event(&app).await;
    let [code, unused] = event.codes(["A-1", "B-2"]).await;
    let path = format!("/r/{code}?lang=uk&score=4&event=other&reference=x&channel=qr");
    let page = LinkPage::open(&app, &path).await;
    page.reply
        .is(200)
        .holds("<html lang=\"uk\"")
        .holds("value=\"4\"");
    for name in ["event", "reference"] {
        assert_eq!(page.field(name), "", "{name}");
    }
    assert!(
        page.reply.body.contains("checked"),
        "the score is preselected"
    );
    let fields = |score: &str| {
        [
            ("id", page.field("id")),
            ("rev", "1".to_owned()),
            ("version", "1".to_owned()),
            ("lang", "uk".to_owned()),
            ("q.enjoyed", score.to_owned()),
        ]
    };
    page.sends(&app, &fields("9"))
        .await
        .is(422)
        .holds("otklik-error");
    page.sends(&app, &fields("4"))
        .await
        .is(200)
        .holds("otklik-thanks");
    page.sends(&app, &fields("4"))
        .await
        .is(200)
        .holds("otklik-thanks");
    // Back, another score, send: without a script nothing counts revisions.
    page.sends(&app, &fields("3"))
        .await
        .is(200)
        .holds("otklik-thanks");
    let sql = format!("select status, rev from response where invite = '{code}'");
    assert_eq!(rows(&sql).await, [json!({"status": "accepted", "rev": 2})]);
    let shape = |page: &LinkPage, code: &str| {
        let changing = [page.field("id"), page.form_token.clone(), code.to_owned()];
        changing
            .iter()
            .fold(page.reply.body.clone(), |body, it| body.replace(it, ""))
    };
    let used = LinkPage::open(&app, &format!("/r/{code}?lang=uk")).await;
    let fresh_one = LinkPage::open(&app, &format!("/r/{unused}?lang=uk")).await;
    assert_eq!(shape(&used, &code), shape(&fresh_one, &unused));
}

#[tokio::test]
async fn invalid_orders_are_refused() {
    let app = App::enter().await;
    let event = Invited::event(&app).await;
    let late = event
        .issues(&json!({"count": 1, "sent_at_ms": 1_790_000_000}))
        .await;
    late.refused(422, "bad_time", "sent_at_ms");
    let formula = event.issues(&json!({"references": ["=1+1"]})).await;
    formula.refused(422, "formula_reference", "references.1");
}
