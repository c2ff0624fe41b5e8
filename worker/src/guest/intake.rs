//! The one entrance for answers, whichever route received them.

use super::turnstile::{self, Verdict};
use crate::auth::principal::Public;
use crate::ctx::WriteCtx;
use crate::http::error::{ClientError, Error, Result};
use crate::http::rate_limit::Limit;
use crate::outbox;
use crate::platform::clock;
use crate::platform::link_code::{self, is_code};
use crate::store::{ByInvite, InviteRow, ResponseWrite, TurnstileOutage, Written};
use otklik_survey::response::flag::{Flag, SenderSignals};
use otklik_survey::{Audience, Response, Submission, Survey};

/// A submission with the server's assessment of its sender.
pub struct Intake<'a> {
    ctx: &'a WriteCtx<Public>,
    flag: Option<Flag>,
    /// Taken although Turnstile gave no verdict.
    outage: Option<TurnstileOutage>,
    /// Tapped, not confirmed.
    is_partial: bool,
}

impl<'a> Intake<'a> {
    /// The HTML form's: always confirmed.
    pub fn of_form(flag: Option<Flag>, ctx: &'a WriteCtx<Public>) -> Intake<'a> {
        Intake {
            ctx,
            flag,
            outage: None,
            is_partial: false,
        }
    }

    /// A submission that a script or a program sends.
    pub fn of_submission(submission: &Submission, ctx: &'a WriteCtx<Public>) -> Intake<'a> {
        let has_invite = submission.invite.as_ref().is_some_and(|it| !it.is_empty());
        // Older widgets do not report user activation; they did not know invites either.
        let user_activation = submission.user_activation.or(has_invite.then_some(false));
        let signals = SenderSignals {
            user_agent: &ctx.request.header("User-Agent").unwrap_or_default(),
            user_activation,
            ..SenderSignals::default()
        };
        Intake {
            ctx,
            flag: signals.flag(),
            outage: None,
            is_partial: submission.partial == Some(true),
        }
    }

    /// Counts the request against its limits. By open links Turnstile is asked too, where the deployment has
    /// it, and last: an answer that is quarantined anyway needs no third party.
    ///
    /// # Errors
    /// `too_many_requests`: through the invite, or by open links from one network or to the survey.
    pub async fn check(&mut self, response: &Response, token: &str) -> Result<()> {
        match response.invite() {
            Some(code) if is_code(code) => self.ctx.limit(Limit::Invite(code)).await,
            Some(_) => Ok(()),
            None => {
                self.ctx.limit(Limit::Network).await?;
                self.ctx.limit(Limit::Survey(response.survey())).await?;
                if self.flag.is_none() {
                    match turnstile::verdict(token, response.id(), self.ctx).await? {
                        Verdict::Vouched => {}
                        Verdict::Refused => self.flag = Some(Flag::NoChallenge),
                        Verdict::Unknown(outage) => self.outage = Some(outage),
                    }
                }
                Ok(())
            }
        }
    }

    /// Stores an accepted response.
    ///
    /// # Errors
    /// `unknown_link` for an invite that takes no answer.
    pub async fn store(&self, response: &Response, survey: &Survey) -> Result<Written> {
        let ctx = self.ctx;
        let day = clock::day_of(ctx.now_ms, &ctx.settings.zone)?;
        let low: Vec<&str> = survey.low_questions(response).collect();
        // The agency gets a message about dissatisfied clients. Guests and anonymous surveys are only counted.
        let is_reported = match survey.audience() {
            Audience::Client => !low.is_empty() && !survey.is_anonymous(),
            Audience::Guest | Audience::Visitor => false,
        };
        let destinations = if is_reported {
            outbox::destinations(&ctx.settings)
        } else {
            "[]".to_owned()
        };
        let write = ResponseWrite {
            response,
            audience: survey.audience(),
            is_anonymous: survey.is_anonymous(),
            low: &low,
            is_reported,
            received_at_ms: ctx.now_ms,
            day: &day,
            flag: self.flag,
            is_partial: self.is_partial,
            outage: self.outage,
            destinations: &destinations,
        };
        match response.invite() {
            None => ctx.store().put_response(&write).await,
            Some(code) => self.store_invited(code, &write).await,
        }
    }

    async fn store_invited(&self, code: &str, write: &ResponseWrite<'_>) -> Result<Written> {
        let ctx = self.ctx;
        // An invite's response id never changes, so it is safe to read it before the batch.
        let found = ctx.reader().invite(checked(code), write.day).await?;
        let Some(InviteRow { response, .. }) = found else {
            ctx.limit(Limit::Miss).await?;
            return Err(ClientError::UnknownLink.into());
        };
        let sender = link_code::sender(
            &ctx.bindings.link_key()?,
            &response,
            &ctx.request.network(),
            &ctx.request.header("User-Agent").unwrap_or_default(),
        );
        let invite = ByInvite {
            code,
            response: &response,
            sender: &sender,
        };
        let written = ctx.store().put_invited(write, &invite).await;
        if let Err(Error::ClientError(ClientError::UnknownLink)) = written {
            ctx.limit(Limit::Miss).await?;
        }
        written
    }
}

/// User activation from the form's field; `None` where no script reported it.
pub fn user_activation_of(field: &str) -> Option<bool> {
    match field {
        "1" => Some(true),
        "" => None,
        _ => Some(false),
    }
}

/// Replaces a malformed code by one that does not exist, so that both cost the same look-up.
pub fn checked(code: &str) -> &str {
    if is_code(code) { code } else { "" }
}
