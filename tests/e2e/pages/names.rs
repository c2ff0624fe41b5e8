//! The names of the agency and of the event on the pages of forms.

use crate::actors::fresh_phone;
use crate::app::{App, fresh};
use crate::database::fresh_event;
use crate::invites::Invited;
use crate::link_page::LinkPage;

const AGENCIES: [(&str, &str); 3] = [
    ("ru", "Агентство «Кивалл»"),
    ("uk", "Агенція «Ківалл»"),
    ("en", "Kivall agency"),
];

/// The line above the heading.
fn line(agency: &str, event: &str) -> String {
    let event = match event {
        "" => String::new(),
        event => format!(" · <bdi>Праздник {event}</bdi>"),
    };
    format!("otklik-from\">{agency}{event}</p>")
}

#[tokio::test]
async fn vote_pages_name_agency_and_event() {
    let app = App::enter().await;
    let event = fresh_event(&app).await;
    let (id, code) = (&event.id, &event.code);
    for (lang, agency) in AGENCIES {
        for path in [
            format!("/s/guest?event={id}&lang={lang}"),
            format!("/s/client?event={code}&lang={lang}"),
            format!("/c/site?event={id}&lang={lang}"),
            format!("/e/{code}?lang={lang}"),
        ] {
            let page = app.guest().reads(&path).await;
            page.is(200).holds(&line(agency, id));
            page.holds(&format!(" – Праздник {id}</title>"));
        }
        let long = "a".repeat(100);
        for path in [
            "/s/guest?",
            "/c/site?",
            "/s/guest?event=nowhere&",
            &format!("/s/guest?event={long}&"),
        ] {
            let page = app.guest().reads(&format!("{path}lang={lang}")).await;
            page.is(200).holds(&line(agency, ""));
            page.holds(&format!(" – {agency}</title>"));
        }
    }
}

#[tokio::test]
async fn thanks_name_agency_and_event() {
    let app = App::enter().await;
    let event = fresh_event(&app).await;
    let (id, phone) = (fresh(), fresh_phone());
    let own = [
        ("id", &*id),
        ("rev", "1"),
        ("version", "1"),
        ("lang", "uk"),
        ("event", &*event.id),
    ];
    let with = |fields: &[(&'static str, &'static str)]| [&own[..], fields].concat();
    let named = line("Агенція «Ківалл»", &event.id);
    let sends = async |path: &str, fields: &[(&str, &str)]| app.guest().submits(path, fields).await;
    let refused = sends("/s/guest", &with(&[])).await;
    refused.is(422).holds(&named);
    let thanks = sends("/s/guest", &with(&[("q.enjoyed", "5")])).await;
    thanks.is(200).holds("otklik-thanks").holds(&named);
    let call = [&own[..], &[("phone", &*phone), ("consent", "yes")]].concat();
    let due = sends("/c/site", &call).await;
    due.is(200).holds("otklik-due").holds(&named);
}

#[tokio::test]
async fn personal_pages_name_their_event() {
    let app = App::enter().await;
    let event = Invited::event(&app).await;
    let [code] = event.codes(["A-1"]).await;
    let page = LinkPage::open(&app, &format!("/r/{code}?lang=en")).await;
    let named = line("Kivall agency", &event.id);
    page.reply.is(200).holds(&named);
    let fields = ["id", "rev", "version", "lang"].map(|name| (name, page.field(name)));
    let score = ("q.enjoyed", "5".to_owned());
    let fields: Vec<_> = fields.into_iter().chain([score]).collect();
    page.sends(&app, &fields).await.is(200).holds(&named);
}

#[tokio::test]
async fn a_page_without_a_form_names_the_agency() {
    let app = App::enter().await;
    let request = app
        .get("/e/N7PUP5BRdPBK?lang=ru")
        .header("accept", "text/html");
    let page = crate::reply::Reply::to(request).await;
    page.is(404).holds(&line("Агентство «Кивалл»", ""));
}
