//! The agency's own domain by docs/nginx.conf: whom it trusts, what it writes down, what it lets through.

use crate::app::App;
use crate::invites::Invited;
use crate::nginx::{Certificate, OwnDomain};

/// A client of the loopback network whose address nothing else has.
const GUEST: &str = "127.0.0.77";

#[tokio::test]
async fn own_domain_sends_the_token_to_the_right_certificate_alone() {
    let app = App::enter().await;
    for certificate in Certificate::ALL {
        let domain = OwnDomain::before(certificate).await;
        let token = Some(app.parts.token.as_str());
        let statuses = domain.asks(GUEST, "/v1/events", token, 1).await;
        let seen = domain.seen_behind();
        if certificate == Certificate::Right {
            assert_eq!(statuses, [200]);
            assert!(seen.contains(&app.parts.token), "the test sees tokens");
        } else {
            assert_eq!(statuses, [502], "{certificate:?}");
            assert!(!seen.contains(&app.parts.token), "{certificate:?}");
        }
    }
}

#[tokio::test]
async fn own_domain_writes_down_neither_address_nor_code() {
    let app = App::enter().await;
    let event = Invited::event(&app).await;
    let [code] = event.codes(["A-1"]).await;
    let path = format!("/r/{code}?lang=ru");
    for (certificate, status) in [(Certificate::Right, 200), (Certificate::SelfSigned, 502)] {
        let domain = OwnDomain::before(certificate).await;
        assert_eq!(domain.asks(GUEST, &path, None, 1).await, [status]);
        let long = format!("/r/{code}{}", "x".repeat(9_000));
        assert_eq!(domain.asks(GUEST, &long, None, 1).await, [414]);
        let logs = domain.logs();
        for status in [status, 414] {
            assert!(
                logs.contains(&format!(" {status} ")),
                "{status} is logged: {logs}"
            );
        }
        for secret in [&code, GUEST, "127.0.0.1", "/r/"] {
            assert!(!logs.contains(secret), "{secret} is in a log: {logs}");
        }
    }
}

#[tokio::test]
async fn own_domain_stops_a_flood_and_lets_others_through() {
    let _app = App::enter().await;
    let domain = OwnDomain::before(Certificate::Right).await;
    // Answered without the database.
    let path = "/v1/nothing";
    // A venue's guests all at once.
    let guests = domain.asks("127.0.0.3", path, None, 300).await;
    assert!(guests.iter().all(|status| *status == 404), "{guests:?}");
    let flood = domain.asks(GUEST, path, None, 2_000).await;
    let n = |wanted: u64| flood.iter().filter(|status| **status == wanted).count();
    assert_eq!(n(404) + n(429), flood.len(), "{flood:?}");
    assert!(n(404) >= 400 && n(429) > 0, "{} passed", n(404));
    assert_eq!(domain.asks("127.0.0.2", path, None, 1).await, [404]);
    assert!(!domain.logs().contains(GUEST));
}
