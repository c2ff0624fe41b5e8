//! Callbacks that visitors asked for. Phones are random within ranges that operators use.

use super::comments::Lang;
use super::rng::Rng;
use super::{CallbackState, Post, Table, moment_on};
use crate::local::settings::Settings;
use anyhow::{Context, Result};
use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use otklik_survey::callback::Window;
use serde_json::json;

pub const N_CALLS: usize = 150;

const LANGS: [(Lang, u32); 3] = [(Lang::Ru, 45), (Lang::Uk, 45), (Lang::En, 10)];
const UA_OPERATORS: [&str; 8] = ["50", "63", "66", "67", "68", "93", "95", "97"];
const WINDOWS: [(&str, u32); 4] = [
    ("any", 40),
    ("morning", 20),
    ("afternoon", 20),
    ("evening", 20),
];

/// The state of those older than yesterday.
const STATES: [(&str, u32); 3] = [("done", 88), ("cancelled", 7), ("spam", 5)];

pub fn calls(rng: &mut Rng, today: Date, settings: &Settings) -> Result<Vec<Post>> {
    let zone = settings.zone()?;
    (1..=N_CALLS)
        .map(|number| call(rng, number, today, &zone, settings))
        .collect()
}

fn call(
    rng: &mut Rng,
    number: usize,
    today: Date,
    zone: &TimeZone,
    settings: &Settings,
) -> Result<Post> {
    let lang = rng.weighted(&LANGS);
    let id = rng.uuid();
    let (name, topics, comment) = words(lang);
    let name = if rng.happens(0.6) {
        format!("{name} {number}")
    } else {
        String::new()
    };
    let comment = if rng.happens(0.3) { comment } else { "" };
    let window = rng.weighted(&WINDOWS);
    let body = json!({
        "id": id,
        "rev": 1,
        "lang": lang.tag(),
        "phone": phone(rng, lang),
        "name": name,
        "topic": rng.pick(&topics),
        "window": window,
        "by": if rng.happens(0.2) { "message" } else { "call" },
        "comment": comment,
        "consent": true,
        "channel": "site",
    });
    let n_days_ago = rng.between(1, 364);
    let received = moment_on(rng, today.saturating_sub(n_days_ago.days()), zone);
    let window = Window::parse(window).context("a window that the domain lacks")?;
    let callback_state = CallbackState {
        state: match n_days_ago {
            1 => "new",
            _ => rng.weighted(&STATES),
        },
        due_at: settings.due_at(received, window)?,
    };
    Ok(Post {
        path: "/v1/callbacks?survey=site".to_owned(),
        table: Table::Callback,
        received,
        callback_state: Some(callback_state),
        invited: None,
        body: body.to_string(),
        id,
    })
}

fn phone(rng: &mut Rng, lang: Lang) -> String {
    match lang {
        Lang::Ru => format!(
            "+79{:02}{:07}",
            rng.between(10, 89),
            rng.between(1_000_000, 9_999_999)
        ),
        Lang::Uk | Lang::En => format!(
            "+380{}{:07}",
            rng.pick(&UA_OPERATORS),
            rng.between(1_000_000, 9_999_999)
        ),
    }
}

/// A name that is a role, three topics, and a comment.
fn words(lang: Lang) -> (&'static str, [&'static str; 3], &'static str) {
    match lang {
        Lang::Ru => (
            "Клиент",
            ["Свадьба", "Корпоратив", "Цены"],
            "Перезвоните, пожалуйста, после обеда.",
        ),
        Lang::Uk => (
            "Клієнт",
            ["Весілля", "Корпоратив", "Ціни"],
            "Зателефонуйте, будь ласка, після обіду.",
        ),
        Lang::En => (
            "Client",
            ["Wedding", "Corporate event", "Prices"],
            "Please call in the afternoon.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phones_have_the_length_of_their_country() {
        let mut rng = Rng::new(3);
        for _ in 0..1000 {
            assert_eq!(phone(&mut rng, Lang::Ru).len(), "+79123456789".len());
            assert_eq!(phone(&mut rng, Lang::Uk).len(), "+380501234567".len());
        }
    }
}
