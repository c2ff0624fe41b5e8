//! Writes responses, by open link or invite, with their answers and tallies.

use super::answer_write::answer_rows;
use super::invites::invites_answered;
use super::low_answers::{self, Hour};
use super::outcome::{OutcomeRow, Written, correction_deadline_ms};
use super::row::truth;
use super::statement::{Bound, Statement};
use super::turnstile_outage::{self, TurnstileOutage};
use super::{Store, json, last_row, no_row};
use crate::http::error::{ClientError, Result};
use otklik_survey::response::flag::Flag;
use otklik_survey::{Audience, Lang, Response, Status, Touchpoint, limits};
use serde::Deserialize;
use sha2::{Digest, Sha256};

/// A response about to be stored.
pub struct ResponseWrite<'a> {
    pub response: &'a Response,
    pub audience: Audience,
    /// Of an anonymous survey nothing that was counted is taken back: the difference would reveal it.
    pub is_anonymous: bool,
    /// The questions whose answers are low.
    pub low: &'a [&'a str],
    /// Whether the agency gets a message about it, because it is low.
    pub is_reported: bool,
    /// UTC milliseconds.
    pub received_at_ms: i64,
    /// The day of receipt in the agency's zone, `YYYY-MM-DD`.
    pub day: &'a str,
    /// Why it is quarantined; `None` where it is not.
    pub flag: Option<Flag>,
    /// Tapped, not confirmed.
    pub is_partial: bool,
    /// Taken although Turnstile gave no verdict.
    pub outage: Option<TurnstileOutage>,
    /// The destinations that get a message about it, as a JSON array.
    pub destinations: &'a str,
}

/// The invite through which a response was sent.
pub struct ByInvite<'a> {
    pub code: &'a str,
    /// The id of the invite's one response.
    pub response: &'a str,
    /// A pseudonym of the browser and network that sent the submission.
    pub sender: &'a str,
}

impl ResponseWrite<'_> {
    fn low_answer<'a>(
        &'a self,
        id: &'a str,
        payload_hash: &'a str,
        hour: &'a Hour,
    ) -> impl Iterator<Item = Statement<'a>> {
        let (destinations, now_ms) = (self.destinations, self.received_at_ms);
        let low = self
            .is_reported
            .then(|| low_answers::statements(id, payload_hash, destinations, now_ms, hour));
        low.into_iter().flatten()
    }

    fn status(&self) -> Status {
        match self.flag {
            Some(_) => Status::Quarantined,
            None if self.is_partial => Status::Partial,
            None => Status::Accepted,
        }
    }
}

/// The column of `response_outcome.sql` beside those of [`OutcomeRow`].
#[derive(Deserialize)]
struct BurstRow {
    /// Whether the response was quarantined as a part of a burst in this window.
    #[serde(deserialize_with = "truth")]
    burst: bool,
}

impl Store {
    /// Stores a response that came by an open link: one batch. If it is a part of a burst, a second batch quarantines
    /// the others, except those of an anonymous survey.
    pub async fn put_response(&self, write: &ResponseWrite<'_>) -> Result<Written> {
        let response = write.response;
        let (id, attempt_id) = (response.id().as_str(), Bound::AttemptId);
        let (rev, survey, event) = (response.rev(), response.survey(), response.event());
        let status = write.status().as_str();
        let payload_hash = &payload_hash(response)?;
        let answers = &json(&answer_rows(response))?;
        // Of an anonymous survey nothing is stored that its numbers do not need: it could only tell who answered.
        let named = (!write.is_anonymous).then_some(response);
        let hour = &Hour::of(write.received_at_ms);
        let window_no = write.received_at_ms / limits::BURST_WINDOW_MS;
        let since_ms = window_no * limits::BURST_WINDOW_MS;
        let mut statements: Vec<Statement<'_>> = Vec::with_capacity(9);
        // A first revision, which most votes are, replaces nothing: there is nothing to subtract.
        if rev > 1 {
            statements.extend([
                statement!("response_claim", {
                    id,
                    attempt_id,
                    rev,
                    survey,
                    status,
                    correction_deadline_ms: correction_deadline_ms(write.received_at_ms),
                }),
                tally_of_one(id, -1),
                statement!("answer_delete", { id, attempt_id }),
            ]);
        }
        statements.extend([
            statement!("vote_rate_count", {
                id, attempt_id, survey, event, window_no, status, today: write.day
            }),
            statement!("response_upsert", {
                id,
                attempt_id,
                rev,
                survey,
                payload_hash,
                version: response.version(),
                audience: write.audience.as_str(),
                event,
                event_raw: response.linked_event(),
                touchpoint: named.and_then(Response::touchpoint).map(Touchpoint::as_str),
                channel: response.channel().as_str(),
                locale: response.lang().map(Lang::code),
                now_ms: write.received_at_ms,
                today: write.day,
                manager: named.and_then(Response::manager),
                reference: named.and_then(Response::reference),
                status,
                flag: write.flag.map(Flag::as_str),
                burst_votes: limits::BURST_VOTES,
                burst_votes_min: limits::BURST_VOTES_MIN,
                window_no,
            }),
            statement!("answer_insert", { id, attempt_id, answers }),
            tally_of_one(id, 1),
        ]);
        statements.extend(write.low_answer(id, payload_hash, hour));
        statements.extend(turnstile_outage::count(
            write.outage,
            id,
            write.received_at_ms,
        ));
        statements.push(statement!("response_outcome", {
            id, attempt_id, payload_hash, survey, since_ms
        }));
        let results = self.batch(statements).await?;
        let outcome: Option<OutcomeRow> = last_row(&results)?;
        let burst: Option<BurstRow> = last_row(&results)?;
        if burst.is_some_and(|row| row.burst) && !write.is_anonymous {
            self.quarantine_burst(response, since_ms).await?;
        }
        let outcome = outcome.ok_or_else(|| no_row("a response"))?;
        Ok(outcome.written(rev))
    }

    /// Stores a submission through an invite: one batch. It becomes a revision of the invite's one response first;
    /// then the response gets the state of its latest accepted revision, or of its latest where none is accepted.
    ///
    /// # Errors
    /// `unknown_link` where the invite accepts no answer to this survey.
    pub async fn put_invited(
        &self,
        write: &ResponseWrite<'_>,
        invite: &ByInvite<'_>,
    ) -> Result<Written> {
        let submitted = write.response;
        let (response, attempt_id) = (invite.response, Bound::AttemptId);
        let (submission, rev) = (submitted.id().as_str(), submitted.rev());
        let (code, survey, today) = (invite.code, submitted.survey(), write.day);
        let payload_hash = &payload_hash(submitted)?;
        let answers = &json(&answer_rows(submitted))?;
        let hour = &Hour::of(write.received_at_ms);
        let now_ms = write.received_at_ms;
        let pause_ms = limits::MIN_OTHER_ANSWER_DELAY_MS;
        let low = &json(write.low)?;
        let mut statements = vec![
            statement!("revision_insert", {
                invite: code,
                survey,
                today,
                submission,
                rev,
                payload_hash,
                attempt_id,
                version: submitted.version(),
                locale: submitted.lang().map(Lang::code),
                low,
                sender: invite.sender,
                status: write.status().as_str(),
                flag: write.flag.map(Flag::as_str),
                now_ms,
                answers,
                correction_deadline_ms: correction_deadline_ms(now_ms),
                revisions_max: limits::INVITE_REVISIONS_MAX,
                after_letter_ms: limits::MIN_ANSWER_DELAY_MS,
                pause_ms,
            }),
            statement!("revision_disown", { response, attempt_id, now_ms, pause_ms }),
        ];
        let ids = &json(&[response])?;
        statements.extend(invited_state(response, ids, code, write.audience));
        statements.extend(write.low_answer(response, payload_hash, hour));
        statements.push(statement!("invited_outcome", {
            invite: code, attempt_id, payload_hash, survey, today, submission
        }));
        let results = self.batch(statements).await?;
        self.trace.note_outbox(write.destinations);
        let outcome: Option<OutcomeRow> = last_row(&results)?;
        let outcome = outcome.ok_or(ClientError::UnknownLink)?;
        Ok(match (outcome.written(rev), write.status()) {
            // The sender is a program, or a page that was left: neither reads the difference.
            (Written::Closed, Status::Quarantined | Status::Partial) => Written::Same,
            (written, _) => written,
        })
    }
}

/// Gives the response of an invite the state of its revisions, where this attempt wrote one of them. `ids` is a JSON array
/// of the response's id alone.
pub(super) fn invited_state<'a>(
    response: &'a str,
    ids: &'a str,
    invite: &'a str,
    audience: Audience,
) -> [Statement<'a>; 8] {
    let attempt_id = Bound::AttemptId;
    [
        statement!("invited_claim", { response, attempt_id }),
        tally_of_one(response, -1),
        invites_answered(ids, -1),
        statement!("answer_delete", { id: response, attempt_id }),
        statement!("invited_upsert", { response, attempt_id, invite, audience: audience.as_str() }),
        statement!("answer_restore", { response, attempt_id }),
        tally_of_one(response, 1),
        invites_answered(ids, 1),
    ]
}

/// Adds the answers of a response to the tallies, or subtracts them where `sign` is -1.
fn tally_of_one(id: &str, sign: i64) -> Statement<'_> {
    statement!(["tally_insert", "tally_of_one", "tally_add"], {
        id,
        attempt_id: Bound::AttemptId,
        sign,
    })
}

/// SHA-256 of an accepted submission without its revision.
pub fn payload_hash(response: &Response) -> worker::Result<String> {
    let json = serde_json::to_vec(response)?;
    Ok(hex::encode(Sha256::digest(json)))
}
