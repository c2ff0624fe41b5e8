//! `/e/{code}`: the link that every guest of an event gets, and what its QR code says.
//!
//! It takes votes from when the event was told to the end of its last day: a card with its code is
//! tried before it is printed, and a link that did not open until the event's day would be taken for
//! broken. A malformed code, one that was never given out, one of a cancelled event and one whose time
//! has passed cost the same look-up and are answered alike.

use crate::answer;
use crate::call::Call;
use crate::clock;
use crate::code::is_code;
use crate::refusal::Outcome;
use crate::responses::survey_of;
use crate::store::{Reader, Store};
use crate::vote::{self, Asked};
use otklik_embed::fields::Fields;
use otklik_embed::page::{self, FormKind};
use otklik_embed::settings::Settings;
use otklik_embed::texts;
use otklik_survey::Channel;
use worker::{Env, Request, Response};

/// The survey that guests of an event are asked.
pub const SURVEY: &str = "guest";

/// Shows the guest's form. The event is the code's: the address may name channel, language and a score
/// to preselect, and nothing else.
///
/// 1. No link that takes votes: 404.
/// 2. The page: 200.
pub async fn show(
    code: &str,
    call: &Call,
    settings: &Settings,
    reader: &Reader,
) -> Outcome<Response> {
    // 1
    if event_of(code, settings, reader).await?.is_none() {
        return missing(call, settings);
    }
    // 2
    let mut query = Fields::default();
    let channel = Channel::from_word(call.query.get("channel")).unwrap_or(Channel::Qr);
    query.set("channel", channel.as_str());
    query.set("score", call.query.get("score"));
    let lang = call.lang(settings);
    vote::first(FormKind::Survey, survey_of(SURVEY)?, &query, lang, settings)
}

/// Takes the form, as `vote::submit` does, for the event of the code.
///
/// 1. No link that takes votes: 404.
/// 2. As the vote page.
pub async fn submit(
    code: &str,
    call: &Call,
    request: Request,
    env: &Env,
    settings: &Settings,
) -> Outcome<Response> {
    // 1
    let Some(event) = event_of(code, settings, &Reader::new(env)?).await? else {
        return missing(call, settings);
    };
    // 2
    let asked = Asked {
        kind: FormKind::Survey,
        survey: SURVEY,
        event: Some(&event),
    };
    vote::submit(asked, call, request, env, settings, &Store::new(env)?).await
}

async fn event_of(code: &str, settings: &Settings, reader: &Reader) -> Outcome<Option<String>> {
    let today = clock::day_of(clock::now_ms(), &settings.zone)?;
    // What can be no code is looked up too, as one that nobody has: its answer takes as long.
    let code = if is_code(code) { code } else { "" };
    reader.event_of_code(code, &today).await
}

fn missing(call: &Call, settings: &Settings) -> Outcome<Response> {
    let lang = call.lang(settings);
    let sentence = texts::text(lang, "error-unknown_link");
    let page = page::message(lang, settings.look, sentence);
    Ok(answer::page(404, lang, &page)?)
}
