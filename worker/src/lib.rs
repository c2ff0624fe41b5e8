//! The Cloudflare Worker: HTTP in, D1 behind one store, pages and JSON out.
//!
//! Built three times, as WASM files that `main.js` holds together: what guests wait for, with the feature
//! `office` what the agency works with, with `desk` what it sets things up by (`route`).
//!
//! In scope: routes, who may call them, storage, the director's pages. Out of scope: what is
//! accepted and how it is counted (`otklik-survey`), what a guest's form looks like
//! (`otklik-embed`).

mod clock;
mod code;
mod config;
mod contained;
mod js;
mod random;

mod answer;
mod call;
mod caller;
mod refusal;
mod route;

mod contact;
mod store;

mod aggregates;
mod anonymous;
mod callbacks;
mod cancel;
mod catalog;
mod compare;
mod director;
mod email;
mod embed_routes;
mod entry;
mod event_form;
mod event_list;
mod event_pages;
mod events;
mod exports;
mod groups;
mod import;
mod invites;
mod limit;
mod link;
mod notice_page;
mod notices;
#[cfg(test)]
mod openapi;
mod places;
mod png;
mod preview;
mod promise;
mod publish;
mod published;
mod qr;
mod query;
mod reading;
mod responses;
mod rulings;
mod service;
mod session;
mod sign_in;
mod slices;
mod suspects;
mod table;
mod tallies;
mod turnstile;
mod vote;

use call::Call;
use contained::Contained;
use futures_util::future::LocalBoxFuture;
use route::Route;
use route::desk::Desk;
use route::guests::Guests;
use route::office::Office;
use worker::{Context, Env, Request, Response, ScheduleContext, ScheduledEvent, event};

/// Which of the three parts this file is; the guests' without either.
const IS_OFFICE: bool = cfg!(feature = "office");
const IS_DESK: bool = cfg!(feature = "desk");

/// The status by which a part tells `main.js` that a request is none of its own.
const MISDIRECTED: u16 = 421;

/// The part's answer with the route's name; `None` where the next part is to be asked. Boxed, so that
/// nothing is left in the file of the parts that it is not.
fn serve<'a>(call: &'a Call, request: Request, env: &'a Env) -> LocalBoxFuture<'a, Served> {
    if IS_DESK {
        // The last that is asked.
        let route = Desk::find(&call.method, &call.path);
        Box::pin(async move { Some(route::serve(route, call, request, env).await) })
    } else if IS_OFFICE {
        let route = Office::find(&call.method, &call.path);
        Box::pin(async move { Some(route::serve(Some(route?), call, request, env).await) })
    } else {
        let route = Guests::find(&call.method, &call.path);
        Box::pin(async move { Some(route::serve(Some(route?), call, request, env).await) })
    }
}

type Served = Option<(&'static str, Response)>;

/// The one door. Every answer, also a refusal, leaves through [`serve`].
#[event(fetch)]
async fn fetch(request: Request, env: Env, context: Context) -> worker::Result<Response> {
    let started_at_ms = clock::now_ms();
    let call = Call::read(&request)?;
    let id = call.id()?;
    let Some((route, mut response)) = serve(&call, request, &env).await else {
        return Ok(Response::builder().with_status(MISDIRECTED).empty());
    };
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
            Contained::new(notices::deliver(&env)).await;
        });
    }
    Ok(response)
}

/// Every minute: what could not be told at once is told now.
#[event(scheduled)]
async fn scheduled(_event: ScheduledEvent, env: Env, _context: ScheduleContext) {
    Contained::new(notices::deliver(&env)).await;
}
