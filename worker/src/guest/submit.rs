//! `POST /v1/responses?survey=`: a submission from a widget, a loader or a program.

use crate::guest::turnstile;
use crate::http::error::{Failure, Outcome, Refusal};
use crate::http::rate_limit::{self, Limit};
use crate::http::request::{self, Call};
use crate::http::response;
use crate::outbox;
use crate::platform::clock;
use crate::platform::link_code::is_code;
use crate::store::published_surveys;
use crate::store::{ByInvite, InviteRow, Reader, ResponseWrite, Store, Written};
use otklik_embed::fields::Fields;
use otklik_embed::settings::Settings;
use otklik_embed::survey_doc::document::Document;
use otklik_embed::survey_doc::surveys;
use otklik_survey::response::flag::{Evidence, Suspicion};
use otklik_survey::{Audience, Submission, Survey};
use serde::Serialize;
use serde::de::DeserializeOwned;
use worker::{Env, Request, Response};

/// What a stored submission is answered with.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub struct Receipt<'a> {
    pub id: &'a str,
    pub rev: u8,
    /// `stored`, `replaced`, `same` or `ignored` (a higher revision stands).
    pub status: &'a str,
}

/// 1. Unknown survey: 404.
/// 2. Origin outside the list: 403.
/// 3. Body over 16 KB: 413; not there within 10 s: 408.
/// 4. Not JSON of the right shape: 400.
/// 5. `Survey::accept` refuses: 422.
/// 6. Too many of its kind: 429.
/// 7. One batch; new: 201, the same or replaced or lower: 200, another body: 409. An invite that takes
///    no answer: 404.
pub async fn post(
    call: &Call,
    mut request: Request,
    env: &Env,
    settings: &Settings,
) -> Outcome<Response> {
    // 1, 2
    let survey = published_surveys::survey(call.query.get("survey"), call, env).await?;
    check_origin(call, |origin| survey.allows(origin, settings))?;
    // 3
    let body = request::body(call, &mut request).await?;
    // 4
    let mut submission = if call.is_form() {
        Fields::parse(&body).submission(survey)
    } else {
        from_json::<Submission>(&body)?
    };
    let sent = Sent::of(&submission, call);
    let token = submission.challenge.take().unwrap_or_default();
    // 5
    let survey = published_surveys::answered(survey, submission.version, call, env).await?;
    let response = survey.accept(submission).map_err(Refusal::Rejected)?;
    // 6
    let mut door = Door {
        call,
        env,
        settings,
        evidence: sent,
    };
    door.check(&response, &token).await?;
    // 7
    let written = door.store(&response, survey).await?;
    let rev = response.rev();
    let (http, status) = acknowledged(written, rev)?;
    let id = response.id().as_str();
    Ok(response::json(http, &Receipt { id, rev, status })?)
}

/// What the way in which an answer was sent makes of it.
#[derive(Clone, Copy)]
pub struct Sent {
    pub suspicion: Option<Suspicion>,
    /// Tapped, not confirmed.
    pub is_provisional: bool,
}

impl Sent {
    fn of(submission: &Submission, call: &Call) -> Sent {
        let has_invite = submission.invite.as_ref().is_some_and(|it| !it.is_empty());
        // Widgets from before gestures were watched say nothing of them; none of those knew invites.
        let gesture = submission.gesture.or(has_invite.then_some(false));
        let evidence = Evidence {
            user_agent: &call.header("User-Agent").unwrap_or_default(),
            gesture,
            ..Evidence::default()
        };
        Sent {
            suspicion: evidence.suspicion(),
            is_provisional: submission.provisional == Some(true),
        }
    }
}

/// Whether a script saw a person, by the form's field; `None` where none watched.
pub fn gesture_of(field: &str) -> Option<bool> {
    match field {
        "1" => Some(true),
        "" => None,
        _ => Some(false),
    }
}

/// Where every answer comes in, by whichever address.
pub struct Door<'a> {
    pub call: &'a Call,
    pub env: &'a Env,
    pub settings: &'a Settings,
    pub evidence: Sent,
}

impl Door<'_> {
    /// By open links, Turnstile is asked too where the deployment has it. It speaks last: what is set
    /// aside anyway needs no third party.
    ///
    /// # Errors
    /// `too_many_requests`: through the invite, or by open links from one network or to the survey.
    pub async fn check(&mut self, response: &otklik_survey::Response, token: &str) -> Outcome<()> {
        match response.invite() {
            Some(code) if is_code(code) => self.limit(Limit::Invite(code)).await,
            Some(_) => Ok(()),
            None => {
                self.limit(Limit::Network).await?;
                self.limit(Limit::Survey(response.survey())).await?;
                if self.evidence.suspicion.is_none()
                    && !turnstile::vouches(token, response.id(), self.env, self.settings).await?
                {
                    self.evidence.suspicion = Some(Suspicion::NoChallenge);
                }
                Ok(())
            }
        }
    }

    async fn limit(&self, limit: Limit<'_>) -> Outcome<()> {
        rate_limit::check(limit, self.call, self.env, self.settings).await
    }

    /// Stores an accepted response, received now.
    pub async fn store(
        &self,
        response: &otklik_survey::Response,
        survey: &Survey,
    ) -> Outcome<Written> {
        let received_at_ms = clock::now_ms();
        let day = clock::day_of(received_at_ms, &self.settings.zone)?;
        // A client who is not content is to hear of the agency; of guests and of who was promised to stay
        // unknown, the numbers tell.
        let targets = match survey.audience() {
            Audience::Client if survey.is_low(response) && !survey.is_anonymous() => {
                outbox::targets(self.settings)
            }
            Audience::Client | Audience::Guest | Audience::Visitor => "[]".to_owned(),
        };
        let write = ResponseWrite {
            response,
            audience: survey.audience(),
            received_at_ms,
            day: &day,
            suspicion: self.evidence.suspicion,
            is_provisional: self.evidence.is_provisional,
            targets: &targets,
        };
        let store = Store::new(self.env, &self.call.trace)?;
        let Some(code) = response.invite() else {
            return store.put_response(&write).await;
        };
        // Which response an invite has never changes: this alone is read before it is written.
        let found = Reader::new(self.env, &self.call.trace)?
            .invite(checked(code), &day)
            .await?;
        let Some(InviteRow { response, .. }) = found else {
            self.limit(Limit::Miss).await?;
            return Err(Refusal::UnknownLink.into());
        };
        let invite = ByInvite {
            code,
            response: &response,
        };
        let written = store.put_invited(&write, &invite).await;
        if let Err(Failure::Refusal(Refusal::UnknownLink)) = written {
            self.limit(Limit::Miss).await?;
        }
        written
    }
}

/// What can be no code, as one that nobody has.
pub fn checked(code: &str) -> &str {
    if is_code(code) { code } else { "" }
}

/// As this isolate knows it: for who may wait until it knows more.
pub fn survey_of(id: &str) -> Result<&'static Document, Refusal> {
    surveys::find(id).ok_or(Refusal::UnknownSurvey)
}

/// A page of a site that is not listed may not send; without an origin it is no page of a site.
pub fn check_origin(call: &Call, is_listed: impl Fn(&str) -> bool) -> Result<(), Refusal> {
    match call.header("Origin") {
        Some(origin) if !is_listed(&origin) => Err(Refusal::OriginNotAllowed),
        Some(_) | None => Ok(()),
    }
}

/// Reads JSON; the refusal names the field that is unknown or missing, where that is the mistake.
pub fn from_json<T: DeserializeOwned>(body: &[u8]) -> Result<T, Refusal> {
    // serde_json's reader of bytes would be a second one beside that of texts.
    let text = str::from_utf8(body).map_err(|_| Refusal::NotJson(String::new()))?;
    serde_json::from_str(text).map_err(|error| Refusal::NotJson(named_field(&error.to_string())))
}

/// The name in "unknown field `x`, expected ..." and "missing field `x`". A path to it would cost
/// the worker 10 KB (serde_path_to_error); the golden files notice if serde ever words it otherwise.
fn named_field(message: &str) -> String {
    let quoted = message
        .strip_prefix("unknown field `")
        .or_else(|| message.strip_prefix("missing field `"));
    let name = quoted.and_then(|rest| rest.split_once('`'));
    name.map_or_else(String::new, |(name, _)| name.to_owned())
}

/// Status and word for a program, by what became of its submission.
pub fn acknowledged(written: Written, rev: u8) -> Result<(u16, &'static str), Refusal> {
    match written {
        Written::Created => Ok((201, "stored")),
        Written::Replaced => Ok((200, "replaced")),
        Written::Same => Ok((200, "same")),
        Written::Cancelled => Ok((200, "cancelled")),
        Written::Other { stored_rev } if stored_rev > rev => Ok((200, "ignored")),
        Written::Other { .. } | Written::Taken => Err(Refusal::Conflict),
        Written::Closed => Err(Refusal::CorrectionClosed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use otklik_survey::Submission;

    #[test]
    fn what_cannot_be_read_is_named_where_it_has_a_name() {
        for (body, field) in [
            (r#"{"id":"a","rev":1,"colour":2}"#, "colour"),
            (r#"{"rev":1}"#, "id"),
            (r#"{"id":"a","rev":"1"}"#, ""),
            (r#"{"id":"a","rev":1} tail"#, ""),
            ("", ""),
        ] {
            let Err(Refusal::NotJson(found)) = from_json::<Submission>(body.as_bytes()) else {
                panic!("{body} was read");
            };
            assert_eq!(found, field, "{body}");
        }
    }
}
