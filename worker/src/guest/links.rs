//! `/e/{code}` and `/r/{code}`: the link that every guest of an event gets, and that of one person.
//!
//! A guests' link takes votes from when the event was told to the end of its last day: a card with its
//! code is tried before it is printed, and a link that did not open until the event's day would be taken
//! for broken. A malformed code, one that was never given out, that of a cancelled event's guests, a
//! revoked one and one whose time has passed cost the same look-up and are answered alike; whether an invite was
//! used is told only to who sends an answer.

use crate::guest::submit::checked;
use crate::guest::survey_form::{self, Asked, Origin};
use crate::http::error::{Failure, Outcome, Refusal};
use crate::http::rate_limit::{self, Limit};
use crate::http::request::Call;
use crate::http::response;
use crate::platform::clock;
use crate::platform::config;
use crate::platform::link_code;
use crate::store::Reader;
use crate::store::published_surveys;
use otklik_embed::fields::Fields;
use otklik_embed::i18n::texts;
use otklik_embed::page;
use otklik_embed::page::form_kind::FormKind;
use otklik_embed::settings::Settings;
use otklik_survey::{Channel, limits};
use worker::{Env, Request, Response};

/// The survey that guests of an event are asked.
pub const SURVEY: &str = "guest";

/// Whose link it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum LinkKind {
    /// Every guest's of an event.
    Event,
    /// One person's.
    Invite,
}

/// What a link leads to.
struct Found {
    survey: String,
    touchpoint: String,
    /// The event of a guests' link.
    event: String,
}

/// Shows the form. What it is about is the code's: the address may name channel, language, look and a
/// score to preselect, and nothing else.
///
/// 1. No link that takes answers: 404; too many of them from one network: 429.
/// 2. The page: 200.
pub async fn show(
    kind: LinkKind,
    code: &str,
    call: &Call,
    env: &Env,
    settings: &Settings,
) -> Outcome<Response> {
    // 1
    let Some(found) = find(kind, code, call, env, settings).await? else {
        return missing(call, env, settings).await;
    };
    // 2
    let mut query = Fields::default();
    for name in ["score", "brand", "radius", "scheme", "scale"] {
        query.set(name, call.query.get(name));
    }
    let channel = Channel::from_word(call.query.get("channel")).unwrap_or(Channel::Qr);
    let invite = match kind {
        LinkKind::Event => {
            query.set("channel", channel.as_str());
            ""
        }
        LinkKind::Invite => {
            query.set("touchpoint", found.touchpoint);
            code
        }
    };
    let key = config::link_key(env)?;
    let now_ms = clock::now_ms();
    // Only who follows the hidden link comes with its page's own seal, and soon: nobody can hand out a
    // link that sets its reader's answer aside.
    let trapped = link_code::made_at_ms(&key, code, call.query.get("trap"))
        .is_some_and(|made_at_ms| now_ms - made_at_ms < limits::TRAP_MS);
    let own = [
        ("seal", link_code::seal(&key, code, now_ms)),
        ("trap", if trapped { "1" } else { "" }.to_owned()),
        ("invite", invite.to_owned()),
    ];
    let own = own.each_ref().map(|(name, value)| (*name, value.as_str()));
    let lang = call.lang(settings);
    let survey = published_surveys::survey(&found.survey, call, env).await?;
    survey_form::first(FormKind::Survey, survey, &query, &own, lang, settings)
}

/// Takes the form, as `survey_form::submit` does, for what the code stands for.
///
/// 1. No link that takes answers: 404; too many of them from one network: 429.
/// 2. As the vote page.
pub async fn submit(
    kind: LinkKind,
    code: &str,
    call: &Call,
    request: Request,
    env: &Env,
    settings: &Settings,
) -> Outcome<Response> {
    // 1
    let Some(found) = find(kind, code, call, env, settings).await? else {
        return missing(call, env, settings).await;
    };
    // 2
    let asked = Asked {
        kind: FormKind::Survey,
        survey: &found.survey,
        origin: match kind {
            LinkKind::Event => Origin::Event {
                code,
                event: &found.event,
            },
            LinkKind::Invite => Origin::Invite {
                code,
                touchpoint: &found.touchpoint,
            },
        },
    };
    survey_form::submit(asked, call, request, env, settings).await
}

async fn find(
    kind: LinkKind,
    code: &str,
    call: &Call,
    env: &Env,
    settings: &Settings,
) -> Outcome<Option<Found>> {
    let reader = Reader::new(env, &call.trace)?;
    let today = clock::day_of(clock::now_ms(), &settings.zone)?;
    // What can be no code is looked up too: its answer takes as long.
    let code = checked(code);
    Ok(match kind {
        LinkKind::Event => reader
            .event_of_code(code, &today)
            .await?
            .map(|event| Found {
                survey: SURVEY.to_owned(),
                touchpoint: String::new(),
                event,
            }),
        LinkKind::Invite => reader.invite(code, &today).await?.map(|invite| Found {
            survey: invite.survey,
            touchpoint: invite.touchpoint,
            event: String::new(),
        }),
    })
}

async fn missing(call: &Call, env: &Env, settings: &Settings) -> Outcome<Response> {
    let lang = call.lang(settings);
    match rate_limit::check(Limit::Miss, call, env, settings).await {
        Ok(()) => {}
        Err(Failure::Refusal(refusal)) => return survey_form::told(&refusal, lang, settings),
        Err(failure) => return Err(failure),
    }
    let sentence = texts::text(lang, "error-unknown_link");
    let page = page::message(lang, settings.look, sentence);
    Ok(response::page(Refusal::UnknownLink.status(), lang, &page)?)
}
