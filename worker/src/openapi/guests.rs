//! What guests, visitors and host pages call.

use super::queries::{CallbackQuery, GuestQuery, LoaderQuery, LookQuery, VoteQuery};
use crate::guest::callbacks::CallbackReceipt;
use crate::guest::submit::Receipt;
use crate::health::Health;
use crate::http::response::ErrorBody;
use otklik_survey::CallbackDraft;
use otklik_survey::Submission;

#[utoipa::path(get, path = "/s/{survey}", tag = "guest",
    params(("survey" = String, Path), VoteQuery, LookQuery),
    responses((status = 200, description = "The vote page: a form that needs no script", content_type = "text/html"),
        (status = 404, description = "No such survey", content_type = "text/html")))]
pub fn vote_page() {}

#[utoipa::path(post, path = "/s/{survey}", tag = "guest",
    params(("survey" = String, Path)),
    request_body(content = String, content_type = "application/x-www-form-urlencoded", description = "`id`, `rev`, `version`, `lang`, `event`, `touchpoint`, `channel`, `manager`, `reference`; `q.{question}` for each answer, `q.{question}.other` beside a choice"),
    responses((status = 200, description = "Stored, or stored before: thanks", content_type = "text/html"),
        (status = 404, description = "No such survey", content_type = "text/html"),
        (status = 409, description = "It can no longer be corrected; the page keeps the answers", content_type = "text/html"),
        (status = 408, description = "Not there within 10 seconds", content_type = "text/html"),
        (status = 413, description = "Over 16 KB", content_type = "text/html"),
        (status = 422, description = "The page with errors beside their fields and every answer kept", content_type = "text/html"),
        (status = 429, description = "Too many within a minute; the page keeps the answers", content_type = "text/html"),
        (status = 503, description = "Try again; the page keeps the answers", content_type = "text/html")))]
pub fn vote() {}

#[utoipa::path(get, path = "/c/{survey}", tag = "visitor",
    params(("survey" = String, Path), CallbackQuery, LookQuery),
    responses((status = 200, description = "The form of a callback", content_type = "text/html"),
        (status = 404, description = "No such survey", content_type = "text/html")))]
pub fn callback_page() {}

#[utoipa::path(post, path = "/c/{survey}", tag = "visitor",
    params(("survey" = String, Path)),
    request_body(content = String, content_type = "application/x-www-form-urlencoded", description = "The fields of `CallbackDraft`; `consent=yes`"),
    responses((status = 200, description = "Stored, or stored before: thanks with the promised time; or cancelled before, and it stays so", content_type = "text/html"),
        (status = 404, description = "No such survey", content_type = "text/html"),
        (status = 409, description = "It can no longer be corrected; the page keeps what was typed, or says that the request was done with", content_type = "text/html"),
        (status = 408, description = "Not there within 10 seconds", content_type = "text/html"),
        (status = 413, description = "Over 16 KB", content_type = "text/html"),
        (status = 422, description = "The page with errors beside their fields and everything kept", content_type = "text/html"),
        (status = 429, description = "Too many within a minute; the page keeps the answers", content_type = "text/html"),
        (status = 503, description = "Try again; the page keeps what was typed", content_type = "text/html")))]
pub fn call_me() {}

#[utoipa::path(get, path = "/cancel/{id}", tag = "visitor",
    params(("id" = String, Path, description = "The id that the visitor's client minted"), ("lang" = Option<otklik_survey::Lang>, Query)),
    responses((status = 200, description = "What would be cancelled, and a button; reading cancels nothing", content_type = "text/html"),
        (status = 404, description = "No such request", content_type = "text/html"),
        (status = 503, description = "Try again; the page has the button", content_type = "text/html")))]
pub fn cancel_page() {}

#[utoipa::path(post, path = "/cancel/{id}", tag = "visitor",
    params(("id" = String, Path, description = "The id that the visitor's client minted"), ("lang" = Option<otklik_survey::Lang>, Query)),
    responses((status = 200, description = "Cancelled, now or before", content_type = "text/html"),
        (status = 404, description = "No such request", content_type = "text/html"),
        (status = 409, description = "Done with already: nothing to cancel", content_type = "text/html"),
        (status = 503, description = "Try again; the page has the button again", content_type = "text/html")))]
pub fn cancel() {}

#[utoipa::path(get, path = "/embed/{survey}.js", tag = "host page",
    params(("survey" = String, Path), LoaderQuery, LookQuery),
    responses((status = 200, description = "The loader with the form inside", content_type = "text/javascript"),
        (status = 404, description = "No such survey", body = ErrorBody),
        (status = 422, description = "No such form", body = ErrorBody)))]
pub fn loader() {}

#[utoipa::path(get, path = "/embed/{survey}.json", tag = "host page",
    params(("survey" = String, Path), LoaderQuery, LookQuery),
    responses((status = 200, description = "What the loader carries, alone", content_type = "application/json"),
        (status = 404, description = "No such survey", body = ErrorBody),
        (status = 422, description = "No such form", body = ErrorBody)))]
pub fn payload() {}

#[utoipa::path(get, path = "/widget/{file}", tag = "host page",
    params(("file" = String, Path)),
    responses((status = 200, description = "A file of the widget, named by its content", content_type = "application/wasm"),
        (status = 404, description = "No such file", body = ErrorBody)))]
pub fn widget() {}

#[utoipa::path(get, path = "/preview/{file}", tag = "guest",
    params(("file" = String, Path, description = "`guest-ru.png`")),
    responses((status = 200, description = "The picture of a link's preview, 1200 by 630", content_type = "image/png"),
        (status = 404, description = "No such picture", body = ErrorBody)))]
pub fn preview() {}

#[utoipa::path(post, path = "/v1/responses", tag = "guest",
    params(("survey" = String, Query)),
    request_body(content((Submission = "application/json"), (String = "application/x-www-form-urlencoded")),
        description = "JSON, also as `text/plain`, which needs no preflight; or the fields of the form at `/s/{survey}`. 16 KB at most"),
    responses((status = 201, description = "Stored", body = Receipt),
        (status = 200, description = "Stored before, replaced, or ignored for a higher revision", body = Receipt),
        (status = 400, description = "Not JSON of this shape", body = ErrorBody),
        (status = 403, description = "The page's origin is not on the list", body = ErrorBody),
        (status = 404, description = "No such survey, or an invite that takes no answer", body = ErrorBody),
        (status = 409, description = "The id and revision belong to another answer, or the time for corrections has passed", body = ErrorBody),
        (status = 408, description = "Not there within 10 seconds", body = ErrorBody),
        (status = 413, description = "Over 16 KB", body = ErrorBody),
        (status = 422, description = "An answer that does not fit its question", body = ErrorBody),
        (status = 429, description = "Too many within a minute", body = ErrorBody),
        (status = 503, description = "Try again", body = ErrorBody)))]
pub fn responses() {}

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
        (status = 408, description = "Not there within 10 seconds", body = ErrorBody),
        (status = 413, description = "Over 16 KB", body = ErrorBody),
        (status = 422, description = "A phone that cannot be called, consent missing", body = ErrorBody),
        (status = 429, description = "Too many within a minute", body = ErrorBody),
        (status = 503, description = "Try again", body = ErrorBody)))]
pub fn callbacks() {}

#[utoipa::path(get, path = "/healthz", tag = "service",
    params(("deep" = Option<u8>, Query, description = "1: ask database and secrets too")),
    responses((status = 200, description = "Well", body = Health),
        (status = 500, description = "`status` says what is wrong with the hours: nothing is promised, all else works. Empty where a secret or a migration is missing", body = Health),
        (status = 503, description = "The database is away", body = ErrorBody)))]
pub fn health() {}

#[utoipa::path(get, path = "/openapi.json", tag = "service",
    responses((status = 200, description = "This description", content_type = "application/json")))]
pub fn description() {}

#[utoipa::path(get, path = "/robots.txt", tag = "service",
    responses((status = 200, description = "Nothing here is for an index", content_type = "text/plain")))]
pub fn robots() {}

#[utoipa::path(get, path = "/e/{code}", tag = "guest",
    params(("code" = String, Path, description = "12 characters of base58"), GuestQuery),
    responses((status = 200, description = "The guest's form of the code's event; it needs no script", content_type = "text/html"),
        (status = 404, description = "No link that takes votes: never given out, its time passed, the event cancelled", content_type = "text/html"),
        (status = 429, description = "Too many links that lead nowhere from one network", content_type = "text/html")))]
pub fn guest_page() {}

#[utoipa::path(post, path = "/e/{code}", tag = "guest",
    params(("code" = String, Path, description = "12 characters of base58")),
    request_body(content = String, content_type = "application/x-www-form-urlencoded", description = "As `/s/{survey}`; the event is the code's, whatever `event` says. `seal` is the page's own"),
    responses((status = 200, description = "Stored, or stored before: thanks", content_type = "text/html"),
        (status = 404, description = "No link that takes votes", content_type = "text/html"),
        (status = 409, description = "It can no longer be corrected; the page keeps the answers", content_type = "text/html"),
        (status = 408, description = "Not there within 10 seconds", content_type = "text/html"),
        (status = 413, description = "Over 16 KB", content_type = "text/html"),
        (status = 422, description = "The page with errors beside their fields and every answer kept", content_type = "text/html"),
        (status = 429, description = "Too many within a minute; the page keeps the answers", content_type = "text/html"),
        (status = 503, description = "Try again; the page keeps the answers", content_type = "text/html")))]
pub fn guest_vote() {}

#[utoipa::path(get, path = "/r/{code}", tag = "guest",
    params(("code" = String, Path), ("score" = Option<u8>, Query, description = "Preselects a score; it never votes"),
        ("lang" = Option<otklik_survey::Lang>, Query), LookQuery),
    responses((status = 200, description = "The form of one person's invite, used or not; it needs no script", content_type = "text/html"),
        (status = 404, description = "No link that takes answers: never issued, its time passed, revoked", content_type = "text/html"),
        (status = 429, description = "Too many links that lead nowhere from one network", content_type = "text/html")))]
pub fn invite_page() {}

#[utoipa::path(post, path = "/r/{code}", tag = "guest",
    params(("code" = String, Path)),
    request_body(content = String, content_type = "application/x-www-form-urlencoded", description = "As `/s/{survey}`; event, touchpoint and channel are the invite's. `seal` is the page's own"),
    responses((status = 200, description = "Stored, or stored before: thanks", content_type = "text/html"),
        (status = 404, description = "No link that takes answers", content_type = "text/html"),
        (status = 409, description = "It can no longer be corrected; the page keeps the answers", content_type = "text/html"),
        (status = 408, description = "Not there within 10 seconds", content_type = "text/html"),
        (status = 413, description = "Over 16 KB", content_type = "text/html"),
        (status = 422, description = "The page with errors beside their fields and every answer kept", content_type = "text/html"),
        (status = 429, description = "Too many within a minute; the page keeps the answers", content_type = "text/html"),
        (status = 503, description = "Try again; the page keeps the answers", content_type = "text/html")))]
pub fn invite_vote() {}
