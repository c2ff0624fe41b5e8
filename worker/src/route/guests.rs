//! What guests wait for: forms, what host pages load, votes, requests to be called.

use super::{Route, Sharing, parts};
use crate::guest::callbacks;
use crate::guest::cancel;
use crate::guest::embed;
use crate::guest::embed::Kind;
use crate::guest::links;
use crate::guest::links::LinkKind;
use crate::guest::preview;
use crate::guest::submit;
use crate::guest::survey_form;
use crate::guest::survey_form::{Asked, Origin};
use crate::health;
use crate::http::error::Outcome;
use crate::http::request::Call;
use crate::store::{Reader, Store};
use otklik_embed::page::form_kind::FormKind;
use otklik_embed::settings::Settings;
use worker::{Env, Method, Request, Response};

pub const HEALTH: &str = "/healthz";

pub enum Guests<'a> {
    Form(FormKind, &'a str),
    Cancel(&'a str),
    Embed(Kind, &'a str),
    Widget(&'a str),
    Preview(&'a str),
    Responses,
    Callbacks,
    Link(LinkKind, &'a str),
    Health,
    Robots,
}

impl<'a> Route<'a> for Guests<'a> {
    type Caller = ();

    fn find(method: &Method, path: &'a str) -> Option<Guests<'a>> {
        let (parts, count) = parts(path)?;
        // Reading what was sent is the office's.
        let reads = matches!(method, Method::Get | Method::Head);
        Some(match parts[..count] {
            ["s", survey] => Guests::Form(FormKind::Survey, survey),
            ["c", survey] => Guests::Form(FormKind::Callback, survey),
            ["cancel", id] => Guests::Cancel(id),
            ["embed", file] => {
                let (survey, ending) = file.split_once('.')?;
                Guests::Embed(Kind::of_ending(ending)?, survey)
            }
            ["widget", file] => Guests::Widget(file),
            ["preview", file] => Guests::Preview(file),
            ["v1", "responses"] if !reads => Guests::Responses,
            ["v1", "callbacks"] if !reads => Guests::Callbacks,
            ["e", code] => Guests::Link(LinkKind::Event, code),
            ["r", code] => Guests::Link(LinkKind::Invite, code),
            ["healthz"] => Guests::Health,
            ["robots.txt"] => Guests::Robots,
            _ => return None,
        })
    }

    fn name(&self) -> &'static str {
        match self {
            Guests::Form(FormKind::Survey, _) => "/s/{survey}",
            Guests::Form(FormKind::Callback, _) => "/c/{survey}",
            Guests::Cancel(_) => "/cancel/{id}",
            Guests::Embed(Kind::Script, _) => "/embed/{survey}.js",
            Guests::Embed(Kind::Payload, _) => "/embed/{survey}.json",
            Guests::Widget(_) => "/widget/{file}",
            Guests::Preview(_) => "/preview/{file}",
            Guests::Responses => "/v1/responses",
            Guests::Callbacks => "/v1/callbacks",
            Guests::Link(LinkKind::Event, _) => "/e/{code}",
            Guests::Link(LinkKind::Invite, _) => "/r/{code}",
            Guests::Health => HEALTH,
            Guests::Robots => "/robots.txt",
        }
    }

    fn sharing(&self) -> Sharing {
        match self {
            Guests::Responses | Guests::Callbacks => Sharing::Listed,
            Guests::Embed(..) | Guests::Widget(_) | Guests::Preview(_) => Sharing::Everybody,
            Guests::Form(..)
            | Guests::Cancel(_)
            | Guests::Link(..)
            | Guests::Health
            | Guests::Robots => Sharing::Own,
        }
    }

    fn knows_surveys(&self) -> bool {
        match self {
            Guests::Form(..)
            | Guests::Embed(..)
            | Guests::Responses
            | Guests::Callbacks
            | Guests::Link(..) => true,
            Guests::Cancel(_)
            | Guests::Widget(_)
            | Guests::Preview(_)
            | Guests::Health
            | Guests::Robots => false,
        }
    }

    fn methods(&self) -> &'static str {
        match self {
            Guests::Form(..)
            | Guests::Cancel(_)
            | Guests::Responses
            | Guests::Callbacks
            | Guests::Link(..) => "GET, HEAD, POST, OPTIONS",
            Guests::Embed(..)
            | Guests::Widget(_)
            | Guests::Preview(_)
            | Guests::Health
            | Guests::Robots => "GET, HEAD, OPTIONS",
        }
    }

    /// Guests need no leave.
    async fn admit(&self, _call: &Call, _env: &Env, _settings: &Settings) -> Outcome<()> {
        Ok(())
    }

    async fn read(
        self,
        _caller: &(),
        call: &Call,
        env: &Env,
        settings: &Settings,
    ) -> Outcome<Response> {
        let reader = || Reader::new(env, &call.trace);
        match self {
            Guests::Form(kind, survey) => {
                survey_form::show(kind, survey, call, env, settings).await
            }
            Guests::Cancel(id) => cancel::show(id, call, settings, &reader()?).await,
            Guests::Embed(kind, survey) => embed::serve(kind, survey, call, env, settings).await,
            Guests::Widget(file) => embed::widget(file, call, env).await,
            Guests::Preview(file) => preview::get(file, env).await,
            Guests::Link(kind, code) => links::show(kind, code, call, env, settings).await,
            Guests::Health => health::health(call, env, settings, &reader()?).await,
            Guests::Robots => health::robots(),
            Guests::Responses | Guests::Callbacks => Err(self.not_allowed()),
        }
    }

    async fn write(
        self,
        _caller: &(),
        call: &Call,
        request: Request,
        env: &Env,
        settings: &Settings,
    ) -> Outcome<Response> {
        if call.method != Method::Post {
            return Err(self.not_allowed());
        }
        match self {
            Guests::Form(kind, survey) => {
                let asked = Asked {
                    kind,
                    survey,
                    origin: Origin::Open,
                };
                survey_form::submit(asked, call, request, env, settings).await
            }
            Guests::Cancel(id) => {
                cancel::submit(id, call, settings, &Store::new(env, &call.trace)?).await
            }
            Guests::Responses => submit::post(call, request, env, settings).await,
            Guests::Callbacks => callbacks::post(call, request, env, settings).await,
            Guests::Link(kind, code) => {
                links::submit(kind, code, call, request, env, settings).await
            }
            Guests::Embed(..)
            | Guests::Widget(_)
            | Guests::Preview(_)
            | Guests::Health
            | Guests::Robots => Err(self.not_allowed()),
        }
    }
}

#[cfg(test)]
pub fn all() -> Vec<(&'static str, &'static str)> {
    let routes = [
        Guests::Form(FormKind::Survey, ""),
        Guests::Form(FormKind::Callback, ""),
        Guests::Cancel(""),
        Guests::Embed(Kind::Script, ""),
        Guests::Embed(Kind::Payload, ""),
        Guests::Widget(""),
        Guests::Preview(""),
        Guests::Responses,
        Guests::Callbacks,
        Guests::Link(LinkKind::Event, ""),
        Guests::Link(LinkKind::Invite, ""),
        Guests::Health,
        Guests::Robots,
    ];
    let routes = routes.iter();
    routes.map(|it| (it.name(), it.methods())).collect()
}
