//! The agency's office: its numbers, its events, its pages.

use super::{Route, Sharing, parts};
use crate::agency::api::events;
use crate::agency::api::exports;
use crate::agency::api::invites;
use crate::agency::api::moderation;
use crate::agency::api::responses;
use crate::agency::api::survey_list;
use crate::agency::pages::director;
use crate::agency::pages::events as event_pages;
use crate::agency::pages::moderation_queue;
use crate::agency::pages::outbox;
use crate::agency::pages::sign_in;
use crate::auth::principal::Caller;
use crate::guest::callbacks;
use crate::health;
use crate::http::error::Outcome;
use crate::http::request::Call;
use crate::stats::filter;
use crate::store::{Reader, Ruling};
use otklik_embed::settings::Settings;
use worker::{Env, Method, Request, Response};

pub enum Office<'a> {
    Aggregates,
    Responses,
    Export(exports::Kind),
    Surveys,
    Callbacks,
    Events,
    Event(&'a str),
    Invites(&'a str),
    Ruling(Ruling, &'a str),
    OpenApi,
    Director,
    Session,
    SessionEnd,
    Suspects,
    Notices,
    EventList,
    EventForm,
    EventPage(&'a str),
    EventInvites(&'a str),
}

impl<'a> Route<'a> for Office<'a> {
    type Caller = Caller;

    fn find(_method: &Method, path: &'a str) -> Option<Office<'a>> {
        let (parts, count) = parts(path)?;
        Some(match parts[..count] {
            ["v1", "aggregates"] => Office::Aggregates,
            ["v1", "responses"] => Office::Responses,
            ["v1", "export.csv"] => Office::Export(exports::Kind::Csv),
            ["v1", "export.jsonl"] => Office::Export(exports::Kind::Jsonl),
            ["v1", "surveys"] => Office::Surveys,
            ["v1", "callbacks"] => Office::Callbacks,
            ["v1", "events"] => Office::Events,
            ["v1", "events", id] => Office::Event(id),
            ["v1", "events", id, "invites"] => Office::Invites(id),
            ["v1", "responses", id, action] => Office::Ruling(Ruling::from_word(action)?, id),
            ["openapi.json"] => Office::OpenApi,
            ["director"] => Office::Director,
            ["director", "session"] => Office::Session,
            ["director", "session", "end"] => Office::SessionEnd,
            ["director", "suspects"] => Office::Suspects,
            ["director", "notices"] => Office::Notices,
            ["director", "events"] => Office::EventList,
            ["director", "events", "new"] => Office::EventForm,
            ["director", "events", id] => Office::EventPage(id),
            ["director", "events", id, "invites"] => Office::EventInvites(id),
            _ => return None,
        })
    }

    fn name(&self) -> &'static str {
        match self {
            Office::Aggregates => "/v1/aggregates",
            Office::Responses => "/v1/responses",
            Office::Export(exports::Kind::Csv) => "/v1/export.csv",
            Office::Export(exports::Kind::Jsonl) => "/v1/export.jsonl",
            Office::Surveys => "/v1/surveys",
            Office::Callbacks => "/v1/callbacks",
            Office::Events => "/v1/events",
            Office::Event(_) => "/v1/events/{id}",
            Office::Invites(_) => "/v1/events/{id}/invites",
            Office::Ruling(Ruling::Include, _) => "/v1/responses/{id}/include",
            Office::Ruling(Ruling::Exclude, _) => "/v1/responses/{id}/exclude",
            Office::OpenApi => "/openapi.json",
            Office::Director => "/director",
            Office::Session => "/director/session",
            Office::SessionEnd => "/director/session/end",
            Office::Suspects => "/director/suspects",
            Office::Notices => "/director/notices",
            Office::EventList => "/director/events",
            Office::EventForm => "/director/events/new",
            Office::EventPage(_) => "/director/events/{id}",
            Office::EventInvites(_) => "/director/events/{id}/invites",
        }
    }

    fn knows_surveys(&self) -> bool {
        !matches!(self, Office::OpenApi | Office::Session | Office::SessionEnd)
    }

    fn sharing(&self) -> Sharing {
        match self {
            Office::Callbacks => Sharing::Listed,
            Office::Surveys => Sharing::Everybody,
            Office::Aggregates
            | Office::Responses
            | Office::Export(_)
            | Office::Events
            | Office::Event(_)
            | Office::Invites(_)
            | Office::Ruling(..)
            | Office::OpenApi
            | Office::Director
            | Office::Session
            | Office::SessionEnd
            | Office::Suspects
            | Office::Notices
            | Office::EventList
            | Office::EventForm
            | Office::EventPage(_)
            | Office::EventInvites(_) => Sharing::Own,
        }
    }

    fn methods(&self) -> &'static str {
        match self {
            Office::Responses
            | Office::Callbacks
            | Office::EventForm
            | Office::EventPage(_)
            | Office::Suspects => "GET, HEAD, POST, OPTIONS",
            Office::Invites(_) => "GET, HEAD, POST, DELETE, OPTIONS",
            Office::Event(_) => "GET, HEAD, PUT, OPTIONS",
            Office::Ruling(..) | Office::EventInvites(_) => "POST, OPTIONS",
            Office::Session | Office::SessionEnd | Office::Notices => "POST, OPTIONS",
            Office::Aggregates
            | Office::Export(_)
            | Office::Surveys
            | Office::Events
            | Office::OpenApi
            | Office::Director
            | Office::EventList => "GET, HEAD, OPTIONS",
        }
    }

    async fn admit(&self, call: &Call, env: &Env, settings: &Settings) -> Outcome<Caller> {
        super::admit(self, self.access(), call, env, settings).await
    }

    async fn read(
        self,
        caller: &Caller,
        call: &Call,
        env: &Env,
        settings: &Settings,
    ) -> Outcome<Response> {
        let reader = || Reader::new(env, &call.trace);
        match self {
            Office::Aggregates => {
                let query = caller.narrowed(&call.query)?;
                filter::get(&query, call, settings, &reader()?).await
            }
            Office::Responses => {
                responses::list(&caller.narrowed(&call.query)?, call, &reader()?).await
            }
            Office::Export(kind) => {
                let query = caller.narrowed(&call.query)?;
                exports::get(kind, &query, call, settings, reader()?).await
            }
            Office::Surveys => survey_list::list(call, settings),
            Office::Callbacks => callbacks::list(env, settings, &reader()?).await,
            Office::Events => {
                let query = caller.narrowed(&call.query)?;
                events::list(&query, call, settings, &reader()?).await
            }
            Office::Event(id) => events::get(id, caller, call, settings, &reader()?).await,
            Office::Invites(event) => invites::get(event, caller, call, env, settings).await,
            Office::OpenApi => health::openapi(settings, env).await,
            Office::Director => director::get(caller, call, env, settings, &reader()?).await,
            Office::Suspects => moderation_queue::list(caller, call, env, settings).await,
            Office::EventList => event_pages::list(caller, call, settings, &reader()?).await,
            Office::EventForm => event_pages::blank(caller, call, settings),
            Office::EventPage(id) => {
                event_pages::show(id, caller, call, settings, &reader()?).await
            }
            Office::Ruling(..)
            | Office::EventInvites(_)
            | Office::Notices
            | Office::Session
            | Office::SessionEnd => Err(self.not_allowed()),
        }
    }

    async fn write(
        self,
        caller: &Caller,
        call: &Call,
        request: Request,
        env: &Env,
        settings: &Settings,
    ) -> Outcome<Response> {
        match (&call.method, self) {
            (Method::Put, Office::Event(id)) => {
                events::put(id, caller, call, request, env, settings).await
            }
            (Method::Delete, Office::Invites(event)) => {
                invites::delete(event, caller, call, env).await
            }
            (Method::Post, route) => route.post(caller, call, request, env, settings).await,
            (_, route) => Err(route.not_allowed()),
        }
    }
}

impl Office<'_> {
    async fn post(
        self,
        caller: &Caller,
        call: &Call,
        request: Request,
        env: &Env,
        settings: &Settings,
    ) -> Outcome<Response> {
        match self {
            Office::Invites(event) => {
                invites::post(event, caller, call, request, env, settings).await
            }
            Office::Ruling(ruling, id) => moderation::post(id, ruling, call, request, env).await,
            Office::Session => sign_in::open(call, request, env, settings).await,
            Office::SessionEnd => sign_in::end(call, settings),
            Office::Suspects => {
                moderation_queue::decide(caller, call, request, env, settings).await
            }
            Office::Notices => outbox::again(caller, call, env, settings).await,
            Office::EventForm => {
                event_pages::save(None, caller, call, request, env, settings).await
            }
            Office::EventPage(id) => {
                event_pages::save(Some(id), caller, call, request, env, settings).await
            }
            Office::EventInvites(id) => {
                event_pages::invite(id, caller, call, request, env, settings).await
            }
            Office::Aggregates
            | Office::Responses
            | Office::Export(_)
            | Office::Surveys
            | Office::Callbacks
            | Office::Events
            | Office::Event(_)
            | Office::OpenApi
            | Office::Director
            | Office::EventList => Err(self.not_allowed()),
        }
    }
}

#[cfg(test)]
pub fn all() -> Vec<(&'static str, &'static str)> {
    let routes = [
        Office::Aggregates,
        Office::Responses,
        Office::Export(exports::Kind::Csv),
        Office::Export(exports::Kind::Jsonl),
        Office::Surveys,
        Office::Callbacks,
        Office::Events,
        Office::Event(""),
        Office::Invites(""),
        Office::Ruling(Ruling::Include, ""),
        Office::Ruling(Ruling::Exclude, ""),
        Office::OpenApi,
        Office::Director,
        Office::Session,
        Office::SessionEnd,
        Office::Suspects,
        Office::Notices,
        Office::EventList,
        Office::EventForm,
        Office::EventPage(""),
        Office::EventInvites(""),
    ];
    let routes = routes.iter();
    routes.map(|it| (it.name(), it.methods())).collect()
}
