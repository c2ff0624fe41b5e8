//! The outbox: messages to the agency about callbacks and clients' low answers.
//!
//! A message is stored in the same batch as its callback or response, so that neither exists without the other. What
//! anybody may send in any number - low answers without an invite, requests of a flood - has one message an hour.
//! It is delivered at least once and in order for each destination: the first waiting message is leased and sent,
//! retried after growing pauses, and none of its kind overtakes it; callbacks go before low answers, of which
//! there may be many. A message that a destination refuses for good, or does not accept for 13 hours, is a dead
//! letter on the director's page. A message holds a link and a deadline: no name, phone, comment or event title.

mod message;
mod policy;
mod transports;

use crate::http::error::Result;
use crate::platform::bindings::Bindings;
use crate::platform::{clock, random};
use crate::store::Store;
use otklik_embed::settings::Settings;
use otklik_survey::limits;
use policy::{Attempt, ack};
use transports::Transport;

/// The destinations that are set, as a JSON array.
pub fn destinations(settings: &Settings) -> String {
    let names: Vec<String> = Transport::set(settings)
        .map(|it| format!("\"{}\"", it.as_str()))
        .collect();
    format!("[{}]", names.join(","))
}

/// # Errors
/// A secret or binding of a destination that is set is missing.
pub fn check(bindings: &Bindings, settings: &Settings) -> worker::Result<()> {
    Transport::set(settings).try_for_each(|transport| transport.check(bindings))
}

/// Sends the waiting messages. Errors go into the log.
pub async fn deliver(bindings: &Bindings, settings: &Settings, store: &Store) {
    if let Err(error) = try_deliver(bindings, settings, store).await {
        error.log();
    }
}

async fn try_deliver(bindings: &Bindings, settings: &Settings, store: &Store) -> Result<()> {
    for transport in Transport::set(settings) {
        deliver_by(transport, bindings, settings, store).await?;
    }
    let now_ms = clock::now_ms();
    // Once a day, at a minute of its own.
    if now_ms / 60_000 % 1_440 == 137 {
        store
            .prune_messages(now_ms - limits::OUTBOX_RETENTION_MS)
            .await?;
    }
    Ok(())
}

async fn deliver_by(
    transport: Transport,
    bindings: &Bindings,
    settings: &Settings,
    store: &Store,
) -> Result<()> {
    for _ in 0..limits::OUTBOX_BATCH {
        let claimed = store
            .claim_message(transport.as_str(), clock::now_ms())
            .await?;
        let Some(message) = claimed else {
            return Ok(());
        };
        let attempt = transport.send(&message, bindings, settings).await;
        let attempt = attempt.unwrap_or_else(|_| Attempt::no_answer());
        let has_arrived = attempt.has_arrived;
        let ack = ack(&message, attempt, clock::now_ms(), random::bytes()?);
        worker::console_log!(
            r#"{{"message":"{}","destination":"{}","state":"{}","attempt":{},"error":"{}"}}"#,
            message.kind,
            transport.as_str(),
            ack.state,
            message.attempt,
            ack.error,
        );
        store.ack_message(&ack).await?;
        if !has_arrived && ack.state == "waiting" {
            return Ok(());
        }
    }
    Ok(())
}
