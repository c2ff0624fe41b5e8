//! Guesses of codes: none is found, and they are rate limited.

use super::crowd::{Crowd, CrowdRequest, Payload, summary};
use crate::app::App;
use crate::share;
use std::time::{Duration, Instant};

const ALPHABET: &[u8] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
/// The window in which unknown links are counted.
const MINUTE: Duration = Duration::from_secs(60);

const SEED: u64 = 20_261_122;

/// That many networks: more than a person rents, fewer than a botnet has.
const NETWORKS: usize = 100;

#[tokio::test]
async fn guesses_find_nothing_and_are_rate_limited() {
    let app = App::enter().await;
    let count = share::of(200, 100_000);
    let networks = share::of(1, NETWORKS);
    let mut random = fastrand::Rng::with_seed(SEED);
    let asks = (0..count).map(|number| {
        let code = (0..12).map(|_| char::from(ALPHABET[random.usize(..ALPHABET.len())]));
        let kind = if number % 2 == 0 { "r" } else { "e" };
        CrowdRequest {
            path: format!("/{kind}/{}", code.collect::<String>()),
            // Networks of no other test.
            network: 0x8000 + number % networks,
            payload: Payload::Page,
        }
    });
    app.clock().passes_to_next(MINUTE);
    let began_ms = app.clock().now_ms();
    let started = Instant::now();
    let statuses = Crowd::of(&app).all(asks).await;
    let seconds = started.elapsed().as_secs_f64();
    let of = |status| statuses.get(&status).copied().unwrap_or_default();
    assert_eq!(of(404) + of(429), count, "{statuses:?}");
    // A network gets 60 a minute; each guess takes a millisecond of this app's clock.
    let passed_ms = u128::try_from(app.clock().now_ms() - began_ms).expect("time passes");
    let minutes = passed_ms.div_ceil(MINUTE.as_millis()) as usize;
    assert_eq!(
        of(404),
        (networks * 60 * minutes).min(count),
        "{statuses:?}"
    );
    assert!(of(429) > 0, "{statuses:?}");
    let result = format!(
        "{count} from {networks} networks in {seconds:.0} s, 0 found; {}",
        summary(&statuses)
    );
    share::report("guessed codes", &result);
}
