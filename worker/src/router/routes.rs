//! The table of routes. A row has the path, its cross-origin rule, and for each method the guard and the
//! handler; the handler's own attribute describes it for the API's description, which is made of this table.

use super::table::{CrossOrigin, Route};
use crate::auth::guard::{DirectorApi, DirectorForm, DirectorPage, Open, Roles};
use crate::auth::role::{Events, Numbers, Records};
use std::sync::LazyLock;

const NUMBERS: Roles<Numbers> = Roles::new();
const RECORDS: Roles<Records> = Roles::new();
const EVENTS: Roles<Events> = Roles::new();

macro_rules! routes {
    ($( $path:literal $(.$option:ident($($value:tt)*))* {
        $( $method:ident $guard:ident $room:ident$(::$name:ident)+ )+
    } )+) => {
        static ROUTES: LazyLock<Vec<Route>> = LazyLock::new(|| {
            vec![$(
                Route::new($path)
                    $(.$option($($value)*))*
                    $(.$method($guard, crate::$room$(::$name)+))+
            ),+]
        });

        /// The handlers' descriptions.
        #[cfg(test)]
        #[derive(utoipa::OpenApi)]
        #[openapi(paths($($(crate::$room$(::$name)+,)+)+))]
        pub struct Handlers;
    };
}

routes! {
    "/".without_surveys() {
        get Open guest::home::redirect
    }
    "/s/{survey}" {
        get Open guest::survey_form::show
        post Open guest::survey_form::submit
    }
    "/c/{survey}" {
        get Open guest::callback_form::show
        post Open guest::callback_form::submit
    }
    "/e/{code}" {
        get Open guest::links::show_event
        post Open guest::links::submit_event
    }
    "/r/{code}" {
        get Open guest::links::show_invite
        post Open guest::links::submit_invite
    }
    "/cancel/{id}".without_surveys() {
        get Open guest::cancel::show
        post Open guest::cancel::submit
    }
    "/embed/{survey}.js".cross_origin(CrossOrigin::Everybody) {
        get Open guest::embed::loader
    }
    "/embed/{survey}.json".cross_origin(CrossOrigin::Everybody) {
        get Open guest::embed::payload
    }
    "/widget/{file}".without_surveys().cross_origin(CrossOrigin::Everybody) {
        get Open guest::embed::widget
    }
    "/preview/{file}".without_surveys().cross_origin(CrossOrigin::Everybody) {
        get Open guest::preview::get
    }
    "/v1/responses".cross_origin(CrossOrigin::Listed) {
        get RECORDS agency::api::responses::list
        post Open guest::submit::post
    }
    "/v1/callbacks".cross_origin(CrossOrigin::Listed) {
        get RECORDS agency::api::callbacks::list
        post Open guest::callbacks::post
    }
    "/v1/aggregates" {
        get NUMBERS agency::api::aggregates::get
    }
    "/v1/export.csv" {
        get RECORDS agency::api::exports::csv
    }
    "/v1/export.jsonl" {
        get RECORDS agency::api::exports::jsonl
    }
    "/v1/import" {
        post DirectorApi agency::api::imports::post
    }
    "/v1/responses/{id}/include" {
        post DirectorApi agency::api::moderation::include
    }
    "/v1/responses/{id}/exclude" {
        post DirectorApi agency::api::moderation::exclude
    }
    "/v1/surveys".cross_origin(CrossOrigin::Everybody) {
        get Open agency::api::survey_list::list
    }
    "/v1/surveys/{survey}" {
        get DirectorApi agency::api::surveys::get
        put DirectorApi agency::api::surveys::put
    }
    "/v1/surveys/{survey}/email".cross_origin(CrossOrigin::Everybody) {
        get Open agency::api::email::get
    }
    "/v1/surveys/{survey}/qr.svg".cross_origin(CrossOrigin::Everybody) {
        get Open agency::api::qr::svg
    }
    "/v1/surveys/{survey}/qr.png".cross_origin(CrossOrigin::Everybody) {
        get Open agency::api::qr::png
    }
    "/v1/events" {
        get EVENTS agency::api::events::list
    }
    "/v1/events/{id}" {
        get EVENTS agency::api::events::get
        put EVENTS agency::api::events::put
    }
    "/v1/events/{id}/invites" {
        get EVENTS agency::api::invites::get
        post EVENTS agency::api::invites::post
        delete EVENTS agency::api::invites::delete
    }
    "/director" {
        get DirectorPage agency::pages::director::get
    }
    "/director/session".without_surveys() {
        post Open agency::pages::sign_in::open
    }
    "/director/session/end".without_surveys() {
        post Open agency::pages::sign_in::end
    }
    "/director/moderation" {
        get DirectorPage agency::pages::moderation_queue::list
        post DirectorPage agency::pages::moderation_queue::decide
    }
    "/director/outbox" {
        post DirectorPage agency::pages::outbox::retry
    }
    "/director/events" {
        get DirectorPage agency::pages::events::list
    }
    "/director/events/new" {
        get DirectorPage agency::pages::events::blank
        post DirectorForm agency::pages::events::create
    }
    "/director/events/{id}" {
        get DirectorPage agency::pages::events::show
        post DirectorForm agency::pages::events::save
    }
    "/director/events/{id}/invites" {
        post DirectorPage agency::pages::events::invite
    }
    "/healthz".without_surveys() {
        get Open health::get
    }
    "/openapi.json".without_surveys() {
        get Open agency::api::openapi::get
    }
    "/robots.txt".without_surveys() {
        get Open guest::home::robots
    }
}

/// The first route of the table that a path matches, with the part in the place of its `{...}`.
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
