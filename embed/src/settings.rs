//! The agency: one object in the deployment's variables.

use crate::look::Look;
use otklik_survey::calendar::day::Day;
use otklik_survey::calendar::working_hours::{Schedule, Span};
use otklik_survey::phone::Phone;
use otklik_survey::{Lang, limits};
use serde::{Deserialize, Deserializer};
use std::collections::BTreeMap;

/// The settings of one deployment, which is one agency.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The deployment's URL, without a slash at the end; own addresses start with it.
    pub public_url: String,
    /// The agency's name by language, in the accusative: it follows "recommend".
    pub agency: BTreeMap<Lang, String>,
    /// The agency's name by language, by itself: above forms and after them. Without it, `agency` is shown there.
    #[serde(default)]
    pub agency_name: BTreeMap<Lang, String>,
    /// For readers whose page and browser name no language of the product.
    pub default_lang: Lang,
    /// IANA name of the agency's time zone, `Europe/Kyiv`; days are counted in it.
    pub zone: String,
    /// The look of forms where their address sets nothing else.
    #[serde(default, deserialize_with = "look")]
    pub look: Look,
    /// Working hours, in which callbacks are made.
    pub hours: Vec<Hours>,
    /// Days with hours other than their weekday's, or closed: holidays, event days.
    #[serde(default)]
    pub special_days: Vec<SpecialDay>,
    /// Working minutes until a callback is due.
    #[serde(default = "callback_minutes")]
    pub callback_minutes: u16,
    /// The requests from new phones that enter the queue of callbacks; further ones are quarantined.
    #[serde(default)]
    pub callback_flood: CallbackFlood,
    /// The number that will call, so that it is not taken for a stranger's.
    #[serde(default)]
    pub calling_number: Option<String>,
    /// The agency's site, to which `/` redirects; without it, to the sign-in page.
    #[serde(default)]
    pub site_url: Option<String>,
    /// Sites that may send answers from a browser, as `https://agency.example`.
    pub allowed_origins: Vec<String>,
    /// Offered to every guest alike after a vote.
    #[serde(default)]
    pub review_links: Vec<Link>,
    /// The document that the consent box links to.
    pub consent_url: String,
    /// A phone that visitors recognise as the format of their own.
    pub phone_example: String,
    /// Turnstile on open links and callbacks; without it there is no challenge.
    #[serde(default)]
    pub turnstile: Option<Turnstile>,
    /// The Telegram chat that receives callbacks and low answers, with the secret `TELEGRAM_TOKEN`.
    #[serde(default)]
    pub telegram_chat: Option<String>,
    /// The URL of Telegram's API.
    #[serde(default = "telegram_url")]
    pub telegram_url: String,
    /// The webhook that receives them, signed with the secret `WEBHOOK_SECRET`.
    #[serde(default)]
    pub webhook_url: Option<String>,
    /// The address that receives them by e-mail, by the binding `EMAIL`, and the sender's address.
    #[serde(default)]
    pub email_to: Option<String>,
    #[serde(default)]
    pub email_from: Option<String>,
}

/// Cloudflare Turnstile, with the secret `TURNSTILE_SECRET` beside it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Turnstile {
    pub site_key: String,
    /// The URL that checks a token.
    #[serde(default = "verify_url")]
    pub verify_url: String,
}

/// A page elsewhere, as for reviews.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Link {
    pub title: String,
    pub url: String,
}

/// Requests from new phones beyond which further ones are a flood.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CallbackFlood {
    /// Within an hour.
    pub hour: u32,
    /// Within 24 hours.
    pub day: u32,
}

impl Default for CallbackFlood {
    fn default() -> CallbackFlood {
        CallbackFlood {
            hour: limits::CALLBACK_FLOOD_HOUR,
            day: limits::CALLBACK_FLOOD_DAY,
        }
    }
}

/// Working hours of a run of weekdays.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hours {
    /// ISO weekdays, 1 is Monday: first and last of the run.
    pub days: [u8; 2],
    /// `HH:MM`.
    pub from: String,
    /// `HH:MM`.
    pub to: String,
}

/// One day of the calendar; closed where `from` and `to` are missing.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SpecialDay {
    /// `YYYY-MM-DD`.
    pub date: String,
    /// `HH:MM`.
    #[serde(default)]
    pub from: Option<String>,
    /// `HH:MM`.
    #[serde(default)]
    pub to: Option<String>,
}

/// A radius above the limit is reduced: it must not stop a form.
fn look<'de, D: Deserializer<'de>>(settings: D) -> Result<Look, D::Error> {
    let mut look = Look::deserialize(settings)?;
    look.radius_px = look.radius_px.min(limits::RADIUS_MAX_PX);
    Ok(look)
}

fn verify_url() -> String {
    "https://challenges.cloudflare.com/turnstile/v0/siteverify".to_owned()
}

fn telegram_url() -> String {
    "https://api.telegram.org".to_owned()
}

const fn callback_minutes() -> u16 {
    limits::CALLBACK_MINUTES
}

impl Settings {
    /// The agency's name for a sentence in `lang`; that of the default language where it has none.
    pub fn agency(&self, lang: Lang) -> &str {
        let own = self.agency.get(&lang.offered());
        let name = own.or_else(|| self.agency.get(&self.default_lang));
        name.map_or("", String::as_str)
    }

    /// The agency's name by itself, as above a form.
    pub fn agency_name(&self, lang: Lang) -> String {
        let own = self.agency_name.get(&lang.offered());
        let name = own.map_or_else(|| self.agency(lang), String::as_str);
        let mut letters = name.chars();
        let first = letters.next().into_iter().flat_map(char::to_uppercase);
        first.chain(letters).collect()
    }

    /// Whether a browser page of `origin` can send answers. The deployment's own pages can; `null` cannot.
    pub fn allows(&self, origin: &str) -> bool {
        origin == self.public_url || self.allowed_origins.iter().any(|listed| listed == origin)
    }

    /// The error of the addresses, where there is one: with such settings nothing is served.
    pub fn error(&self) -> Option<&'static str> {
        let origins = self.allowed_origins.iter();
        let pages = self.review_links.iter().map(|link| &link.url);
        if self.default_lang != self.default_lang.offered() {
            Some("default_lang must be a language that guests are offered")
        } else if !self.agency.contains_key(&self.default_lang) {
            Some("agency must have a name in default_lang")
        } else if !is_origin(&self.public_url) {
            Some("public_url must be https://host, without a slash at the end")
        } else if self.public_url.starts_with("http://") && !self.is_local() {
            Some("public_url must start with https:// outside of localhost")
        } else if origins.into_iter().any(|origin| !is_origin(origin)) {
            Some("allowed_origins must be https://host each, without a slash at the end")
        } else if (pages.chain([&self.consent_url]).chain(&self.site_url)).any(|url| !is_page(url))
        {
            Some("consent_url, site_url and the urls of review_links must start with https://")
        } else if self.notifies_without_tls() && !self.is_local() {
            Some("webhook_url and telegram_url must start with https://")
        } else if ![self.callback_flood.hour, self.callback_flood.day]
            .iter()
            .all(|n| limits::CALLBACK_FLOOD_RANGE.contains(n))
        {
            Some("callback_flood must have hour and day, 1 to 100000 requests each")
        } else if self.email_to.is_some() != self.email_from.is_some() {
            Some("email_to and email_from go together")
        } else {
            let turnstile = self.turnstile.as_ref();
            turnstile.and_then(|turnstile| self.turnstile_error(turnstile))
        }
    }

    fn notifies_without_tls(&self) -> bool {
        let mut urls = [Some(&self.telegram_url), self.webhook_url.as_ref()]
            .into_iter()
            .flatten();
        urls.any(|url| !url.starts_with("https://"))
    }

    fn turnstile_error(&self, turnstile: &Turnstile) -> Option<&'static str> {
        let Turnstile {
            site_key,
            verify_url,
        } = turnstile;
        // The secret is sent to that address.
        let is_open = is_for_tests(site_key) || !verify_url.starts_with("https://");
        (site_key.is_empty() || is_open && !self.is_local())
            .then_some("turnstile needs a site_key that is none for tests, and https://")
    }

    /// Whether only this machine reaches the deployment.
    pub fn is_local(&self) -> bool {
        let host = self
            .public_url
            .split_once("://")
            .map_or("", |(_, host)| host);
        let name = host.split(':').next();
        matches!(name, Some("localhost" | "127.0.0.1"))
    }

    /// The agency's working hours, for due times.
    ///
    /// # Errors
    /// The error of a setting that due times depend on: then there are no due times, and everything else works.
    pub fn schedule(&self) -> Result<Schedule, &'static str> {
        if self.hours.is_empty() {
            return Err("hours must name one run of weekdays at least");
        }
        if !limits::CALLBACK_MINUTES_RANGE.contains(&self.callback_minutes) {
            return Err("callback_minutes must be 1 to 480 working minutes");
        }
        if self.special_days.len() > limits::SPECIAL_DAYS_MAX {
            return Err("special_days must be 200 at most; drop those that have passed");
        }
        if self.calling_number.as_deref().is_some_and(is_no_number) {
            return Err(
                "calling_number must be a number that people recognise, 32 characters at most",
            );
        }
        let mut schedule = Schedule::default();
        for Hours { days, from, to } in &self.hours {
            let [first, last] = *days;
            let span = Span::parse(from, to);
            let span = span.ok_or("hours must be from HH:MM to a later HH:MM of the same day")?;
            schedule = schedule
                .with_run(first, last, span)
                .ok_or("hours must name days from 1, Monday, to 7, Sunday")?;
        }
        let mut special: Vec<(Day, bool)> = Vec::new();
        for SpecialDay { date, from, to } in &self.special_days {
            let day = Day::parse(date).ok_or("special_days must have dates as 2026-12-31")?;
            let span = match (from, to) {
                (Some(from), Some(to)) => {
                    Some(Span::parse(from, to).ok_or(
                        "special_days must be from HH:MM to a later HH:MM of the same day",
                    )?)
                }
                (None, None) => None,
                (Some(_), None) | (None, Some(_)) => {
                    return Err("special_days need both from and to, or neither for a closed day");
                }
            };
            let opens = span.is_some();
            if special.contains(&(day, !opens)) {
                return Err("special_days must not both open and close a day");
            }
            special.push((day, opens));
            schedule = schedule.with_special(day, span);
        }
        Ok(schedule)
    }

    /// The number that will call, as people read it.
    pub fn calling_number_text(&self) -> Option<String> {
        let written = self.calling_number.as_deref()?.trim();
        let parsed = Phone::parse(written);
        Some(parsed.map_or_else(|_| written.to_owned(), |phone| phone.display()))
    }

    /// The example of a phone for a sentence, without line breaks inside.
    pub fn phone_example_text(&self) -> String {
        let text = self.phone_example.replace(' ', "\u{a0}");
        text.replace('-', "\u{2011}")
    }

    /// "пн–пт 10:00–19:00, сб 11:00–16:00".
    pub fn hours_text(&self, lang: Lang) -> String {
        let day =
            |day: u8| crate::i18n::texts::text(lang, DAY_KEYS[usize::from(day.clamp(1, 7)) - 1]);
        let runs: Vec<String> = self
            .hours
            .iter()
            .map(|hours| {
                let [first, last] = hours.days;
                let days = if first == last {
                    day(first).to_owned()
                } else {
                    format!("{}–{}", day(first), day(last))
                };
                crate::i18n::texts::fill(
                    crate::i18n::texts::text(lang, "hours-from-to"),
                    &[("days", &days), ("from", &hours.from), ("to", &hours.to)],
                )
            })
            .collect();
        // No line break between a day and its hours, nor between the two hours.
        let unbroken = |run: &String| run.replace(' ', "\u{a0}").replace('–', "–\u{2060}");
        runs.iter().map(unbroken).collect::<Vec<_>>().join(", ")
    }
}

/// `http` is for local runs, and for a proxy that the agency trusts.
fn is_page(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

/// Whether a key or a secret is one that Cloudflare publishes for tests: those begin with 1x0, 2x0 and
/// 3x0, real ones with 0x. <https://developers.cloudflare.com/turnstile/troubleshooting/testing/>
pub fn is_for_tests(key: &str) -> bool {
    matches!(key.as_bytes(), [b'1'..=b'3', b'x', b'0', ..])
}

fn is_no_number(number: &str) -> bool {
    !number.contains(|sign: char| sign.is_ascii_digit())
        || number.chars().count() > limits::PHONE_MAX_CHARS
}

/// Whether a text is a scheme, a host and perhaps a port, as browsers write an origin: a name of another alphabet in
/// Punycode. So it needs no escaping wherever it is written, and nothing before an `@` passes for its host.
pub(crate) fn is_origin(url: &str) -> bool {
    let host = url.split_once("://").map_or("", |(_, host)| host);
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b".-_:[]".contains(&byte);
    is_page(url) && !host.is_empty() && host.bytes().all(plain)
}

const DAY_KEYS: [&str; 7] = [
    "day-1", "day-2", "day-3", "day-4", "day-5", "day-6", "day-7",
];
