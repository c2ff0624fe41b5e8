//! The Cloudflare Worker: HTTP in, D1 behind one store, pages and JSON out.
//!
//! In scope: routes, who may call them, storage, the director's pages. Out of scope: what is
//! accepted and how it is counted (`otklik-survey`), what a guest's form looks like
//! (`otklik-embed`).

mod clock;
mod code;
mod config;
mod js;
mod random;

mod answer;
mod call;
mod refusal;
mod route;

mod contact;
mod store;

mod aggregates;
mod callbacks;
mod cancel;
mod director;
mod email;
mod embed_routes;
mod event_form;
mod event_list;
mod event_pages;
mod events;
mod groups;

mod invites;
mod limit;
mod link;
#[cfg(test)]
mod openapi;
mod png;
mod preview;
mod promise;
mod qr;
mod responses;
mod rulings;
mod service;
mod session;
mod sign_in;
mod suspects;
mod turnstile;
mod vote;

use call::Call;
use worker::{Context, Env, Request, Response, event};

/// The one door. Every answer, also a refusal, leaves through `route::serve`.
#[event(fetch)]
async fn fetch(request: Request, env: Env, _context: Context) -> worker::Result<Response> {
    let started_at_ms = clock::now_ms();
    let call = Call::read(&request)?;
    let (route, response) = route::serve(&call, request, &env).await;
    // One line a request: no address, no query, nothing that a guest typed.
    worker::console_log!(
        r#"{{"route":"{route}","method":"{}","status":{},"ms":{}}}"#,
        call.method_name(),
        response.status_code(),
        clock::now_ms() - started_at_ms,
    );
    Ok(response)
}
