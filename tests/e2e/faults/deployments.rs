//! Deployments with a D1 that fails on request, and the receiver of their outbox messages.
//!
//! Each has a database of its own, so that none waits for another's outbox.

use crate::app::until;
use crate::deployments::{Deployment, Deployments};
use crate::receiver::{CannedReply, ReceivedRequest, Receiver, canned_reply};
use serde_json::Value;
use std::collections::HashMap;
use std::sync::{Mutex, OnceLock};

const NAMES: &str = "past,rollups,recount,calm,silent,newer,panics,votes,notifies,low,order,refuses,again,many,slow,logs,\
     exports,surveys,cold,wide,wide-open,wide-manager,wide-guests,source,copy,imports,parts,anonymous,audit,guesses,guesses-2,search,one-answer,\
     phones,worked,known,moved,flood,flood-over,due-first,calls,hourly";

pub struct Parts {
    pub receiver: Receiver,
    pub deployments: Deployments,
}

/// The receiver's reply at a path, where not the default 200.
static REPLIES: Mutex<Option<HashMap<String, String>>> = Mutex::new(None);

/// Sets the receiver's reply at a path from now on.
pub fn receiver_replies(path: &str, status: &str) {
    let mut replies = REPLIES.lock().expect("the replies");
    let replies = replies.get_or_insert_default();
    replies.insert(path.to_owned(), status.to_owned());
}

/// Started by the first test that needs them.
pub fn parts() -> &'static Parts {
    static STARTED: OnceLock<Parts> = OnceLock::new();
    STARTED.get_or_init(|| {
        let receiver = Receiver::start(answer);
        let arguments = [receiver.address.as_str(), NAMES];
        let deployments = Deployments::start("faults/workers.mjs", &arguments);
        Parts {
            receiver,
            deployments,
        }
    })
}

fn answer(request: &ReceivedRequest) -> CannedReply {
    let replies = REPLIES.lock().expect("the replies");
    let status = replies.as_ref().and_then(|it| it.get(&request.path));
    canned_reply(status.map_or("200 OK", |it| it), "{}")
}

/// One of [`NAMES`].
pub fn deployment(name: &'static str) -> Deployment {
    Deployment::new(&parts().deployments, name)
}

/// The messages received at a path.
pub fn received(path: &str) -> Vec<ReceivedRequest> {
    let mut requests = parts().receiver.requests();
    requests.retain(|request| request.path == path);
    requests
}

/// Waits until that many messages arrived, and returns all.
pub async fn await_received(path: &str, n: usize) -> Vec<ReceivedRequest> {
    until(&format!("{n} at {path}"), || async {
        Some(received(path)).filter(|requests| requests.len() >= n)
    })
    .await
}

/// The number that a statement selects as `n`.
pub fn number(at: &Deployment, sql: &str) -> u64 {
    at.row(sql)["n"].as_u64().expect("a number")
}

/// The states of a destination's outbox messages, in their order.
pub fn states(at: &Deployment, destination: &str) -> Vec<Value> {
    let sql = format!("select state from outbox where destination = '{destination}' order by seq");
    let rows = at.rows(&sql);
    rows.into_iter().map(|row| row["state"].clone()).collect()
}
