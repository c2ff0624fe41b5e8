//! The API's description, generated natively from the table of routes and the handlers' attributes, and stored in
//! `assets/openapi.json`, so that the worker need not contain utoipa. `OTKLIK_WRITE_OPENAPI=1` writes the file.

use super::routes::{self, Handlers};
use crate::auth::guard::Access;
use crate::auth::role::Role;
use serde_json::Value;
use std::collections::BTreeSet;
use utoipa::OpenApi;
use utoipa::openapi::path::{Operation, PathItem};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{InfoBuilder, LicenseBuilder, ServerBuilder};
use worker::Method;

const BEARER: &str = "The secret `DIRECTOR_TOKEN`, or a token that `cargo xtask token` made. Each \
    operation lists the roles that it admits. A manager's token is for the events that name that manager, and for \
    their numbers.";

fn generated() -> String {
    let mut api = Handlers::openapi();
    api.info = InfoBuilder::new()
        .title("Otklik")
        .description(Some(
            "Surveys and callbacks of an event agency: answers in, numbers out.",
        ))
        .version(env!("CARGO_PKG_VERSION"))
        .license(Some(
            LicenseBuilder::new()
                .name("Apache-2.0")
                .identifier(Some("Apache-2.0"))
                .build(),
        ))
        .build();
    api.servers = Some(vec![
        ServerBuilder::new().url("https://otklik.example").build(),
    ]);
    let scheme = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .description(Some(BEARER))
        .build();
    let components = api.components.get_or_insert_default();
    components.add_security_scheme("token", SecurityScheme::Http(scheme));
    for route in routes::all() {
        let Some(item) = api.paths.paths.get_mut(route.path) else {
            continue;
        };
        for action in route.actions() {
            if let (Access::Roles(roles), Some(operation)) =
                (action.access, operation(item, &action.method))
            {
                let names = roles.iter().copied().map(Role::as_str);
                operation.security = Some(vec![SecurityRequirement::new("token", names)]);
            }
        }
    }
    let mut json = api.to_pretty_json().unwrap();
    json.push('\n');
    json
}

fn operation<'a>(item: &'a mut PathItem, method: &Method) -> Option<&'a mut Operation> {
    match method {
        Method::Get => item.get.as_mut(),
        Method::Post => item.post.as_mut(),
        Method::Put => item.put.as_mut(),
        Method::Delete => item.delete.as_mut(),
        _ => None,
    }
}

#[test]
fn openapi_json_is_up_to_date() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/openapi.json");
    if std::env::var_os("OTKLIK_WRITE_OPENAPI").is_some() {
        std::fs::write(path, generated()).unwrap();
    }
    let file = std::fs::read_to_string(path).unwrap();
    assert!(
        file == generated(),
        "run `OTKLIK_WRITE_OPENAPI=1 cargo test -p otklik-worker description`"
    );
}

/// A handler's attribute repeats its path and method, which utoipa cannot read from the table.
#[test]
fn attributes_name_the_paths_and_methods_of_the_table() {
    let api: Value = serde_json::from_str(&generated()).unwrap();
    let paths = api["paths"].as_object().unwrap().iter();
    let described: BTreeSet<(String, String)> = paths
        .flat_map(|(path, item)| {
            let methods = item.as_object().unwrap().keys();
            methods.map(move |method| (path.clone(), method.to_uppercase()))
        })
        .collect();
    let served: BTreeSet<(String, String)> = routes::all()
        .iter()
        .flat_map(|route| {
            let actions = route.actions().iter();
            actions.map(|action| (route.path.to_owned(), action.method.as_ref().to_owned()))
        })
        .collect();
    assert_eq!(described, served);
}
