//! Writing a response, open or invited, with its answers and their tallies.

use super::outbox;
use super::write::{OutcomeRow, Written, correction_deadline_ms, no_row};
use super::{Bound, Statement, Store};
use crate::http::error::{ClientError, Result};
use otklik_survey::response::flag::Flag;
use otklik_survey::{Audience, Response, Status, limits};

/// A response about to be stored.
pub struct ResponseWrite<'a> {
    pub response: &'a Response,
    pub audience: Audience,
    pub received_at_ms: i64,
    /// The calendar day of receipt in the agency's zone.
    pub day: &'a str,
    /// What speaks against it.
    pub flag: Option<Flag>,
    /// Tapped, not confirmed.
    pub is_provisional: bool,
    /// Who is told of it, as a JSON array.
    pub targets: &'a str,
}

/// The invite through which a response was sent.
pub struct ByInvite<'a> {
    pub code: &'a str,
    /// The id of the invite's one response.
    pub response: &'a str,
}

impl ResponseWrite<'_> {
    /// What `outbox_low_answer.sql` is bound to.
    fn message<'a>(&'a self, id: Bound<'a>, payload_hash: &'a str) -> [Bound<'a>; 7] {
        [
            id,
            Bound::AttemptId,
            Bound::Text(self.targets),
            Bound::Number(self.received_at_ms),
            Bound::Number(self.received_at_ms + limits::LOW_ANSWER_HOURS * 3_600_000),
            Bound::Text(payload_hash),
            Bound::Text(outbox::LOW_ANSWER),
        ]
    }

    fn has_destinations(&self) -> bool {
        self.targets.len() > "[]".len()
    }

    fn status(&self) -> Status {
        match self.flag {
            Some(_) => Status::Quarantined,
            None if self.is_provisional => Status::Partial,
            None => Status::Accepted,
        }
    }
}

impl Store {
    /// Stores what came by an open link: one batch. A burst that it belongs to is set aside with it.
    pub async fn put_response(&self, write: &ResponseWrite<'_>) -> Result<Written> {
        let response = write.response;
        let id = response.id().as_str();
        let payload_hash = payload_hash(response)?;
        let rows = serde_json::to_string(&response.rows()).map_err(worker::Error::from)?;
        let survey = Bound::Text(response.survey());
        let window = write.received_at_ms / limits::BURST_WINDOW_MS;
        let since_ms = window * limits::BURST_WINDOW_MS;
        let status = Bound::Text(write.status().as_str());
        let (id, by) = (Bound::Text(id), Bound::AttemptId);
        let rev = Bound::Number(response.rev().into());
        let event = Bound::OptionalText(response.event());
        let window = Bound::Number(window);
        let vote_rate = [id, by, survey, event, window, status];
        let correction_deadline = Bound::Number(correction_deadline_ms(write.received_at_ms));
        let claim = [id, by, rev, survey, correction_deadline, status];
        let set = [id, by];
        let state = [
            id,
            by,
            rev,
            survey,
            Bound::Text(&payload_hash),
            Bound::Number(response.version().into()),
            Bound::Text(write.audience.as_str()),
            event,
            Bound::OptionalText(response.touchpoint().map(|touchpoint| touchpoint.as_str())),
            Bound::Text(response.channel().as_str()),
            Bound::OptionalText(response.lang().map(|lang| lang.code())),
            Bound::Number(write.received_at_ms),
            Bound::Text(write.day),
            Bound::OptionalText(response.manager()),
            Bound::OptionalText(response.reference()),
            status,
            Bound::OptionalText(write.flag.map(Flag::as_str)),
            Bound::Number(limits::BURST_VOTES),
            Bound::Number(limits::BURST_VOTES_MIN),
            window,
        ];
        let tally_out = [id, by, Bound::Number(-1)];
        let tally_in = [id, by, Bound::Number(1)];
        let message = write.message(id, &payload_hash);
        let answers = [id, by, Bound::Text(&rows)];
        let outcome = [
            id,
            by,
            Bound::Text(&payload_hash),
            survey,
            Bound::Number(since_ms),
        ];
        let mut statements: Vec<Statement<'_>> = Vec::with_capacity(9);
        // A first revision replaces none, so that there is nothing to take out: most votes are one.
        if response.rev() > 1 {
            statements.extend::<[Statement<'_>; 3]>([
                (sql!("response_claim"), &claim),
                (sql!("tally_of_one", "tally_add"), &tally_out),
                (sql!("answer_delete"), &set),
            ]);
        }
        statements.extend::<[Statement<'_>; 4]>([
            (sql!("vote_rate_count"), &vote_rate),
            (sql!("response_upsert"), &state),
            (sql!("answer_insert"), &answers),
            (sql!("tally_of_one", "tally_add"), &tally_in),
        ]);
        if write.has_destinations() {
            statements.push((sql!("outbox_low_answer"), &message));
        }
        statements.push((sql!("response_outcome"), &outcome));
        let results = self.batch(&statements).await?;
        self.trace.note_outbox(write.targets);
        let row = OutcomeRow::last(&results)?.ok_or_else(no_row)?;
        if row.starts_burst() {
            self.quarantine_burst(response, since_ms).await?;
        }
        Ok(row.written(response.rev()))
    }

    /// Stores what came through an invite: one batch. It goes into the history of the invite's one
    /// response first, and the response is then what the history makes of it.
    ///
    /// # Errors
    /// `unknown_link` where the invite takes no answer to this survey.
    pub async fn put_invited(
        &self,
        write: &ResponseWrite<'_>,
        invite: &ByInvite<'_>,
    ) -> Result<Written> {
        let response = write.response;
        let payload_hash = payload_hash(response)?;
        let rows = serde_json::to_string(&response.rows()).map_err(worker::Error::from)?;
        let (id, by) = (Bound::Text(invite.response), Bound::AttemptId);
        let code = Bound::Text(invite.code);
        let survey = Bound::Text(response.survey());
        let today = Bound::Text(write.day);
        let now = Bound::Number(write.received_at_ms);
        let source = Bound::Text(response.id().as_str());
        let pause = Bound::Number(limits::MIN_OTHER_ANSWER_DELAY_MS);
        let revision = [
            code,
            survey,
            today,
            source,
            Bound::Number(response.rev().into()),
            Bound::Text(&payload_hash),
            by,
            Bound::Number(response.version().into()),
            Bound::OptionalText(response.lang().map(|lang| lang.code())),
            Bound::Text(write.status().as_str()),
            Bound::OptionalText(write.flag.map(Flag::as_str)),
            now,
            today,
            Bound::Text(&rows),
            Bound::Number(correction_deadline_ms(write.received_at_ms)),
            Bound::Number(limits::INVITE_REVISIONS_MAX.into()),
            Bound::Number(limits::MIN_ANSWER_DELAY_MS),
            pause,
        ];
        let tally_out = [id, by, Bound::Number(-1)];
        let tally_in = [id, by, Bound::Number(1)];
        let audience = Bound::Text(write.audience.as_str());
        let message = write.message(id, &payload_hash);
        let statements: [Statement<'_>; 10] = [
            (sql!("revision_insert"), &revision),
            (sql!("revision_disown"), &[id, by, now, pause]),
            (sql!("invited_claim"), &[id, by]),
            (sql!("tally_of_one", "tally_add"), &tally_out),
            (sql!("answer_delete"), &[id, by]),
            (sql!("invited_upsert"), &[id, by, code, audience]),
            (sql!("answer_restore"), &[id, by]),
            (sql!("tally_of_one", "tally_add"), &tally_in),
            (sql!("outbox_low_answer"), &message),
            (
                sql!("invited_outcome"),
                &[code, by, Bound::Text(&payload_hash), survey, today, source],
            ),
        ];
        let results = self.batch(&statements).await?;
        self.trace.note_outbox(write.targets);
        let row = OutcomeRow::last(&results)?.ok_or(ClientError::UnknownLink)?;
        Ok(match (row.written(response.rev()), write.status()) {
            // A machine is told nothing, and a page that is left hears nothing.
            (Written::Closed, Status::Quarantined | Status::Partial) => Written::Same,
            (written, _) => written,
        })
    }
}

/// SHA-256 over what was accepted, the revision left out.
pub fn payload_hash(response: &Response) -> worker::Result<String> {
    use sha2::{Digest, Sha256};
    let json = serde_json::to_vec(response)?;
    Ok(crate::platform::random::hex(Sha256::digest(json)))
}
