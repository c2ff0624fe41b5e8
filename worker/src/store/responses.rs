//! Writing a response, open or invited, with its answers and their tallies.

use super::notices;
use super::write::{OutcomeRow, Written, horizon_ms, no_row};
use super::{Bound, Statement, Store};
use crate::http::error::{Outcome, Refusal};
use otklik_survey::response::flag::Suspicion;
use otklik_survey::{Audience, Response, Standing, limits};

/// A response about to be stored.
pub struct ResponseWrite<'a> {
    pub response: &'a Response,
    pub audience: Audience,
    pub received_at_ms: i64,
    /// The calendar day of receipt in the agency's zone.
    pub day: &'a str,
    /// What speaks against it.
    pub suspicion: Option<Suspicion>,
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
    /// What `notice_of_answer.sql` is bound to.
    fn notice<'a>(&'a self, id: Bound<'a>, digest: &'a str) -> [Bound<'a>; 7] {
        [
            id,
            Bound::WriteId,
            Bound::Text(self.targets),
            Bound::Number(self.received_at_ms),
            Bound::Number(self.received_at_ms + limits::LOW_ANSWER_HOURS * 3_600_000),
            Bound::Text(digest),
            Bound::Text(notices::LOW_ANSWER),
        ]
    }

    fn has_targets(&self) -> bool {
        self.targets.len() > "[]".len()
    }

    fn standing(&self) -> Standing {
        match self.suspicion {
            Some(_) => Standing::Suspect,
            None if self.is_provisional => Standing::Provisional,
            None => Standing::Counted,
        }
    }
}

impl Store {
    /// Stores what came by an open link: one batch. A burst that it belongs to is set aside with it.
    pub async fn put_response(&self, write: &ResponseWrite<'_>) -> Outcome<Written> {
        let response = write.response;
        let id = response.id().as_str();
        let digest = digest(response)?;
        let rows = serde_json::to_string(&response.rows()).map_err(worker::Error::from)?;
        let survey = Bound::Text(response.survey());
        let stretch = write.received_at_ms / limits::BURST_STRETCH_MS;
        let since_ms = stretch * limits::BURST_STRETCH_MS;
        let standing = Bound::Text(write.standing().as_str());
        let (id, by) = (Bound::Text(id), Bound::WriteId);
        let rev = Bound::Number(response.rev().into());
        let event = Bound::OptionalText(response.event());
        let stretch = Bound::Number(stretch);
        let pace = [id, by, survey, event, stretch, standing];
        let horizon = Bound::Number(horizon_ms(write.received_at_ms));
        let claim = [id, by, rev, survey, horizon, standing];
        let set = [id, by];
        let state = [
            id,
            by,
            rev,
            survey,
            Bound::Text(&digest),
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
            standing,
            Bound::OptionalText(write.suspicion.map(Suspicion::as_str)),
            Bound::Number(limits::BURST_VOTES),
            Bound::Number(limits::BURST_VOTES_MIN),
            stretch,
        ];
        let tally_out = [id, by, Bound::Number(-1)];
        let tally_in = [id, by, Bound::Number(1)];
        let notice = write.notice(id, &digest);
        let answers = [id, by, Bound::Text(&rows)];
        let outcome = [
            id,
            by,
            Bound::Text(&digest),
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
            (sql!("pace_count"), &pace),
            (sql!("response_upsert"), &state),
            (sql!("answer_insert"), &answers),
            (sql!("tally_of_one", "tally_add"), &tally_in),
        ]);
        if write.has_targets() {
            statements.push((sql!("notice_of_answer"), &notice));
        }
        statements.push((sql!("response_outcome"), &outcome));
        let results = self.batch(&statements).await?;
        self.trace.note_outbox(write.targets);
        let row = OutcomeRow::last(&results)?.ok_or_else(no_row)?;
        if row.starts_burst() {
            self.set_burst_aside(response, since_ms).await?;
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
    ) -> Outcome<Written> {
        let response = write.response;
        let digest = digest(response)?;
        let rows = serde_json::to_string(&response.rows()).map_err(worker::Error::from)?;
        let (id, by) = (Bound::Text(invite.response), Bound::WriteId);
        let code = Bound::Text(invite.code);
        let survey = Bound::Text(response.survey());
        let today = Bound::Text(write.day);
        let now = Bound::Number(write.received_at_ms);
        let source = Bound::Text(response.id().as_str());
        let pause = Bound::Number(limits::SOONEST_OTHER_ANSWER_MS);
        let revision = [
            code,
            survey,
            today,
            source,
            Bound::Number(response.rev().into()),
            Bound::Text(&digest),
            by,
            Bound::Number(response.version().into()),
            Bound::OptionalText(response.lang().map(|lang| lang.code())),
            Bound::Text(write.standing().as_str()),
            Bound::OptionalText(write.suspicion.map(Suspicion::as_str)),
            now,
            today,
            Bound::Text(&rows),
            Bound::Number(horizon_ms(write.received_at_ms)),
            Bound::Number(limits::INVITE_REVISIONS_MAX.into()),
            Bound::Number(limits::SOONEST_ANSWER_MS),
            pause,
        ];
        let tally_out = [id, by, Bound::Number(-1)];
        let tally_in = [id, by, Bound::Number(1)];
        let audience = Bound::Text(write.audience.as_str());
        let notice = write.notice(id, &digest);
        let statements: [Statement<'_>; 10] = [
            (sql!("revision_insert"), &revision),
            (sql!("revision_disown"), &[id, by, now, pause]),
            (sql!("invited_claim"), &[id, by]),
            (sql!("tally_of_one", "tally_add"), &tally_out),
            (sql!("answer_delete"), &[id, by]),
            (sql!("invited_upsert"), &[id, by, code, audience]),
            (sql!("answer_restore"), &[id, by]),
            (sql!("tally_of_one", "tally_add"), &tally_in),
            (sql!("notice_of_answer"), &notice),
            (
                sql!("invited_outcome"),
                &[code, by, Bound::Text(&digest), survey, today, source],
            ),
        ];
        let results = self.batch(&statements).await?;
        self.trace.note_outbox(write.targets);
        let row = OutcomeRow::last(&results)?.ok_or(Refusal::UnknownLink)?;
        Ok(match (row.written(response.rev()), write.standing()) {
            // A machine is told nothing, and a page that is left hears nothing.
            (Written::Closed, Standing::Suspect | Standing::Provisional) => Written::Same,
            (written, _) => written,
        })
    }
}

/// SHA-256 over what was accepted, the revision left out.
pub fn digest(response: &Response) -> worker::Result<String> {
    use sha2::{Digest, Sha256};
    let json = serde_json::to_vec(response)?;
    Ok(crate::platform::random::hex(Sha256::digest(json)))
}
