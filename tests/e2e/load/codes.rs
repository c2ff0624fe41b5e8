//! Codes that are nearly right: one character changed, cut, lengthened, in another alphabet or case, another
//! link's, expired. None opens a page or accepts an answer.

use super::crowd::{Crowd, CrowdRequest, Payload, summary};
use crate::actors::responses;
use crate::app::{App, fresh};
use crate::client::Form;
use crate::database::rows;
use crate::invites::{Invited, csv_rows};
use crate::open_link::OpenLink;
use crate::reply::Reply;
use crate::share;
use serde_json::json;
use std::collections::BTreeSet;
use std::time::Instant;

const ALPHABET: &str = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const SEED: u64 = 20_261_122;

/// The first network of each test: none uses up another's limit.
const CHANGED: usize = 0;
const INVALID: usize = 0x1000;
const ELSEWHERE: usize = 0x2000;

/// Sends a code by all three routes that take one, each time from another network, so that the look-up replies
/// and not the rate limit.
fn by_every_way(code: &str, network: usize) -> [CrowdRequest; 3] {
    let path = format!("/r/{code}");
    let form: Form = vec![
        ("id".to_owned(), fresh()),
        ("rev".to_owned(), "1".to_owned()),
        ("q.enjoyed".to_owned(), "5".to_owned()),
    ];
    let submission = json!({
        "id": fresh(), "rev": 1, "version": 1, "invite": code, "user_activation": true,
        "answers": {"enjoyed": {"score": 5}},
    });
    [
        (path.clone(), Payload::Page),
        (path, Payload::Form(form)),
        (responses("guest"), Payload::Json(submission)),
    ]
    .map(|(path, payload)| CrowdRequest {
        path,
        network,
        payload,
    })
}

async fn stored(event: &Invited<'_>) -> u64 {
    let sql = format!(
        "select (select count(*) from revision as v join invite as i on i.response = v.response
                 where i.event = '{0}')
         + (select count(*) from response where event = '{0}') as n",
        event.id
    );
    rows(&sql).await[0]["n"].as_u64().expect("a count")
}

/// Every existing code, of every kind of link.
async fn every_code() -> BTreeSet<String> {
    let sql = "select code from invite union all select code from event where code is not null";
    let codes = rows(sql).await.into_iter();
    let codes = codes.map(|row| row["code"].as_str().expect("a code").to_owned());
    codes.collect()
}

/// All substitutions of one character are searched among all existing codes; the server is asked for a sample.
#[tokio::test]
async fn no_one_character_change_is_a_link() {
    let app = App::enter().await;
    let event = Invited::event(&app).await;
    let given = event.codes_of(share::of(50, 1_000)).await;
    let all = every_code().await;
    assert!(given.iter().all(|code| all.contains(code)));
    let mut changed_codes = 0_usize;
    let mut random = fastrand::Rng::with_seed(SEED);
    let mut sample = Vec::new();
    let sampled = share::of(60, 10_000);
    let every = given.len() * 12 * 57 / sampled;
    for (number, code) in given.iter().enumerate() {
        for place in 0..code.len() {
            for sign in ALPHABET
                .chars()
                .filter(|sign| !code[place..].starts_with(*sign))
            {
                let changed = format!("{}{sign}{}", &code[..place], &code[place + 1..]);
                assert!(!all.contains(&changed), "{changed} is a link too");
                changed_codes += 1;
                // For the first codes also every character in its other case: a look-up that ignores case would
                // find those.
                let is_cased = number < 2
                    && code[place..]
                        .to_lowercase()
                        .starts_with(sign.to_ascii_lowercase());
                if is_cased || random.usize(..every) == 0 {
                    sample.push(changed);
                }
            }
        }
    }
    assert_eq!(changed_codes, given.len() * 12 * 57);
    assert!(sample.len() * 2 > sampled, "{}", sample.len());
    let crowd = Crowd::of(&app);
    let asks = sample.iter().enumerate();
    let asks = asks.flat_map(|(number, code)| by_every_way(code, CHANGED + number / 8));
    let started = Instant::now();
    let statuses = crowd.all(asks).await;
    assert_eq!(statuses.keys().collect::<Vec<_>>(), [&404], "{statuses:?}");
    assert_eq!(stored(&event).await, 0);
    let summary = summary(&statuses);
    share::report(
        "codes changed by one sign",
        &format!(
            "{changed_codes} changes of {} codes looked for among all {} codes there are: none is one; {} of them asked by GET, form and JSON in {:.0} s: {summary}",
            given.len(),
            all.len(),
            sample.len(),
            started.elapsed().as_secs_f64()
        ),
    );
}

/// Errors of people and programs that copy a code. Not signs behind it: no code ends in those, so it is still the link.
fn copying_errors(code: &str) -> Vec<String> {
    let swapped: String = code
        .chars()
        .map(|sign| {
            if sign.is_ascii_lowercase() {
                sign.to_ascii_uppercase()
            } else {
                sign.to_ascii_lowercase()
            }
        })
        .collect();
    // Letters that look like those of another alphabet; a code without any gets one as its first character.
    let cyrillic = code.replace(['a', 'A'], "а").replace(['c', 'C'], "с");
    let cyrillic = cyrillic.replace(['e', 'E'], "е").replace(['p', 'P'], "р");
    let cyrillic = if cyrillic == code {
        format!("а{}", &code[1..])
    } else {
        cyrillic
    };
    let reversed: String = code.chars().rev().collect();
    let mut all = vec![
        code.to_uppercase(),
        code.to_lowercase(),
        swapped,
        cyrillic,
        reversed,
        format!("0{}", &code[1..]),
        format!("{}O", &code[..11]),
        format!("{}l", &code[..11]),
        format!("{code}{code}"),
        format!("%20{code}"),
        "%".to_owned(),
        "______%25%25%25%25%25%25".to_owned(),
        "'%20or%201=1--".to_owned(),
        "null".to_owned(),
        "undefined".to_owned(),
    ];
    all.extend((1..12).map(|length| code[..length].to_owned()));
    all.extend(["1", "z", "9"].map(|sign| format!("{code}{sign}")));
    all.extend(["1", "z", "9"].map(|sign| format!("{sign}{code}")));
    // A code of which the error changes nothing would be found.
    all.retain(|made| made != code);
    all
}

#[tokio::test]
async fn no_copying_error_is_a_link() {
    let app = App::enter().await;
    let event = Invited::event(&app).await;
    let given = event.codes_of(share::of(2, 100)).await;
    let crowd = Crowd::of(&app);
    let wrong: Vec<String> = given.iter().flat_map(|code| copying_errors(code)).collect();
    let asks = wrong.iter().enumerate();
    let asks = asks.flat_map(|(number, code)| by_every_way(code, INVALID + number / 8));
    let statuses = crowd.all(asks).await;
    // The platform refuses a path that is malformed, or another route answers.
    let refused = statuses.keys().all(|status| matches!(status, 400 | 404));
    assert!(refused, "{statuses:?}");
    assert_eq!(stored(&event).await, 0);
    let result = format!(
        "{} asked by GET, form and JSON: {}",
        wrong.len(),
        summary(&statuses)
    );
    share::report("codes cut, lengthened, in other letters", &result);
}

/// Real links, but of another deployment, or expired or revoked.
#[tokio::test]
async fn foreign_and_expired_links_accept_no_answers() {
    let app = App::enter().await;
    let event = Invited::event(&app).await;
    let elsewhere = Invited::event(&app).await;
    let open = OpenLink::of(&app, 10).await;
    let [good, revoked] = event.codes(["good", "revoked"]).await;
    let [clients] = event.codes_for("client", ["good"]).await;
    let [anothers] = elsewhere.codes(["good"]).await;
    let past = json!({"references": ["past"], "until": "2026-01-01"});
    let past = csv_rows(&event.issues(&past).await.is(200).body);
    let query = format!("{}?survey=guest&reference=revoked", event.path());
    let revoke = app.request("DELETE", &query);
    Reply::to(revoke.bearer_auth(&app.parts.token))
        .await
        .is(204);
    // An expired invite shows no address any more; its code is in the table.
    assert_eq!(past[0][1], "", "{past:?}");
    let sql = format!(
        "select code from invite where event = '{}' and reference = 'past'",
        event.id
    );
    let past = rows(&sql).await[0]["code"]
        .as_str()
        .expect("a code")
        .to_owned();
    let crowd = Crowd::of(&app);
    let open_code = open.path.rsplit('/').next().expect("a code").to_owned();
    for code in [&revoked, &past, &open_code] {
        let statuses = crowd.all(by_every_way(code, ELSEWHERE).into_iter()).await;
        assert_eq!(statuses, [(404, 3)].into(), "{code}");
    }
    // A client's link does not accept the guests' survey, an invite is no event's link, and the reverse.
    let [_, _, as_guest] = by_every_way(&clients, ELSEWHERE);
    assert_eq!(crowd.asks(&as_guest).await, 404);
    let pages = [format!("/e/{good}"), format!("/r/{open_code}")];
    for path in pages {
        let [page, form, _] = by_every_way("", ELSEWHERE);
        for ask in [page, form] {
            let path = path.clone();
            assert_eq!(crowd.asks(&CrowdRequest { path, ..ask }).await, 404);
        }
    }
    assert_eq!(stored(&event).await + stored(&elsewhere).await, 0);
    assert_eq!(open.votes().await, (0, 0));
    // A vote by another event's code is that event's, whatever the body contains.
    let mut mine = elsewhere.submission(&anothers, 5);
    mine["event"] = json!(event.id);
    let reply = app.guest().answers("guest", &mine).await;
    reply.acknowledged(201, "stored");
    assert_eq!(stored(&event).await, 0);
    assert_eq!(elsewhere.enjoyed().await.n, 1);
}
