//! The Cloudflare Worker: HTTP in, D1 behind one store, pages and JSON out.
//!
//! In scope: routes, who may call them, storage, the director's pages. Out of scope: what is
//! accepted and how it is counted (`otklik-survey`), what a guest's form looks like
//! (`otklik-embed`).

mod platform;

mod http;

mod auth;

mod store;

mod stats;

mod outbox;

mod agency;
mod guest;

mod health;
mod route;

#[cfg(test)]
mod openapi;

use http::request::Call;
use platform::catch_panic::catch_panic;
use platform::clock;
use route::Route;
use route::desk::Desk;
use route::guests::Guests;
use route::office::Office;
use worker::{Context, Env, Request, Response, ScheduleContext, ScheduledEvent, event};

/// The response, and the route's name for the log.
async fn serve(call: &Call, request: Request, env: &Env) -> (&'static str, Response) {
    if let Some(route) = Guests::find(&call.method, &call.path) {
        return route::serve(Some(route), call, request, env).await;
    }
    if let Some(route) = Office::find(&call.method, &call.path) {
        return route::serve(Some(route), call, request, env).await;
    }
    route::serve(Desk::find(&call.method, &call.path), call, request, env).await
}

/// The one door. Every answer, also a refusal, leaves through [`serve`].
#[event(fetch)]
async fn fetch(request: Request, env: Env, context: Context) -> worker::Result<Response> {
    let started_at_ms = clock::now_ms();
    let call = Call::read(&request)?;
    let id = call.id()?;
    let (route, mut response) = serve(&call, request, &env).await;
    // A header that cannot be set is missed by nobody but us.
    let _ = response.headers_mut().set("X-Request-Id", &id);
    let [rows_read, rows_written] = call.trace.rows();
    // One line a request: no address, no query, nothing that a guest typed.
    worker::console_log!(
        r#"{{"request":"{id}","route":"{route}","method":"{}","status":{},"ms":{},"database_ms":{},"rows_read":{rows_read},"rows_written":{rows_written}}}"#,
        call.method_name(),
        response.status_code(),
        clock::now_ms() - started_at_ms,
        call.trace.database_ms(),
    );
    if call.trace.has_notice() {
        context.wait_until(async move {
            // The panic itself is in the log, by the hook of the `worker` crate.
            let _ = catch_panic(outbox::deliver(&env)).await;
        });
    }
    Ok(response)
}

/// Every minute: what could not be told at once is told now.
#[event(scheduled)]
async fn scheduled(_event: ScheduledEvent, env: Env, _context: ScheduleContext) {
    let _ = catch_panic(outbox::deliver(&env)).await;
}
