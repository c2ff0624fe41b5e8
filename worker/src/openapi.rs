//! The API's description, made natively from the types that the worker serves, and kept in
//! `assets/openapi.json`. The test says when the file is behind; `OTKLIK_WRITE_OPENAPI=1` brings it up.

#![expect(dead_code, reason = "what is described here is served elsewhere")]

use crate::aggregates::Aggregates;
use crate::answer::ErrorBody;
use crate::callbacks::{CallbackList, CallbackReceipt};
use crate::email::EmailBody;
use crate::events::{EventEntry, EventList};
use crate::responses::Receipt;
use crate::service::Health;
use otklik_survey::event::EventDraft;
use otklik_survey::{CallbackDraft, Submission};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Otklik",
        description = "Surveys and callbacks of an event agency: answers in, numbers out.",
    ),
    servers((url = "https://otklik.example")),
    paths(
        vote_page, vote, callback_page, call_me, cancel_page, cancel, loader, payload, widget, email, qr_svg,
        qr_png, preview, responses, callbacks,
        list_callbacks, aggregates, director, sign_in, sign_out, health, description, robots,
        guest_page, guest_vote, events, event, put_event, event_list, event_form, make_event, event_page,
        save_event
    ),
    modifiers(&Bearer),
)]
struct Api;

struct Bearer;

impl Modify for Bearer {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let scheme = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
        let components = openapi.components.get_or_insert_default();
        components.add_security_scheme("director", SecurityScheme::Http(scheme));
    }
}

/// The parameters of a vote's address: they travel with the answers and are not trusted.
#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct VoteQuery {
    /// The event's id; 64 characters at most.
    event: Option<String>,
    touchpoint: Option<otklik_survey::Touchpoint>,
    channel: Option<otklik_survey::Channel>,
    /// Whom the link names as the manager; 64 characters at most.
    manager: Option<String>,
    /// The agency's own reference, opaque, 64 characters at most; dropped where it looks like a
    /// phone or an e-mail address.
    reference: Option<String>,
    lang: Option<otklik_survey::Lang>,
    /// Preselects a score; it never votes.
    score: Option<u8>,
}

#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct CallbackQuery {
    /// How to be answered; a call without it.
    by: Option<otklik_survey::callback::By>,
    event: Option<String>,
    touchpoint: Option<otklik_survey::Touchpoint>,
    channel: Option<otklik_survey::Channel>,
    lang: Option<otklik_survey::Lang>,
}

/// What cannot be read changes nothing; the settings' `look` stands where nothing is said.
#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct LookQuery {
    /// The brand colour, `8a1538`, with or without `#`.
    brand: Option<String>,
    /// Pixels of a control's corner, 24 at most.
    radius: Option<u8>,
    /// `auto`, `light` or `dark`.
    scheme: Option<String>,
    /// What a five-point scale is drawn with: `numbers`, `stars` or `faces`.
    scale: Option<String>,
}

#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct LoaderQuery {
    /// The answer is public where it is named, else private to the browser.
    lang: Option<otklik_survey::Lang>,
    /// `survey` (the default) or `callback`.
    form: Option<String>,
    /// How a callback is to be answered.
    by: Option<otklik_survey::callback::By>,
    event: Option<String>,
    touchpoint: Option<otklik_survey::Touchpoint>,
    channel: Option<otklik_survey::Channel>,
    manager: Option<String>,
    reference: Option<String>,
}

#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct EmailQuery {
    /// The deployment's own language where it is not named.
    lang: Option<otklik_survey::Lang>,
    /// What `body` is: `html` (the default), a whole document, or `text`.
    format: Option<String>,
    /// The mailing service, whose merge field and unsubscribe link stand in the letter: `unisender`,
    /// `sendpulse`, `mailchimp` or `generic` (the default).
    esp: Option<String>,
    /// `none` (the default): the survey's public address, the same for all. `personal`: every link is
    /// the service's merge field, and a query behind it, for vote addresses of your own making.
    invites: Option<String>,
    /// The colour of the scores, `8a1538`.
    brand: Option<String>,
    /// The event's id, in every link; 64 characters at most.
    event: Option<String>,
    /// In every link; some questions read by it.
    touchpoint: Option<otklik_survey::Touchpoint>,
}

#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct QrQuery {
    /// The event's id; 64 characters at most.
    event: Option<String>,
    touchpoint: Option<otklik_survey::Touchpoint>,
    /// The guest's own language where it is not named.
    lang: Option<otklik_survey::Lang>,
    /// The code of an event's guest link, which is drawn then instead of the vote page.
    code: Option<String>,
}

#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct EventsQuery {
    /// First day, `YYYY-MM-DD`.
    from: Option<String>,
    /// Last day, included.
    to: Option<String>,
    manager: Option<String>,
    state: Option<otklik_survey::event::EventState>,
    /// `next` of the page before.
    after: Option<String>,
}

/// The parameters of a guest link.
#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct GuestQuery {
    /// `qr` where it is not named.
    channel: Option<otklik_survey::Channel>,
    lang: Option<otklik_survey::Lang>,
    /// Preselects a score; it never votes.
    score: Option<u8>,
}

#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct AggregatesQuery {
    survey: Option<String>,
    audience: Option<otklik_survey::Audience>,
    event: Option<String>,
    touchpoint: Option<otklik_survey::Touchpoint>,
    /// The event's manager.
    manager: Option<String>,
    channel: Option<otklik_survey::Channel>,
    locale: Option<otklik_survey::Lang>,
    /// First day in the agency's zone, `YYYY-MM-DD`.
    from: Option<String>,
    /// Last day, included.
    to: Option<String>,
    /// `survey`, `event`, `touchpoint`, `manager`, `client`, `channel`, `locale` or `day`.
    group_by: Option<String>,
}

#[utoipa::path(get, path = "/s/{survey}", tag = "guest",
    params(("survey" = String, Path), VoteQuery, LookQuery),
    responses((status = 200, description = "The vote page: a form that needs no script", content_type = "text/html"),
        (status = 404, description = "No such survey", content_type = "text/html")))]
fn vote_page() {}

#[utoipa::path(post, path = "/s/{survey}", tag = "guest",
    params(("survey" = String, Path)),
    request_body(content = String, content_type = "application/x-www-form-urlencoded", description = "`id`, `rev`, `version`, `lang`, `event`, `touchpoint`, `channel`, `manager`, `reference`; `q.{question}` for each answer, `q.{question}.other` beside a choice"),
    responses((status = 200, description = "Stored, or stored before: thanks", content_type = "text/html"),
        (status = 404, description = "No such survey", content_type = "text/html"),
        (status = 409, description = "It can no longer be corrected; the page keeps the answers", content_type = "text/html"),
        (status = 413, description = "Over 16 KB", content_type = "text/html"),
        (status = 422, description = "The page with errors beside their fields and every answer kept", content_type = "text/html"),
        (status = 503, description = "Try again; the page keeps the answers", content_type = "text/html")))]
fn vote() {}

#[utoipa::path(get, path = "/c/{survey}", tag = "visitor",
    params(("survey" = String, Path), CallbackQuery, LookQuery),
    responses((status = 200, description = "The form of a callback", content_type = "text/html"),
        (status = 404, description = "No such survey", content_type = "text/html")))]
fn callback_page() {}

#[utoipa::path(post, path = "/c/{survey}", tag = "visitor",
    params(("survey" = String, Path)),
    request_body(content = String, content_type = "application/x-www-form-urlencoded", description = "The fields of `CallbackDraft`; `consent=yes`"),
    responses((status = 200, description = "Stored, or stored before: thanks with the promised time; or cancelled before, and it stays so", content_type = "text/html"),
        (status = 404, description = "No such survey", content_type = "text/html"),
        (status = 409, description = "It can no longer be corrected; the page keeps what was typed, or says that the request was done with", content_type = "text/html"),
        (status = 413, description = "Over 16 KB", content_type = "text/html"),
        (status = 422, description = "The page with errors beside their fields and everything kept", content_type = "text/html"),
        (status = 503, description = "Try again; the page keeps what was typed", content_type = "text/html")))]
fn call_me() {}

#[utoipa::path(get, path = "/cancel/{id}", tag = "visitor",
    params(("id" = String, Path, description = "The id that the visitor's client minted"), ("lang" = Option<otklik_survey::Lang>, Query)),
    responses((status = 200, description = "What would be cancelled, and a button; reading cancels nothing", content_type = "text/html"),
        (status = 404, description = "No such request", content_type = "text/html"),
        (status = 503, description = "Try again; the page has the button", content_type = "text/html")))]
fn cancel_page() {}

#[utoipa::path(post, path = "/cancel/{id}", tag = "visitor",
    params(("id" = String, Path, description = "The id that the visitor's client minted"), ("lang" = Option<otklik_survey::Lang>, Query)),
    responses((status = 200, description = "Cancelled, now or before", content_type = "text/html"),
        (status = 404, description = "No such request", content_type = "text/html"),
        (status = 409, description = "Done with already: nothing to cancel", content_type = "text/html"),
        (status = 503, description = "Try again; the page has the button again", content_type = "text/html")))]
fn cancel() {}

#[utoipa::path(get, path = "/embed/{survey}.js", tag = "host page",
    params(("survey" = String, Path), LoaderQuery, LookQuery),
    responses((status = 200, description = "The loader with the form inside", content_type = "text/javascript"),
        (status = 404, description = "No such survey", body = ErrorBody),
        (status = 422, description = "No such form", body = ErrorBody)))]
fn loader() {}

#[utoipa::path(get, path = "/embed/{survey}.json", tag = "host page",
    params(("survey" = String, Path), LoaderQuery, LookQuery),
    responses((status = 200, description = "What the loader carries, alone", content_type = "application/json"),
        (status = 404, description = "No such survey", body = ErrorBody),
        (status = 422, description = "No such form", body = ErrorBody)))]
fn payload() {}

#[utoipa::path(get, path = "/widget/{file}", tag = "host page",
    params(("file" = String, Path)),
    responses((status = 200, description = "A file of the widget, named by its content", content_type = "application/wasm"),
        (status = 404, description = "No such file", body = ErrorBody)))]
fn widget() {}

#[utoipa::path(get, path = "/v1/surveys/{survey}/email", tag = "agency",
    params(("survey" = String, Path), EmailQuery),
    responses((status = 200, description = "The letter that asks, and its one reminder", body = EmailBody),
        (status = 404, description = "No such survey", body = ErrorBody),
        (status = 422, description = "A parameter that does not fit", body = ErrorBody)))]
fn email() {}

#[utoipa::path(get, path = "/v1/surveys/{survey}/qr.svg", tag = "agency",
    params(("survey" = String, Path), QrQuery),
    responses((status = 200, description = "The vote page's address as a QR code, for print", content_type = "image/svg+xml"),
        (status = 404, description = "No such survey", body = ErrorBody),
        (status = 422, description = "A parameter that does not fit", body = ErrorBody)))]
fn qr_svg() {}

#[utoipa::path(get, path = "/v1/surveys/{survey}/qr.png", tag = "agency",
    params(("survey" = String, Path), QrQuery),
    responses((status = 200, description = "The same in pixels, 600 wide at least", content_type = "image/png"),
        (status = 404, description = "No such survey", body = ErrorBody),
        (status = 422, description = "A parameter that does not fit", body = ErrorBody)))]
fn qr_png() {}

#[utoipa::path(get, path = "/preview/{file}", tag = "guest",
    params(("file" = String, Path, description = "`guest-ru.png`")),
    responses((status = 200, description = "The picture of a link's preview, 1200 by 630", content_type = "image/png"),
        (status = 404, description = "No such picture", body = ErrorBody)))]
fn preview() {}

#[utoipa::path(post, path = "/v1/responses", tag = "guest",
    params(("survey" = String, Query)),
    request_body(content((Submission = "application/json"), (String = "application/x-www-form-urlencoded")),
        description = "JSON, also as `text/plain`, which needs no preflight; or the fields of the form at `/s/{survey}`. 16 KB at most"),
    responses((status = 201, description = "Stored", body = Receipt),
        (status = 200, description = "Stored before, replaced, or ignored for a higher revision", body = Receipt),
        (status = 400, description = "Not JSON of this shape", body = ErrorBody),
        (status = 403, description = "The page's origin is not on the list", body = ErrorBody),
        (status = 404, description = "No such survey", body = ErrorBody),
        (status = 409, description = "The id and revision belong to another answer, or the time for corrections has passed", body = ErrorBody),
        (status = 413, description = "Over 16 KB", body = ErrorBody),
        (status = 422, description = "An answer that does not fit its question", body = ErrorBody),
        (status = 503, description = "Try again", body = ErrorBody)))]
fn responses() {}

#[utoipa::path(post, path = "/v1/callbacks", tag = "visitor",
    params(("survey" = String, Query)),
    request_body(content((CallbackDraft = "application/json"), (String = "application/x-www-form-urlencoded")),
        description = "JSON, also as `text/plain`, which needs no preflight; or the fields of the form at `/c/{survey}`. 16 KB at most"),
    responses((status = 201, description = "Stored", body = CallbackReceipt),
        (status = 200, description = "Stored before, replaced, ignored for a higher revision, or cancelled by the visitor", body = CallbackReceipt),
        (status = 400, description = "Not JSON of this shape", body = ErrorBody),
        (status = 403, description = "The page's origin is not on the list", body = ErrorBody),
        (status = 404, description = "No such survey", body = ErrorBody),
        (status = 409, description = "The id and revision belong to another request; or it was done with, or the time for corrections has passed", body = ErrorBody),
        (status = 413, description = "Over 16 KB", body = ErrorBody),
        (status = 422, description = "A phone that cannot be called, consent missing", body = ErrorBody),
        (status = 503, description = "Try again", body = ErrorBody)))]
fn callbacks() {}

#[utoipa::path(get, path = "/v1/callbacks", tag = "director", security(("director" = [])),
    responses((status = 200, description = "200 at most: those that are open first, then the newest first", body = CallbackList),
        (status = 401, description = "No token, or a wrong one", body = ErrorBody),
        (status = 503, description = "Try again", body = ErrorBody)))]
fn list_callbacks() {}

#[utoipa::path(get, path = "/v1/aggregates", tag = "director", security(("director" = [])),
    params(AggregatesQuery),
    responses((status = 200, description = "Scores with their intervals", body = Aggregates),
        (status = 401, description = "No token, or a wrong one", body = ErrorBody),
        (status = 404, description = "No such survey", body = ErrorBody),
        (status = 422, description = "A parameter that does not fit", body = ErrorBody),
        (status = 503, description = "Try again", body = ErrorBody)))]
fn aggregates() {}

#[utoipa::path(get, path = "/director", tag = "director",
    params(("from" = Option<String>, Query), ("to" = Option<String>, Query), ("lang" = Option<otklik_survey::Lang>, Query)),
    responses((status = 200, description = "The director's page, or the sign-in form", content_type = "text/html"),
        (status = 422, description = "A period that does not fit; the page without it", content_type = "text/html")))]
fn director() {}

#[utoipa::path(post, path = "/director/session", tag = "director",
    request_body(content = String, content_type = "application/x-www-form-urlencoded", description = "`token`"),
    responses((status = 303, description = "Signed in by a cookie for 12 hours"),
        (status = 401, description = "The wrong token; the form again", content_type = "text/html"),
        (status = 413, description = "Over 16 KB", body = ErrorBody)))]
fn sign_in() {}

#[utoipa::path(post, path = "/director/session/end", tag = "director",
    responses((status = 303, description = "Signed out in this browser")))]
fn sign_out() {}

#[utoipa::path(get, path = "/healthz", tag = "service",
    params(("deep" = Option<u8>, Query, description = "1: ask database and secrets too")),
    responses((status = 200, description = "Well", body = Health),
        (status = 500, description = "`status` says what is wrong with the hours: nothing is promised, all else works. Empty where a secret or a migration is missing", body = Health),
        (status = 503, description = "The database is away", body = ErrorBody)))]
fn health() {}

#[utoipa::path(get, path = "/openapi.json", tag = "service",
    responses((status = 200, description = "This description", content_type = "application/json")))]
fn description() {}

#[utoipa::path(get, path = "/robots.txt", tag = "service",
    responses((status = 200, description = "Nothing here is for an index", content_type = "text/plain")))]
fn robots() {}

#[utoipa::path(get, path = "/e/{code}", tag = "guest",
    params(("code" = String, Path, description = "12 characters of base58"), GuestQuery),
    responses((status = 200, description = "The guest's form of the code's event; it needs no script", content_type = "text/html"),
        (status = 404, description = "No link that takes votes: never given out, its time passed, the event cancelled", content_type = "text/html")))]
fn guest_page() {}

#[utoipa::path(post, path = "/e/{code}", tag = "guest",
    params(("code" = String, Path, description = "12 characters of base58")),
    request_body(content = String, content_type = "application/x-www-form-urlencoded", description = "As `/s/{survey}`; the event is the code's, whatever `event` says"),
    responses((status = 200, description = "Stored, or stored before: thanks", content_type = "text/html"),
        (status = 404, description = "No link that takes votes", content_type = "text/html"),
        (status = 409, description = "It can no longer be corrected; the page keeps the answers", content_type = "text/html"),
        (status = 413, description = "Over 16 KB", content_type = "text/html"),
        (status = 422, description = "The page with errors beside their fields and every answer kept", content_type = "text/html"),
        (status = 503, description = "Try again; the page keeps the answers", content_type = "text/html")))]
fn guest_vote() {}

#[utoipa::path(get, path = "/v1/events", tag = "director", security(("director" = [])),
    params(EventsQuery),
    responses((status = 200, description = "50 at most, the latest first", body = EventList),
        (status = 401, description = "No token, or a wrong one", body = ErrorBody),
        (status = 422, description = "A parameter that does not fit", body = ErrorBody),
        (status = 503, description = "Try again", body = ErrorBody)))]
fn events() {}

#[utoipa::path(get, path = "/v1/events/{id}", tag = "director", security(("director" = [])),
    params(("id" = String, Path)),
    responses((status = 200, description = "The event with its addresses", body = EventEntry),
        (status = 401, description = "No token, or a wrong one", body = ErrorBody),
        (status = 404, description = "No such event", body = ErrorBody),
        (status = 503, description = "Try again", body = ErrorBody)))]
fn event() {}

#[utoipa::path(put, path = "/v1/events/{id}", tag = "director", security(("director" = [])),
    params(("id" = String, Path, description = "The agency's own, 1-64 of `[a-z0-9-]`")),
    request_body(content = EventDraft, description = "The whole event, 16 KB at most"),
    responses((status = 201, description = "Stored", body = EventEntry),
        (status = 200, description = "Replaced, or the same; its link stays what it was", body = EventEntry),
        (status = 400, description = "Not JSON of this shape", body = ErrorBody),
        (status = 401, description = "No token, or a wrong one", body = ErrorBody),
        (status = 403, description = "A session that no page of this deployment used", body = ErrorBody),
        (status = 413, description = "Over 16 KB", body = ErrorBody),
        (status = 422, description = "A field that does not fit", body = ErrorBody),
        (status = 503, description = "Try again", body = ErrorBody)))]
fn put_event() {}

#[utoipa::path(get, path = "/director/events", tag = "director",
    params(EventsQuery, ("lang" = Option<otklik_survey::Lang>, Query)),
    responses((status = 200, description = "The list of events", content_type = "text/html"),
        (status = 303, description = "Not signed in: to the form"),
        (status = 422, description = "A parameter that does not fit; the list without it", content_type = "text/html")))]
fn event_list() {}

#[utoipa::path(get, path = "/director/events/new", tag = "director",
    params(("lang" = Option<otklik_survey::Lang>, Query)),
    responses((status = 200, description = "The form of a new event", content_type = "text/html"),
        (status = 303, description = "Not signed in: to the form")))]
fn event_form() {}

#[utoipa::path(post, path = "/director/events/new", tag = "director",
    request_body(content = String, content_type = "application/x-www-form-urlencoded", description = "`id` and the fields of `EventDraft`"),
    responses((status = 303, description = "Stored, or stored before: to its page"),
        (status = 401, description = "Not signed in; the form with everything typed", content_type = "text/html"),
        (status = 403, description = "Sent by a page of another site", content_type = "text/html"),
        (status = 413, description = "Over 16 KB", body = ErrorBody),
        (status = 422, description = "Errors beside their fields, everything typed kept", content_type = "text/html"),
        (status = 503, description = "Try again; the page keeps what was typed", content_type = "text/html")))]
fn make_event() {}

#[utoipa::path(get, path = "/director/events/{id}", tag = "director",
    params(("id" = String, Path), ("lang" = Option<otklik_survey::Lang>, Query)),
    responses((status = 200, description = "The event's form, its links and texts", content_type = "text/html"),
        (status = 303, description = "Not signed in: to the form"),
        (status = 404, description = "No such event", content_type = "text/html")))]
fn event_page() {}

#[utoipa::path(post, path = "/director/events/{id}", tag = "director",
    params(("id" = String, Path)),
    request_body(content = String, content_type = "application/x-www-form-urlencoded", description = "The fields of `EventDraft`"),
    responses((status = 303, description = "Stored: to its page"),
        (status = 401, description = "Not signed in; the form with everything typed", content_type = "text/html"),
        (status = 403, description = "Sent by a page of another site", content_type = "text/html"),
        (status = 404, description = "No such event", content_type = "text/html"),
        (status = 413, description = "Over 16 KB", body = ErrorBody),
        (status = 422, description = "Errors beside their fields, everything typed kept", content_type = "text/html"),
        (status = 503, description = "Try again; the page keeps what was typed", content_type = "text/html")))]
fn save_event() {}

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
    let api: serde_json::Value = serde_json::from_str(&generated()).unwrap();
    for (path, methods) in crate::route::all() {
        let described = api["paths"][path].as_object();
        let described = described.unwrap_or_else(|| panic!("{path} is not described"));
        for method in ["GET", "POST", "PUT"] {
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
