//! The desk, where things are set up: what is asked, answers from elsewhere, what is sent and printed.

use super::{Route, Sharing, parts};
use crate::agency::api::email;
use crate::agency::api::imports;
use crate::agency::api::qr;
use crate::agency::api::surveys;
use crate::auth::principal::Caller;
use crate::http::error::Outcome;
use crate::http::request::Call;
use otklik_embed::settings::Settings;
use worker::{Env, Method, Request, Response};

pub enum Desk<'a> {
    Import,
    Survey(&'a str),
    Email(&'a str),
    Qr(qr::Kind, &'a str),
}

impl<'a> Route<'a> for Desk<'a> {
    type Caller = Caller;

    fn find(_method: &Method, path: &'a str) -> Option<Desk<'a>> {
        let (parts, count) = parts(path)?;
        Some(match parts[..count] {
            ["v1", "import"] => Desk::Import,
            ["v1", "surveys", survey] => Desk::Survey(survey),
            ["v1", "surveys", survey, "email"] => Desk::Email(survey),
            ["v1", "surveys", survey, file] => Desk::Qr(qr::Kind::of_file(file)?, survey),
            _ => return None,
        })
    }

    fn name(&self) -> &'static str {
        match self {
            Desk::Import => "/v1/import",
            Desk::Survey(_) => "/v1/surveys/{survey}",
            Desk::Email(_) => "/v1/surveys/{survey}/email",
            Desk::Qr(qr::Kind::Svg, _) => "/v1/surveys/{survey}/qr.svg",
            Desk::Qr(qr::Kind::Png, _) => "/v1/surveys/{survey}/qr.png",
        }
    }

    fn knows_surveys(&self) -> bool {
        true
    }

    fn sharing(&self) -> Sharing {
        match self {
            Desk::Email(_) | Desk::Qr(..) => Sharing::Everybody,
            Desk::Import | Desk::Survey(_) => Sharing::Own,
        }
    }

    fn methods(&self) -> &'static str {
        match self {
            Desk::Import => "POST, OPTIONS",
            Desk::Survey(_) => "GET, HEAD, PUT, OPTIONS",
            Desk::Email(_) | Desk::Qr(..) => "GET, HEAD, OPTIONS",
        }
    }

    async fn admit(&self, call: &Call, env: &Env, settings: &Settings) -> Outcome<Caller> {
        super::admit(self, self.access(), call, env, settings).await
    }

    async fn read(
        self,
        _caller: &Caller,
        call: &Call,
        env: &Env,
        settings: &Settings,
    ) -> Outcome<Response> {
        match self {
            Desk::Survey(id) => surveys::get(id, call, env).await,
            Desk::Email(survey) => email::get(survey, call, settings),
            Desk::Qr(kind, survey) => qr::get(kind, survey, call, settings),
            Desk::Import => Err(self.not_allowed()),
        }
    }

    async fn write(
        self,
        _caller: &Caller,
        call: &Call,
        request: Request,
        env: &Env,
        settings: &Settings,
    ) -> Outcome<Response> {
        match (&call.method, self) {
            (Method::Put, Desk::Survey(id)) => surveys::put(id, call, request, env).await,
            (Method::Post, Desk::Import) => imports::post(call, request, env, settings).await,
            (_, route) => Err(route.not_allowed()),
        }
    }
}

#[cfg(test)]
pub fn all() -> Vec<(&'static str, &'static str)> {
    let routes = [
        Desk::Import,
        Desk::Survey(""),
        Desk::Email(""),
        Desk::Qr(qr::Kind::Svg, ""),
        Desk::Qr(qr::Kind::Png, ""),
    ];
    let routes = routes.iter();
    routes.map(|it| (it.name(), it.methods())).collect()
}
