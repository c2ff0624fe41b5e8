//! The plain forms: `/s/{survey}` and `/c/{survey}`, which need no script.

use crate::guest::callbacks;
use crate::guest::submit::{Door, Sent, gesture_of};
use crate::http::error::{Failure, Outcome, Refusal};
use crate::http::rate_limit::{self, Limit};
use crate::http::request::{self, Call};
use crate::http::response;
use crate::platform::clock;
use crate::platform::config;
use crate::platform::link_code;
use crate::platform::random;
use crate::store::Written;
use crate::store::published_surveys;
use otklik_embed::fields::{Fields, field_name};
use otklik_embed::i18n::texts;
use otklik_embed::look::Look;
use otklik_embed::page;
use otklik_embed::page::cancel::{self, Cancelling};
use otklik_embed::page::form_kind::FormKind;
use otklik_embed::page::thanks::{Offer, Promised};
use otklik_embed::settings::Settings;
use otklik_embed::survey_doc::document::Document;
use otklik_embed::survey_doc::localized_survey::{self, Sheet};
use otklik_survey::callback::{By, Lifecycle};
use otklik_survey::response::flag::{Evidence, FormAge};
use otklik_survey::response::reference;
use otklik_survey::{Channel, Lang, Rejection, Survey, Touchpoint, limits};
use worker::{Env, Request, Response};

/// Shows a form with an id of its own. Nothing in the address is trusted, and nothing wrong in it
/// costs a vote: what cannot be read is left out. `score` preselects, it never votes.
///
/// 1. Unknown survey: 404.
/// 2. The page: 200.
pub async fn show(
    kind: FormKind,
    survey: &str,
    call: &Call,
    env: &Env,
    settings: &Settings,
) -> Outcome<Response> {
    // 1
    let lang = call.lang(settings);
    let survey = match published_surveys::survey(survey, call, env).await {
        Ok(survey) => survey,
        Err(failure) => return missing(failure, lang, settings),
    };
    // 2
    first(kind, survey, &call.query, &[], lang, settings)
}

/// A form with what an address says, and fields of our own.
pub fn first(
    kind: FormKind,
    survey: &Document,
    query: &Fields,
    own: &[(&str, &str)],
    lang: Lang,
    settings: &Settings,
) -> Outcome<Response> {
    let mut typed = context(query);
    for (name, value) in [
        ("id", random::uuid()?),
        ("rev", "1".to_owned()),
        ("version", survey.version().to_string()),
        ("lang", lang.code().to_owned()),
        // Not a field of the form: it travels to the page in another language.
        ("score", query.get("score").to_owned()),
    ] {
        typed.set(name, value);
    }
    for (name, value) in own {
        typed.set(name, *value);
    }
    let scored = survey
        .questions()
        .iter()
        .find(|question| question.kind.scale().is_some());
    if let Some(question) = scored {
        typed.set(&field_name(&question.id), query.get("score"));
    }
    let look = survey.look(settings).with(query);
    let sheet = sheet_of(kind, survey, lang, &typed, look, settings);
    let page = page::form_page::first_form(kind, &sheet, &typed, settings);
    Ok(response::page(200, lang, &page)?)
}

/// Which form was sent.
pub struct Asked<'a> {
    pub kind: FormKind,
    /// The survey's id.
    pub survey: &'a str,
    pub origin: Origin<'a>,
}

/// By which link a form came. What it is about is the link's to say, whatever the form says.
#[derive(Clone, Copy)]
pub enum Origin<'a> {
    /// Anybody's.
    Open,
    /// That of an event's guests.
    Event { code: &'a str, event: &'a str },
    /// One person's.
    Invite { code: &'a str, touchpoint: &'a str },
}

/// Takes a form.
///
/// 1. Unknown survey: 404.
/// 2. Too many of its kind: 429; a body over 16 KB: 413, one that takes more than 10 s: 408. The form is shown with what was typed, as far
///    as it was read.
/// 3. Refused: 422, the same page with every answer kept and errors beside their fields.
/// 4. The database is away, or we are at fault: 503, the page with every answer kept.
/// 5. Stored, or stored before: 200 and thanks. A callback that was cancelled: 200, and it stays so;
///    one that was done with: 409, and the way to a new one.
pub async fn submit(
    asked: Asked<'_>,
    call: &Call,
    mut request: Request,
    env: &Env,
    settings: &Settings,
) -> Outcome<Response> {
    let Asked { kind, origin, .. } = asked;
    // 1
    let lang = call.lang(settings);
    let survey = match published_surveys::survey(asked.survey, call, env).await {
        Ok(survey) => survey,
        Err(failure) => return missing(failure, lang, settings),
    };
    // 2
    let mut typed = match request::body(call, &mut request).await {
        Ok(body) => Fields::parse(&body),
        Err(Failure::Refusal(refusal)) => return told(&refusal, lang, settings),
        Err(failure) => return Err(failure),
    };
    let evidence = evidence(&typed, origin, call, env)?;
    match origin {
        Origin::Open => {}
        Origin::Event { event, .. } => {
            for name in ["touchpoint", "manager", "reference", "invite"] {
                typed.set(name, "");
            }
            typed.set("event", event);
        }
        Origin::Invite { code, touchpoint } => {
            typed.set("invite", code);
            typed.set("touchpoint", touchpoint);
        }
    }
    // The page that is shown again is that which was answered.
    let version = typed.get("version").parse().unwrap_or(0);
    let answered = published_surveys::answered(survey, version, call, env).await;
    let survey = answered.as_ref().map_or(survey, |answered| answered);
    let lang = call.lang_of(typed.get("lang"), settings);
    // Shown again, the page looks as before and repeats nothing that a link would not have said.
    set_linked(&typed.clone(), &mut typed);
    set_look(&call.query, &mut typed);
    let look = survey.look(settings).with(&call.query);
    let sheet = sheet_of(kind, survey, lang, &typed, look, settings);
    let again = |status: u16, rejections: &[Rejection], notice: Option<&str>| {
        let page = page::form_page::form(kind, &sheet, &typed, rejections, notice, settings);
        match kind {
            FormKind::Survey => response::page(status, lang, &page),
            FormKind::Callback => response::personal_page(status, lang, &page),
        }
    };
    let word = |key| texts::text(lang, key);
    let closed = |state| {
        cancel::page(&Cancelling {
            lang,
            look,
            survey: survey.id(),
            by: by_of(&typed),
            state,
            reminder: "",
        })
    };
    let stored = match (answered, kind) {
        (Err(failure), _) => Err(failure),
        (Ok(survey), FormKind::Survey) => {
            let door = Door {
                call,
                env,
                settings,
                evidence,
            };
            store_vote(survey, &typed, door).await
        }
        (Ok(survey), FormKind::Callback) => {
            store_callback(survey, lang, &typed, call, env, settings).await
        }
    };
    match stored.map(|stored| (stored.written, stored)) {
        // 5
        Ok((Written::Created | Written::Replaced | Written::Same, stored)) => {
            let page = page::thanks::page(&sheet, stored.promised.as_ref(), stored.offer);
            Ok(match kind {
                FormKind::Survey => response::page(200, lang, &page)?,
                FormKind::Callback => response::personal_page(200, lang, &page)?,
            })
        }
        Ok((Written::Cancelled, _)) => Ok(response::personal_page(
            200,
            lang,
            &closed(Lifecycle::Cancelled),
        )?),
        Ok((Written::Closed, stored)) => Ok(match (kind, stored.state) {
            (FormKind::Callback, Some(state)) if !state.is_open() => {
                response::personal_page(409, lang, &closed(state))?
            }
            (FormKind::Callback, _) => again(409, &[], Some(word("error-request_closed")))?,
            (FormKind::Survey, _) => again(409, &[], Some(word("error-correction_closed")))?,
        }),
        Ok((Written::Taken | Written::Other { .. }, _)) => {
            Ok(again(409, &[], Some(word("error-conflict")))?)
        }
        // 2
        Err(Failure::Refusal(Refusal::TooMany)) => {
            let mut response = again(429, &[], Some(word("error-too_many_requests")))?;
            response.headers_mut().set("Retry-After", "60")?;
            Ok(response)
        }
        // 3
        Err(Failure::Refusal(Refusal::Rejected(rejections))) => Ok(again(422, &rejections, None)?),
        Err(Failure::Refusal(refusal)) => told(&refusal, lang, settings),
        // 4
        Err(failure @ (Failure::Unavailable(_) | Failure::Fault(_))) => {
            failure.log();
            let mut response = again(503, &[], Some(word("error-unavailable")))?;
            response.headers_mut().set("Retry-After", "10")?;
            Ok(response)
        }
    }
}

/// What is known of how a form was sent.
fn evidence(typed: &Fields, origin: Origin<'_>, call: &Call, env: &Env) -> Outcome<Sent> {
    let form = match origin {
        // A form on a host page, or on one that a cache keeps, has no seal.
        Origin::Open => FormAge::NotAsked,
        Origin::Event { code, .. } | Origin::Invite { code, .. } => {
            let key = config::link_key(env)?;
            match link_code::made_at_ms(&key, code, typed.get("seal")) {
                Some(made_at_ms) => FormAge::Made(clock::now_ms() - made_at_ms),
                None => FormAge::Unsealed,
            }
        }
    };
    let evidence = Evidence {
        user_agent: &call.header("User-Agent").unwrap_or_default(),
        trapped: typed.all("trap").any(|touched| !touched.is_empty()),
        gesture: match (gesture_of(typed.get("gesture")), origin) {
            // A loader's form that went by itself, with an invite: its page has a script.
            (None, Origin::Open) if !typed.get("invite").is_empty() => Some(false),
            (gesture, _) => gesture,
        },
        form,
    };
    Ok(Sent {
        suspicion: evidence.suspicion(),
        is_provisional: false,
    })
}

/// A page without script cannot count its revisions: back, another score and send arrive under the
/// revision that stands. The answer sent last is what the guest means, so it goes one higher.
async fn store_vote(survey: &Survey, typed: &Fields, mut door: Door<'_>) -> Outcome<Stored> {
    let mut submission = typed.submission(survey);
    let token = submission.challenge.take().unwrap_or_default();
    let accepted = survey.accept(submission);
    let response = accepted.map_err(Refusal::Rejected)?;
    let offer = match survey.is_low(&response) {
        true => Offer::Contact,
        false => Offer::Nothing,
    };
    let stored = |written| Stored {
        written,
        state: None,
        promised: None,
        offer,
    };
    door.check(&response, &token).await?;
    let written = door.store(&response, survey).await?;
    let Written::Other { stored_rev } = written else {
        return Ok(stored(written));
    };
    let Some(corrected) = response.at_rev(stored_rev + 1) else {
        return Ok(stored(written));
    };
    let written = door.store(&corrected, survey).await?;
    Ok(stored(written))
}

async fn store_callback(
    survey: &Survey,
    lang: Lang,
    typed: &Fields,
    call: &Call,
    env: &Env,
    settings: &Settings,
) -> Outcome<Stored> {
    rate_limit::check(Limit::Callback, call, env, settings).await?;
    let (kept, id) = callbacks::store_form(typed, survey, lang, call, env, settings).await?;
    Ok(Stored {
        written: kept.written,
        state: Some(kept.state),
        promised: callbacks::promised(kept, &id, lang, settings)?,
        offer: Offer::Nothing,
    })
}

/// What became of a form, and what its sender is told beside thanks.
struct Stored {
    written: Written,
    /// Of a callback.
    state: Option<Lifecycle>,
    promised: Option<Promised>,
    offer: Offer,
}

/// The survey, or its callback form, in a language; some questions read by the touchpoint.
pub fn sheet_of(
    kind: FormKind,
    survey: &Document,
    lang: Lang,
    typed: &Fields,
    look: Look,
    settings: &Settings,
) -> Sheet {
    match kind {
        FormKind::Survey => {
            let touchpoint = Touchpoint::from_word(typed.get("touchpoint"));
            localized_survey::of_survey(
                survey,
                lang,
                touchpoint.or(survey.touchpoint()),
                look,
                settings,
            )
        }
        FormKind::Callback => {
            localized_survey::of_callback(survey, lang, by_of(typed), look, settings)
        }
    }
}

/// How the visitor of a callback form wants to be answered; what cannot be read is a call.
fn by_of(typed: &Fields) -> By {
    By::from_word(typed.get("by")).unwrap_or(By::Call)
}

/// Where a guest comes from and how the form looks, by the query of a vote page or a loader.
pub fn context(query: &Fields) -> Fields {
    let event = query.get("event").chars().take(limits::EVENT_MAX_CHARS);
    let mut context = Fields::default();
    context.set("event", event.collect::<String>());
    for (name, value) in [
        (
            "touchpoint",
            known(query.get("touchpoint"), Touchpoint::from_word),
        ),
        ("channel", known(query.get("channel"), Channel::from_word)),
        ("by", known(query.get("by"), By::from_word)),
    ] {
        context.set(name, value);
    }
    set_linked(query, &mut context);
    set_look(query, &mut context);
    context
}

/// What is said of manager and order, as far as it is kept.
fn set_linked(said: &Fields, context: &mut Fields) {
    let manager = reference::manager(said.get("manager"));
    let reference = reference::reference(said.get("reference"));
    context.set("manager", manager.unwrap_or_default());
    context.set("reference", reference.unwrap_or_default());
}

/// The words of an address about the look; what they mean is `Look`'s to say.
fn set_look(query: &Fields, context: &mut Fields) {
    for name in ["brand", "radius", "scheme", "scale"] {
        let word = query.get(name).chars().take(limits::LOOK_MAX_CHARS);
        context.set(name, word.collect::<String>());
    }
}

/// The word, if it is one of the list; empty otherwise.
fn known<T>(word: &str, parse: impl Fn(&str) -> Option<T>) -> String {
    parse(word).map_or_else(String::new, |_| word.to_owned())
}

/// No such survey, as far as that can be told.
fn missing(failure: Failure, lang: Lang, settings: &Settings) -> Outcome<Response> {
    match failure {
        Failure::Refusal(refusal) => told(&refusal, lang, settings),
        Failure::Unavailable(_) | Failure::Fault(_) => Err(failure),
    }
}

/// A page that says why nothing was done.
pub fn told(refusal: &Refusal, lang: Lang, settings: &Settings) -> Outcome<Response> {
    let sentence = texts::error(lang, refusal.code(), &settings.phone_example_text());
    let page = page::message(lang, settings.look, &sentence);
    let mut response = response::page(refusal.status(), lang, &page)?;
    if matches!(refusal, Refusal::TooMany) {
        response.headers_mut().set("Retry-After", "60")?;
    }
    Ok(response)
}
