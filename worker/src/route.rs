//! Every address, its methods and its handler. A request is refused as early as can be.

use crate::call::Call;
use crate::contained::Contained;
use crate::embed_routes::Kind;
use crate::link::LinkKind;
use crate::refusal::{Failure, Outcome, Refusal};
use crate::store::{Reader, Ruling, Store};
use crate::vote::{Asked, Origin};
use crate::{
    aggregates, answer, callbacks, cancel, config, director, email, embed_routes, event_pages,
    events, invites, link, notice_page, preview, qr, responses, rulings, service, sign_in,
    suspects, vote,
};
use otklik_embed::page::FormKind;
use otklik_embed::settings::Settings;
use worker::{Env, Method, Request, Response};

/// An address that we serve, with what stands in it.
enum Route<'a> {
    Form(FormKind, &'a str),
    Cancel(&'a str),
    Embed(Kind, &'a str),
    Widget(&'a str),
    Email(&'a str),
    Qr(qr::Kind, &'a str),
    Preview(&'a str),
    Responses,
    Callbacks,
    Aggregates,
    Director,
    Session,
    SessionEnd,
    Health,
    OpenApi,
    Robots,
    Link(LinkKind, &'a str),
    Invites(&'a str),
    Ruling(Ruling, &'a str),
    Suspects,
    Notices,
    Events,
    Event(&'a str),
    EventList,
    EventForm,
    EventPage(&'a str),
    EventInvites(&'a str),
}

impl<'a> Route<'a> {
    fn find(path: &'a str) -> Option<Route<'a>> {
        let mut parts = [""; 4];
        let mut count = 0;
        for part in path.strip_prefix('/')?.split('/') {
            *parts.get_mut(count)? = part;
            count += 1;
        }
        Some(match parts[..count] {
            ["s", survey] => Route::Form(FormKind::Survey, survey),
            ["c", survey] => Route::Form(FormKind::Callback, survey),
            ["cancel", id] => Route::Cancel(id),
            ["embed", file] => {
                let (survey, ending) = file.split_once('.')?;
                Route::Embed(Kind::of_ending(ending)?, survey)
            }
            ["widget", file] => Route::Widget(file),
            ["v1", "surveys", survey, "email"] => Route::Email(survey),
            ["v1", "surveys", survey, file] => Route::Qr(qr::Kind::of_file(file)?, survey),
            ["preview", file] => Route::Preview(file),
            ["v1", "responses"] => Route::Responses,
            ["v1", "callbacks"] => Route::Callbacks,
            ["v1", "aggregates"] => Route::Aggregates,
            ["director"] => Route::Director,
            ["director", "session"] => Route::Session,
            ["director", "session", "end"] => Route::SessionEnd,
            ["healthz"] => Route::Health,
            ["openapi.json"] => Route::OpenApi,
            ["robots.txt"] => Route::Robots,
            ["e", code] => Route::Link(LinkKind::Event, code),
            ["r", code] => Route::Link(LinkKind::Invite, code),
            ["v1", "events", id, "invites"] => Route::Invites(id),
            ["v1", "responses", id, action] => Route::Ruling(Ruling::from_word(action)?, id),
            ["director", "suspects"] => Route::Suspects,
            ["director", "notices"] => Route::Notices,
            ["v1", "events"] => Route::Events,
            ["v1", "events", id] => Route::Event(id),
            ["director", "events"] => Route::EventList,
            ["director", "events", "new"] => Route::EventForm,
            ["director", "events", id] => Route::EventPage(id),
            ["director", "events", id, "invites"] => Route::EventInvites(id),
            _ => return None,
        })
    }

    /// The route's name in logs: nothing that a guest typed.
    fn name(&self) -> &'static str {
        match self {
            Route::Form(FormKind::Survey, _) => "/s/{survey}",
            Route::Form(FormKind::Callback, _) => "/c/{survey}",
            Route::Cancel(_) => "/cancel/{id}",
            Route::Embed(Kind::Script, _) => "/embed/{survey}.js",
            Route::Embed(Kind::Payload, _) => "/embed/{survey}.json",
            Route::Widget(_) => "/widget/{file}",
            Route::Email(_) => "/v1/surveys/{survey}/email",
            Route::Qr(qr::Kind::Svg, _) => "/v1/surveys/{survey}/qr.svg",
            Route::Qr(qr::Kind::Png, _) => "/v1/surveys/{survey}/qr.png",
            Route::Preview(_) => "/preview/{file}",
            Route::Responses => "/v1/responses",
            Route::Callbacks => "/v1/callbacks",
            Route::Aggregates => "/v1/aggregates",
            Route::Director => "/director",
            Route::Session => "/director/session",
            Route::SessionEnd => "/director/session/end",
            Route::Health => "/healthz",
            Route::OpenApi => "/openapi.json",
            Route::Robots => "/robots.txt",
            Route::Link(LinkKind::Event, _) => "/e/{code}",
            Route::Link(LinkKind::Invite, _) => "/r/{code}",
            Route::Invites(_) => "/v1/events/{id}/invites",
            Route::Ruling(Ruling::Include, _) => "/v1/responses/{id}/include",
            Route::Ruling(Ruling::Exclude, _) => "/v1/responses/{id}/exclude",
            Route::Suspects => "/director/suspects",
            Route::Notices => "/director/notices",
            Route::Events => "/v1/events",
            Route::Event(_) => "/v1/events/{id}",
            Route::EventList => "/director/events",
            Route::EventForm => "/director/events/new",
            Route::EventPage(_) => "/director/events/{id}",
            Route::EventInvites(_) => "/director/events/{id}/invites",
        }
    }

    fn sharing(&self) -> Sharing {
        match self {
            Route::Responses | Route::Callbacks => Sharing::Listed,
            Route::Embed(..)
            | Route::Widget(_)
            | Route::Email(_)
            | Route::Qr(..)
            | Route::Preview(_) => Sharing::Everybody,
            Route::Form(..)
            | Route::Cancel(_)
            | Route::Aggregates
            | Route::Director
            | Route::Session
            | Route::SessionEnd
            | Route::Health
            | Route::OpenApi
            | Route::Robots
            | Route::Link(..)
            | Route::Invites(_)
            | Route::Ruling(..)
            | Route::Suspects
            | Route::Notices
            | Route::Events
            | Route::Event(_)
            | Route::EventList
            | Route::EventForm
            | Route::EventPage(_)
            | Route::EventInvites(_) => Sharing::Own,
        }
    }

    fn methods(&self) -> &'static str {
        match self {
            Route::Form(..) | Route::Cancel(_) | Route::Callbacks => "GET, HEAD, POST, OPTIONS",
            Route::Link(..) | Route::EventForm | Route::EventPage(_) | Route::Suspects => {
                "GET, HEAD, POST, OPTIONS"
            }
            Route::Invites(_) => "GET, HEAD, POST, DELETE, OPTIONS",
            Route::Event(_) => "GET, HEAD, PUT, OPTIONS",
            Route::Responses | Route::Ruling(..) | Route::EventInvites(_) => "POST, OPTIONS",
            Route::Session | Route::SessionEnd | Route::Notices => "POST, OPTIONS",
            Route::Embed(..)
            | Route::Widget(_)
            | Route::Email(_)
            | Route::Qr(..)
            | Route::Preview(_)
            | Route::Aggregates
            | Route::Director
            | Route::Health
            | Route::OpenApi
            | Route::Robots
            | Route::Events
            | Route::EventList => "GET, HEAD, OPTIONS",
        }
    }
}

/// Every route by name, with its methods: the description of the API must know them all.
#[cfg(test)]
pub fn all() -> Vec<(&'static str, &'static str)> {
    let routes = [
        Route::Form(FormKind::Survey, ""),
        Route::Form(FormKind::Callback, ""),
        Route::Cancel(""),
        Route::Embed(Kind::Script, ""),
        Route::Embed(Kind::Payload, ""),
        Route::Widget(""),
        Route::Email(""),
        Route::Qr(qr::Kind::Svg, ""),
        Route::Qr(qr::Kind::Png, ""),
        Route::Preview(""),
        Route::Responses,
        Route::Callbacks,
        Route::Aggregates,
        Route::Director,
        Route::Session,
        Route::SessionEnd,
        Route::Health,
        Route::OpenApi,
        Route::Robots,
        Route::Link(LinkKind::Event, ""),
        Route::Link(LinkKind::Invite, ""),
        Route::Invites(""),
        Route::Ruling(Ruling::Include, ""),
        Route::Ruling(Ruling::Exclude, ""),
        Route::Suspects,
        Route::Notices,
        Route::Events,
        Route::Event(""),
        Route::EventList,
        Route::EventForm,
        Route::EventPage(""),
        Route::EventInvites(""),
    ];
    routes
        .iter()
        .map(|route| (route.name(), route.methods()))
        .collect()
}

/// Answers a request; what goes wrong becomes an answer here and nowhere else.
pub async fn serve(call: &Call, request: Request, env: &Env) -> (&'static str, Response) {
    let settings = config::settings(env);
    let route = Route::find(&call.path);
    let name = route.as_ref().map_or("none", Route::name);
    let sharing = route.as_ref().map_or(Sharing::Own, Route::sharing);
    let (lang, outcome) = match &settings {
        Ok(settings) => (
            call.lang(settings),
            Contained::new(dispatch(route, call, request, env, settings))
                .await
                .unwrap_or_else(|| Err(Failure::Fault("a panic".into()))),
        ),
        Err(error) => {
            let failure = Failure::Fault(["SETTINGS: ", &error.to_string()].concat().into());
            let outcome = match route {
                Some(Route::Health) => {
                    failure.log();
                    service::broken(&error.to_string()).map_err(Failure::Fault)
                }
                Some(_) | None => Err(failure),
            };
            (otklik_survey::Lang::Ru, outcome)
        }
    };
    let mut response = outcome
        .or_else(|failure| answer::failure(&failure, lang, settings.as_ref().ok()))
        .unwrap_or_else(|_| bare_fault());
    if let Ok(settings) = &settings {
        // A header that cannot be set leaves the answer unreadable to the page, not wrong.
        let _ = share(&mut response, sharing, call, settings);
    }
    (name, response)
}

/// Which pages of other sites may read an answer, also a refusal.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sharing {
    /// None.
    Own,
    /// Those of the listed sites.
    Listed,
    /// All.
    Everybody,
}

fn share(
    response: &mut Response,
    sharing: Sharing,
    call: &Call,
    settings: &Settings,
) -> worker::Result<()> {
    let status = response.status_code();
    let headers = response.headers_mut();
    match sharing {
        Sharing::Own => Ok(()),
        Sharing::Everybody => {
            headers.set("Access-Control-Allow-Origin", "*")?;
            headers.set("Cross-Origin-Resource-Policy", "cross-origin")
        }
        Sharing::Listed => {
            headers.append("Vary", "Origin")?;
            // Without it a page's script cannot read when to come back.
            headers.set("Access-Control-Expose-Headers", "Retry-After")?;
            match call.header("Origin") {
                Some(origin) if settings.allows(&origin) => {
                    headers.set("Access-Control-Allow-Origin", &origin)
                }
                // The refusal itself says nothing secret, and a loader that can read it lets the
                // form go by itself, which needs no listed origin.
                Some(origin) if status == 403 => {
                    headers.set("Access-Control-Allow-Origin", &origin)
                }
                Some(_) | None => Ok(()),
            }
        }
    }
}

fn bare_fault() -> Response {
    Response::builder().with_status(500).empty()
}

async fn dispatch(
    route: Option<Route<'_>>,
    call: &Call,
    request: Request,
    env: &Env,
    settings: &Settings,
) -> Outcome<Response> {
    let route = route.ok_or(Refusal::NotFound)?;
    match call.method {
        Method::Get | Method::Head => read(route, call, env, settings).await,
        Method::Options => Ok(options(&route)?),
        Method::Post => write(route, call, request, env, settings).await,
        Method::Put => {
            let Route::Event(id) = route else {
                return Err(Refusal::MethodNotAllowed(route.methods()).into());
            };
            events::put(id, call, request, env, settings).await
        }
        Method::Delete => {
            let Route::Invites(event) = route else {
                return Err(Refusal::MethodNotAllowed(route.methods()).into());
            };
            invites::delete(event, call, env, settings).await
        }
        _ => Err(Refusal::MethodNotAllowed(route.methods()).into()),
    }
}

/// Reading never writes: none of these handlers gets a store that could.
async fn read(route: Route<'_>, call: &Call, env: &Env, settings: &Settings) -> Outcome<Response> {
    match route {
        Route::Form(kind, survey) => vote::show(kind, survey, call, settings),
        Route::Cancel(id) => {
            cancel::show(id, call, settings, &Reader::new(env, &call.trace)?).await
        }
        Route::Embed(kind, survey) => embed_routes::serve(kind, survey, call, settings),
        Route::Widget(file) => embed_routes::widget(file, call, env).await,
        Route::Email(survey) => email::get(survey, call, settings),
        Route::Qr(kind, survey) => qr::get(kind, survey, call, settings),
        Route::Preview(file) => preview::get(file, env).await,
        Route::Aggregates => {
            aggregates::get(call, env, settings, &Reader::new(env, &call.trace)?).await
        }
        Route::Callbacks => {
            callbacks::list(call, env, settings, &Reader::new(env, &call.trace)?).await
        }
        Route::Director => {
            director::get(call, env, settings, &Reader::new(env, &call.trace)?).await
        }
        Route::Health => {
            service::health(call, env, settings, &Reader::new(env, &call.trace)?).await
        }
        Route::OpenApi => service::openapi(settings, env).await,
        Route::Robots => service::robots(),
        Route::Link(kind, code) => link::show(kind, code, call, env, settings).await,
        Route::Invites(event) => invites::get(event, call, env, settings).await,
        Route::Suspects => suspects::list(call, env, settings).await,
        Route::Events => events::list(call, env, settings, &Reader::new(env, &call.trace)?).await,
        Route::Event(id) => {
            events::get(id, call, env, settings, &Reader::new(env, &call.trace)?).await
        }
        Route::EventList => {
            event_pages::list(call, env, settings, &Reader::new(env, &call.trace)?).await
        }
        Route::EventForm => event_pages::blank(call, env, settings),
        Route::EventPage(id) => {
            event_pages::show(id, call, env, settings, &Reader::new(env, &call.trace)?).await
        }
        Route::Responses
        | Route::Ruling(..)
        | Route::EventInvites(_)
        | Route::Notices
        | Route::Session
        | Route::SessionEnd => Err(Refusal::MethodNotAllowed(route.methods()).into()),
    }
}

async fn write(
    route: Route<'_>,
    call: &Call,
    request: Request,
    env: &Env,
    settings: &Settings,
) -> Outcome<Response> {
    match route {
        Route::Form(kind, survey) => {
            let asked = Asked {
                kind,
                survey,
                origin: Origin::Open,
            };
            vote::submit(asked, call, request, env, settings).await
        }
        Route::Cancel(id) => {
            cancel::submit(id, call, settings, &Store::new(env, &call.trace)?).await
        }
        Route::Responses => responses::post(call, request, env, settings).await,
        Route::Callbacks => callbacks::post(call, request, env, settings).await,
        Route::Session => sign_in::open(call, request, env, settings).await,
        Route::SessionEnd => sign_in::end(call, settings),
        Route::Link(kind, code) => link::submit(kind, code, call, request, env, settings).await,
        Route::Invites(event) => invites::post(event, call, request, env, settings).await,
        Route::Ruling(ruling, id) => rulings::post(id, ruling, call, request, env, settings).await,
        Route::Suspects => suspects::decide(call, request, env, settings).await,
        Route::Notices => notice_page::again(call, env, settings).await,
        Route::EventForm => event_pages::save(None, call, request, env, settings).await,
        Route::EventPage(id) => event_pages::save(Some(id), call, request, env, settings).await,
        Route::EventInvites(id) => event_pages::invite(id, call, request, env, settings).await,
        Route::Embed(..)
        | Route::Widget(_)
        | Route::Email(_)
        | Route::Qr(..)
        | Route::Preview(_)
        | Route::Aggregates
        | Route::Director
        | Route::Health
        | Route::OpenApi
        | Route::Robots
        | Route::Events
        | Route::Event(_)
        | Route::EventList => Err(Refusal::MethodNotAllowed(route.methods()).into()),
    }
}

fn options(route: &Route<'_>) -> worker::Result<Response> {
    let mut builder = Response::builder()
        .with_status(204)
        .with_header("Allow", route.methods())?;
    if route.sharing() == Sharing::Listed {
        builder = builder
            .with_header("Access-Control-Allow-Methods", "POST")?
            .with_header("Access-Control-Allow-Headers", "Content-Type")?
            .with_header("Access-Control-Max-Age", "86400")?;
    }
    Ok(builder.empty())
}
