//! The table of routes. A row has the path, its cross-origin rule, and for each method the guard and the
//! handler. The API's description is made from this table and the handlers' attributes.

use super::table::{CrossOrigin, Delete, Get, Post, Put, Route};
use crate::auth::guard::{DirectorApi, DirectorForm, DirectorPage, Open, Roles};
use crate::auth::role::{Events, Numbers, Records};
use std::sync::LazyLock;

const NUMBERS: Roles<Numbers> = Roles::new();
const RECORDS: Roles<Records> = Roles::new();
const EVENTS: Roles<Events> = Roles::new();

macro_rules! routes {
    ($( $path:literal $(.$option:ident($($value:tt)*))* {
        $( $verb:ident $guard:ident $folder:ident$(::$name:ident)+ )+
    } )+) => {
        static ROUTES: LazyLock<Vec<Route>> = LazyLock::new(|| {
            vec![$(
                Route::new($path)
                    $(.$option($($value)*))*
                    $(.on($verb, $guard, crate::$folder$(::$name)+))+
            ),+]
        });

        /// The handlers' descriptions.
        #[cfg(test)]
        #[derive(utoipa::OpenApi)]
        #[openapi(paths($($(crate::$folder$(::$name)+,)+)+))]
        pub struct Handlers;
    };
}

routes! {
    "/".without_surveys() {
        Get Open guest::home::redirect
    }
    "/s/{survey}" {
        Get Open guest::survey_form::show
        Post Open guest::survey_form::submit
    }
    "/c/{survey}" {
        Get Open guest::callback_form::show
        Post Open guest::callback_form::submit
    }
    "/e/{code}" {
        Get Open guest::links::show_event
        Post Open guest::links::submit_event
    }
    "/r/{code}" {
        Get Open guest::links::show_invite
        Post Open guest::links::submit_invite
    }
    "/cancel/{id}".without_surveys() {
        Get Open guest::cancel::show
        Post Open guest::cancel::submit
    }
    "/embed/{survey}.js".cross_origin(CrossOrigin::Everybody) {
        Get Open guest::embed::loader
    }
    "/embed/{survey}.json".cross_origin(CrossOrigin::Everybody) {
        Get Open guest::embed::payload
    }
    "/widget/{file}".without_surveys().cross_origin(CrossOrigin::Everybody) {
        Get Open guest::embed::widget
    }
    "/preview/{file}".without_surveys().cross_origin(CrossOrigin::Everybody) {
        Get Open guest::preview::get
    }
    "/v1/responses".cross_origin(CrossOrigin::Listed) {
        Get RECORDS agency::api::responses::list
        Post Open guest::submit::post
    }
    "/v1/callbacks".cross_origin(CrossOrigin::Listed) {
        Get RECORDS agency::api::callbacks::list
        Post Open guest::callbacks::post
    }
    "/v1/callbacks/{id}/events" {
        Post DirectorApi agency::api::case_events::post
    }
    "/v1/contacts/rekey".without_surveys() {
        Post DirectorApi agency::api::contacts::rekey
    }
    "/v1/aggregates" {
        Get NUMBERS agency::api::aggregates::get
    }
    "/v1/export.csv" {
        Get RECORDS agency::api::exports::csv
    }
    "/v1/export.xlsx" {
        Get RECORDS agency::api::exports::xlsx
    }
    "/v1/export.jsonl" {
        Get RECORDS agency::api::exports::jsonl
    }
    "/v1/audit".without_surveys() {
        Get DirectorApi agency::api::audit::list
    }
    "/v1/import" {
        Post DirectorApi agency::api::imports::post
    }
    "/v1/responses/{id}/include" {
        Post DirectorApi agency::api::moderation::include
    }
    "/v1/responses/{id}/exclude" {
        Post DirectorApi agency::api::moderation::exclude
    }
    "/v1/surveys".cross_origin(CrossOrigin::Everybody) {
        Get Open agency::api::survey_list::list
    }
    "/v1/surveys/{survey}" {
        Get DirectorApi agency::api::surveys::get
        Put DirectorApi agency::api::surveys::put
    }
    "/v1/surveys/{survey}/email".cross_origin(CrossOrigin::Everybody) {
        Get Open agency::api::email::get
    }
    "/v1/surveys/{survey}/qr.svg".cross_origin(CrossOrigin::Everybody) {
        Get Open agency::api::qr::svg
    }
    "/v1/surveys/{survey}/qr.png".cross_origin(CrossOrigin::Everybody) {
        Get Open agency::api::qr::png
    }
    "/v1/events" {
        Get EVENTS agency::api::events::list
    }
    "/v1/events/{id}" {
        Get EVENTS agency::api::events::get
        Put EVENTS agency::api::events::put
    }
    "/v1/events/{id}/invites" {
        Get EVENTS agency::api::invites::get
        Post EVENTS agency::api::invites::post
        Delete DirectorApi agency::api::invites::delete
    }
    "/director" {
        Get DirectorPage agency::pages::director::get
    }
    "/director/session".without_surveys() {
        Post Open agency::pages::sign_in::open
    }
    "/director/session/end".without_surveys() {
        Post Open agency::pages::sign_in::end
    }
    "/director/sessions/end".without_surveys() {
        Post DirectorPage agency::pages::sign_in::end_all
    }
    "/director/moderation" {
        Get DirectorPage agency::pages::moderation_queue::list
        Post DirectorPage agency::pages::moderation_queue::decide
    }
    "/director/audit" {
        Get DirectorPage agency::pages::audit::list
    }
    "/director/callbacks" {
        Get DirectorPage agency::pages::callbacks::list
        Post DirectorPage agency::pages::callbacks::decide
    }
    "/director/callbacks/{id}" {
        Post DirectorPage agency::pages::callbacks::work
    }
    "/director/low-answers" {
        Get DirectorPage agency::pages::low_answers::list
    }
    "/director/outbox" {
        Post DirectorPage agency::pages::outbox::retry
    }
    "/director/events" {
        Get DirectorPage agency::pages::events::list
    }
    "/director/events/new" {
        Get DirectorPage agency::pages::events::blank
        Post DirectorForm agency::pages::events::create
    }
    "/director/events/{id}" {
        Get DirectorPage agency::pages::events::show
        Post DirectorForm agency::pages::events::save
    }
    "/director/events/{id}/invites" {
        Post DirectorPage agency::pages::events::invite
    }
    "/healthz".without_surveys() {
        Get Open health::get
    }
    "/openapi.json".without_surveys() {
        Get Open agency::api::openapi::get
    }
    "/robots.txt".without_surveys() {
        Get Open guest::home::robots
    }
}

/// The first route of the table that a path matches, with the part that its `{...}` matches.
pub fn find(path: &str) -> Option<(&'static Route, String)> {
    let routes = ROUTES.iter();
    let mut found = routes.filter_map(|route| Some((route, route.matches(path)?.to_owned())));
    found.next()
}

#[cfg(test)]
pub fn all() -> &'static [Route] {
    &ROUTES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_route_of_the_table_is_found_by_its_own_path() {
        for route in all() {
            let found = find(route.path).map(|(found, _)| found.path);
            assert_eq!(found, Some(route.path));
        }
    }
}
