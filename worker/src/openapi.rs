//! The API's description, made natively from the types that the worker serves, and kept in
//! `assets/openapi.json`. The test says when the file is behind; `OTKLIK_WRITE_OPENAPI=1` brings it up.

#![expect(dead_code, reason = "what is described here is served elsewhere")]

mod agency;
mod guests;
mod queries;

use crate::auth::principal::{Access, Role};
use crate::route::Route;
use crate::route::desk::Desk;
use crate::route::guests::Guests;
use crate::route::office::Office;
use serde_json::{Value, json};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi};
use worker::Method;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Otklik",
        description = "Surveys and callbacks of an event agency: answers in, numbers out.",
    ),
    servers((url = "https://otklik.example")),
    paths(
        guests::vote_page,
        guests::vote,
        guests::callback_page,
        guests::call_me,
        guests::cancel_page,
        guests::cancel,
        guests::loader,
        guests::payload,
        guests::widget,
        guests::preview,
        guests::responses,
        guests::callbacks,
        guests::health,
        guests::description,
        guests::robots,
        guests::guest_page,
        guests::guest_vote,
        guests::invite_page,
        guests::invite_vote,
        agency::email,
        agency::qr_svg,
        agency::qr_png,
        agency::list_callbacks,
        agency::aggregates,
        agency::list_responses,
        agency::export_csv,
        agency::export_jsonl,
        agency::import,
        agency::surveys,
        agency::survey,
        agency::put_survey,
        agency::director,
        agency::sign_in,
        agency::sign_out,
        agency::events,
        agency::event,
        agency::put_event,
        agency::event_list,
        agency::event_form,
        agency::make_event,
        agency::event_page,
        agency::save_event,
        agency::issue_invites,
        agency::invites,
        agency::revoke_invite,
        agency::include,
        agency::exclude,
        agency::notices,
        agency::suspects,
        agency::decide,
        agency::order_invites
    ),
    modifiers(&Bearer),
)]
struct Api;

struct Bearer;

const BEARER: &str = "The secret `DIRECTOR_TOKEN`, or a token that `cargo xtask token` made. With each operation \
    stand the roles that it lets in. A manager's token is for the events that name that manager, and for \
    their numbers.";

impl Modify for Bearer {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let scheme = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some(BEARER))
            .build();
        let components = openapi.components.get_or_insert_default();
        components.add_security_scheme("token", SecurityScheme::Http(scheme));
    }
}

/// What the routes' table says of an address.
fn access(method: &Method, path: &str) -> Access {
    match Guests::find(method, path) {
        Some(_) => Access::Open,
        None => Office::find(method, path)
            .map(|route| route.access())
            .unwrap_or_else(|| Desk::find(method, path).unwrap().access()),
    }
}

fn generated() -> String {
    let mut json = Api::openapi().to_pretty_json().unwrap();
    json.push('\n');
    json
}

#[test]
fn the_file_says_what_the_code_says() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/openapi.json");
    if std::env::var_os("OTKLIK_WRITE_OPENAPI").is_some() {
        std::fs::write(path, generated()).unwrap();
    }
    let file = std::fs::read_to_string(path).unwrap();
    assert!(
        file == generated(),
        "run `OTKLIK_WRITE_OPENAPI=1 cargo test -p otklik-worker openapi`"
    );
}

#[test]
fn every_route_and_method_is_described() {
    let api: Value = serde_json::from_str(&generated()).unwrap();
    for (path, methods) in crate::route::all() {
        let described = api["paths"][path].as_object();
        let described = described.unwrap_or_else(|| panic!("{path} is not described"));
        for method in ["GET", "POST", "PUT", "DELETE"] {
            let serves = methods.split(", ").any(|served| served == method);
            let told = described.contains_key(&method.to_lowercase());
            assert_eq!(serves, told, "{method} {path}");
        }
    }
    let n_described = api["paths"].as_object().unwrap().len();
    assert_eq!(
        n_described,
        crate::route::all().len(),
        "described, but not served"
    );
}

#[test]
fn every_address_tells_whom_it_lets_in() {
    let api: Value = serde_json::from_str(&generated()).unwrap();
    for (path, methods) in api["paths"].as_object().unwrap() {
        for (method, told) in methods.as_object().unwrap() {
            let expected = match access(&Method::from(method.to_uppercase()), path) {
                Access::Of(roles) => {
                    let words: Vec<&str> = roles.iter().copied().map(Role::as_str).collect();
                    json!([{"token": words}])
                }
                Access::Open | Access::Page => Value::Null,
            };
            assert_eq!(told["security"], expected, "{method} {path}");
        }
    }
}
