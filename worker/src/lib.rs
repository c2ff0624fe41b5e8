//! The Cloudflare Worker: HTTP in, D1 behind one store, pages and JSON out.
//!
//! In scope: routes, access, storage, the agency's pages. Out of scope: validation and statistics
//! (`otklik-survey`), the guest's form (`otklik-embed`).
//!
//! The modules are layers, the lowest first: each uses those below it; guest and agency do not use each other.

mod platform;

mod http;

mod auth;

mod store;

mod failed_sign_in;

mod ctx;

mod stats;

mod outbox;

mod agency;
mod guest;

mod health;

mod router;

/// A file of `worker/misuse/`, none of which compiles.
#[cfg(misuse)]
mod misuse {
    include!(env!("OTKLIK_MISUSE"));
}

use http::request::Request;
use platform::bindings::{self, Bindings};
use platform::catch_panic::catch_panic;
use platform::clock;
use platform::trace::Trace;
use std::rc::Rc;
use store::Store;
use worker::{Context, Env, Response, ScheduleContext, ScheduledEvent, event};

/// Serves a request, and writes its one line in the log: no address, no query, no input.
#[event(fetch)]
async fn fetch(request: worker::Request, env: Env, context: Context) -> worker::Result<Response> {
    let started_at_ms = clock::now_ms();
    let head = Rc::new(Request::of(&request));
    let id = head.id()?;
    let trace = Rc::new(Trace::default());
    let router::Served {
        route,
        mut response,
    } = router::serve(&head, request, &env, &trace).await;
    // The sender loses nothing by a header that cannot be set.
    let _ = response.headers_mut().set("X-Request-Id", &id);
    let [rows_read, rows_written] = trace.rows();
    worker::console_log!(
        r#"{{"request":"{id}","route":"{route}","method":"{}","status":{},"ms":{},"database_ms":{},"rows_read":{rows_read},"rows_written":{rows_written}}}"#,
        head.method_name(),
        response.status_code(),
        clock::now_ms() - started_at_ms,
        trace.database_ms(),
    );
    if trace.has_outbox_message() {
        context.wait_until(deliver_outbox(env));
    }
    Ok(response)
}

/// Every minute: delivers the outbox, and keeps the audit log in order.
#[event(scheduled)]
async fn scheduled(_event: ScheduledEvent, env: Env, _context: ScheduleContext) {
    deliver_outbox(env.clone()).await;
    keep_audit(&env).await;
}

async fn keep_audit(env: &Env) {
    let kept = async {
        Store::new(env, &Rc::default())?
            .keep_audit(clock::now_ms())
            .await
    };
    if let Err(error) = kept.await {
        error.log();
    }
}

async fn deliver_outbox(env: Env) {
    let settings = match bindings::settings(&env) {
        Ok(settings) => settings,
        Err(mistake) => {
            http::error::Error::Internal(format!("SETTINGS: {mistake}").into()).log();
            return;
        }
    };
    let store = match Store::new(&env, &Rc::default()) {
        Ok(store) => store,
        Err(error) => {
            http::error::Error::Internal(error).log();
            return;
        }
    };
    let bindings = Bindings::new(env);
    // The panic itself is in the log, by the hook of the `worker` crate.
    let _ = catch_panic(outbox::deliver(&bindings, &settings, &store)).await;
}
