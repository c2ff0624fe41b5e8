//! From a request to its handler, and from what the handler returns to a response.
//!
//! `routes.rs` is the one table: path, cross-origin rule, methods, guards, handlers.

mod cross_origin;
#[cfg(test)]
mod description;
mod routes;
pub mod table;

use crate::agency::pages::sign_in;
use crate::auth::guard::Access;
use crate::auth::identity::{self, Identified, Identity};
use crate::ctx::Arrival;
use crate::failed_sign_in;
use crate::health;
use crate::http::body::Body;
use crate::http::error::{ClientError, Error, Result};
use crate::http::request::Request;
use crate::http::response;
use crate::platform::bindings::{self, Bindings};
use crate::platform::catch_panic::catch_panic;
use crate::platform::clock;
use crate::platform::trace::Trace;
use crate::store::{AuditLog, Reader, Store, published_surveys};
use cross_origin::{options, set_cross_origin_headers};
use otklik_embed::settings::Settings;
use otklik_survey::{Lang, limits};
use std::rc::Rc;
use table::Route;
use worker::{Env, Method, Response};

/// A response, with the route for its line in the log.
pub struct Served {
    /// The path as the table has it, without input of the sender.
    pub route: &'static str,
    pub response: Response,
}

/// Serves a request. Errors and panics become responses here alone.
pub async fn serve(
    head: &Rc<Request>,
    request: worker::Request,
    env: &Env,
    trace: &Rc<Trace>,
) -> Served {
    let found = routes::find(&head.path);
    let route = found.as_ref().map(|(route, _)| *route);
    let name = route.map_or("none", |route| route.path);
    let settings = match bindings::settings(env) {
        Ok(settings) => settings,
        Err(mistake) => return serve_without_settings(name, head, &mistake),
    };
    let handled = dispatch(found, head, request, env, &settings, trace);
    let outcome = catch_panic(handled).await;
    let outcome = outcome
        .unwrap_or_else(|message| Err(Error::Internal(format!("a panic: {message}").into())));
    let lang = head.lang(&settings);
    let mut response = outcome
        .or_else(|error| response::error(&error, head, lang, Some(&settings)))
        .unwrap_or_else(|_| empty_error());
    if let Some(route) = route {
        // Without the headers the response is valid, and a page of another site cannot read it.
        let _ = set_cross_origin_headers(&mut response, route.cross_origin, head, &settings);
    }
    // Outside of localhost `public_url` is https, see `Settings::error`.
    if !settings.is_local() {
        let _ = response.headers_mut().set(
            "Strict-Transport-Security",
            &format!("max-age={}", limits::HTTPS_SECONDS),
        );
    }
    Served {
        route: name,
        response,
    }
}

/// 1. No such path: 404. OPTIONS: 204. A method that the path does not take: 405.
/// 2. The guard refuses the sender: 401 or 403, on pages the sign-in form; 429 after too many wrong guesses.
/// 3. The handler.
async fn dispatch(
    found: Option<(&Route, String)>,
    head: &Rc<Request>,
    request: worker::Request,
    env: &Env,
    settings: &Rc<Settings>,
    trace: &Rc<Trace>,
) -> Result<Response> {
    // 1
    let (route, param) = found.ok_or(ClientError::NotFound)?;
    if head.method == Method::Options {
        return Ok(options(route)?);
    }
    let action = route.action(&head.method)?;
    let arrival = Arrival {
        request: Rc::clone(head),
        settings: Rc::clone(settings),
        now_ms: clock::now_ms(),
        bindings: Bindings::new(env.clone()),
        param,
        reader: Reader::new(env, trace)?,
        audit_log: AuditLog::new(Store::new(env, trace)?),
        store: Store::new(env, trace)?,
        body: Body::of(request),
    };
    // 2
    let identity = match action.access {
        Access::Public => Ok(None),
        Access::Roles(_) | Access::Page => identify(&arrival).await,
    };
    let elsewhere = head.writes() && !head.is_from_own_page(settings);
    match (action.admit)(arrival, identity, elsewhere) {
        // 3
        Ok(handled) => {
            if route.shows_surveys {
                published_surveys::refresh_if_stale(&Reader::new(env, trace)?).await;
            }
            handled.await
        }
        Err(Error::ClientError(
            client_error @ (ClientError::Unauthorized | ClientError::OriginNotAllowed),
        )) if action.access == Access::Page => sign_in::refused(head, settings, client_error),
        Err(error) => Err(error),
    }
}

async fn identify(arrival: &Arrival) -> Result<Option<Identity>> {
    let secret = arrival.bindings.director_token()?;
    let (request, reader, now_ms) = (&arrival.request, &arrival.reader, arrival.now_ms);
    let find_token = async |hash: &str| reader.token(hash, now_ms).await;
    let has_session = async |hash: &str| reader.has_session(hash, now_ms).await;
    match identity::identify(request, &secret, find_token, has_session).await? {
        Identified::Somebody(identity) => Ok(Some(identity)),
        Identified::Nobody => Ok(None),
        Identified::WrongSecret => {
            let (bindings, settings) = (&arrival.bindings, &arrival.settings);
            failed_sign_in::count(request, bindings, settings, &arrival.store, now_ms).await?;
            Ok(None)
        }
    }
}

/// Without settings the language and the agency are unknown: health reports the mistake, every other path returns a
/// JSON error.
fn serve_without_settings(route: &'static str, head: &Request, mistake: &str) -> Served {
    let error = Error::Internal(format!("SETTINGS: {mistake}").into());
    let response = if head.path == health::PATH {
        error.log();
        health::broken(mistake)
    } else {
        response::error(&error, head, Lang::Ru, None)
    };
    Served {
        route,
        response: response.unwrap_or_else(|_| empty_error()),
    }
}

fn empty_error() -> Response {
    Response::builder().with_status(500).empty()
}
