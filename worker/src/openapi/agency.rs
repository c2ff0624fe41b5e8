//! What the agency and its director call.

use super::queries::{
    AggregatesQuery, EmailQuery, EventsQuery, InvitesQuery, IssueQuery, QrQuery, ReadingQuery,
};
use crate::agency::api::email::EmailBody;
use crate::agency::api::events::EventEntry;
use crate::agency::api::events::EventList;
use crate::agency::api::imports::{ImportDraft, ImportReport};
use crate::agency::api::moderation::RulingDraft;
use crate::agency::api::moderation::RulingReceipt;
use crate::agency::api::responses::ResponseList;
use crate::agency::api::survey_list::SurveyList;
use crate::guest::callbacks::CallbackList;
use crate::http::response::ErrorBody;
use crate::stats::filter::Aggregates;
use otklik_embed::survey_doc::document::Written;
use otklik_survey::event::EventDraft;
use otklik_survey::event::invite::InviteDraft;

#[utoipa::path(get, path = "/v1/surveys/{survey}/email", tag = "agency",
    params(("survey" = String, Path), EmailQuery),
    responses((status = 200, description = "The letter that asks, and its one reminder", body = EmailBody),
        (status = 404, description = "No such survey", body = ErrorBody),
        (status = 422, description = "A parameter that does not fit", body = ErrorBody)))]
pub fn email() {}

#[utoipa::path(get, path = "/v1/surveys/{survey}/qr.svg", tag = "agency",
    params(("survey" = String, Path), QrQuery),
    responses((status = 200, description = "The vote page's address as a QR code, for print", content_type = "image/svg+xml"),
        (status = 404, description = "No such survey", body = ErrorBody),
        (status = 422, description = "A parameter that does not fit", body = ErrorBody)))]
pub fn qr_svg() {}

#[utoipa::path(get, path = "/v1/surveys/{survey}/qr.png", tag = "agency",
    params(("survey" = String, Path), QrQuery),
    responses((status = 200, description = "The same in pixels, 600 wide at least", content_type = "image/png"),
        (status = 404, description = "No such survey", body = ErrorBody),
        (status = 422, description = "A parameter that does not fit", body = ErrorBody)))]
pub fn qr_png() {}

#[utoipa::path(get, path = "/v1/callbacks", tag = "director", security(("token" = ["director", "manager"])),
    responses((status = 200, description = "200 at most: those that are open first, then the newest first; every manager reads all of them", body = CallbackList),
        (status = 401, description = "No token, or none that is in force", body = ErrorBody),
        (status = 403, description = "A token of another role", body = ErrorBody),
        (status = 503, description = "Try again", body = ErrorBody)))]
pub fn list_callbacks() {}

#[utoipa::path(get, path = "/v1/aggregates", tag = "director", security(("token" = ["director", "manager", "reader"])),
    params(AggregatesQuery),
    responses((status = 200, description = "Scores with their intervals. An anonymous survey is told only where `survey` names it, in stretches of whole quarters with five answers to a question or more, from two days after their end on", body = Aggregates),
        (status = 401, description = "No token, or none that is in force", body = ErrorBody),
        (status = 403, description = "A token of another role, or another manager than its own was asked for", body = ErrorBody),
        (status = 404, description = "No such survey", body = ErrorBody),
        (status = 422, description = "A parameter that does not fit; `query_too_wide` for what would read more than 5,000 tallies; `anonymous_survey` for anything of an anonymous survey but the whole and `group_by=quarter`, with or without `question`", body = ErrorBody),
        (status = 503, description = "Try again", body = ErrorBody)))]
pub fn aggregates() {}

#[utoipa::path(get, path = "/v1/responses", tag = "director", security(("token" = ["director", "manager"])),
    params(ReadingQuery,
        ("limit" = Option<u32>, Query, description = "1-200 of a page; 50 where it is not named"),
        ("after" = Option<String>, Query, description = "`next` of the page before")),
    responses((status = 200, description = "Single responses, the newest first; phones and addresses in free texts are masked", body = ResponseList),
        (status = 304, description = "The same as the `ETag` in `If-None-Match`"),
        (status = 401, description = "No token, or a wrong one", body = ErrorBody),
        (status = 404, description = "No such survey", body = ErrorBody),
        (status = 422, description = "A parameter that does not fit, twice, or that nobody knows; `anonymous_survey`: such a survey's answers are never told one by one", body = ErrorBody),
        (status = 503, description = "Try again", body = ErrorBody)))]
pub fn list_responses() {}

#[utoipa::path(get, path = "/v1/export.csv", tag = "director", security(("token" = ["director", "manager"])),
    params(ReadingQuery, ("bom" = Option<String>, Query, description = "`1`: begins with the mark by which spreadsheets know UTF-8")),
    responses((status = 200, description = "Every such response, the oldest first, with the columns of `docs/export.md`. A transfer that breaks off is incomplete", content_type = "text/csv"),
        (status = 401, description = "No token, or a wrong one", body = ErrorBody),
        (status = 404, description = "No such survey", body = ErrorBody),
        (status = 422, description = "A parameter that does not fit, twice, or that nobody knows; `anonymous_survey`: such a survey's answers are never told one by one", body = ErrorBody),
        (status = 503, description = "Try again", body = ErrorBody)))]
pub fn export_csv() {}

#[utoipa::path(get, path = "/v1/export.jsonl", tag = "director", security(("token" = ["director", "manager"])),
    params(ReadingQuery),
    responses((status = 200, description = "Every such response, the oldest first, one `Response` a line. A transfer that breaks off is incomplete", content_type = "application/x-ndjson"),
        (status = 401, description = "No token, or a wrong one", body = ErrorBody),
        (status = 404, description = "No such survey", body = ErrorBody),
        (status = 422, description = "A parameter that does not fit, twice, or that nobody knows; `anonymous_survey`: such a survey's answers are never told one by one", body = ErrorBody),
        (status = 503, description = "Try again", body = ErrorBody)))]
pub fn export_jsonl() {}

#[utoipa::path(post, path = "/v1/import", tag = "director", security(("token" = ["director"])),
    request_body(content = ImportDraft, description = "A part of a table and its mapping, 1.5 MB at most"),
    responses((status = 200, description = "What became of the rows, or would become; the same again stores nothing", body = ImportReport),
        (status = 400, description = "Not JSON of this shape", body = ErrorBody),
        (status = 401, description = "No token, or none that is in force", body = ErrorBody),
        (status = 403, description = "A token of another role, or a session that no page of this deployment used", body = ErrorBody),
        (status = 408, description = "Not there within a minute", body = ErrorBody),
        (status = 413, description = "Over 1.5 MB, or rows that become more than 1.9 MB", body = ErrorBody),
        (status = 422, description = "No row, more than 1,000, or a mapping that does not fit the surveys or the table; `all` names each place", body = ErrorBody),
        (status = 503, description = "Try again", body = ErrorBody)))]
pub fn import() {}

#[utoipa::path(get, path = "/v1/surveys", tag = "agency",
    responses((status = 200, description = "The surveys, and how they read in each language", body = SurveyList),
        (status = 304, description = "The same as the `ETag` in `If-None-Match`")))]
pub fn surveys() {}

#[utoipa::path(get, path = "/v1/surveys/{survey}", tag = "director", security(("token" = ["director"])),
    params(("survey" = String, Path), ("version" = Option<u32>, Query, description = "The current one where it is not named")),
    responses((status = 200, description = "The document, which can be edited and published as the next version", body = Written),
        (status = 304, description = "The same as the `ETag` in `If-None-Match`"),
        (status = 401, description = "No token, or none that is in force", body = ErrorBody),
        (status = 403, description = "A token of another role", body = ErrorBody),
        (status = 404, description = "No such survey, or no such version of it", body = ErrorBody),
        (status = 422, description = "A parameter that does not fit", body = ErrorBody),
        (status = 503, description = "Try again", body = ErrorBody)))]
pub fn survey() {}

#[utoipa::path(put, path = "/v1/surveys/{survey}", tag = "director", security(("token" = ["director"])),
    params(("survey" = String, Path, description = "1-32 of `[a-z0-9-]`; also of a survey that comes with the product")),
    request_body(content = Written, description = "The whole document, 64 KB at most; `version` is one more than the last"),
    responses((status = 201, description = "Published: from now on it is asked", body = Written),
        (status = 200, description = "The same was published before", body = Written),
        (status = 400, description = "No JSON", body = ErrorBody),
        (status = 401, description = "No token, or none that is in force", body = ErrorBody),
        (status = 403, description = "A token of another role, or a session that no page of this deployment used", body = ErrorBody),
        (status = 408, description = "Not there within 10 seconds", body = ErrorBody),
        (status = 409, description = "The version was published with other content or skips one, `next` tells the next; or there are 200 of all surveys", body = ErrorBody),
        (status = 413, description = "Over 64 KB", body = ErrorBody),
        (status = 422, description = "Every mistake with its JSON path", body = ErrorBody),
        (status = 503, description = "Try again", body = ErrorBody)))]
pub fn put_survey() {}

#[utoipa::path(get, path = "/director", tag = "director",
    params(("from" = Option<String>, Query), ("to" = Option<String>, Query), ("lang" = Option<otklik_survey::Lang>, Query)),
    responses((status = 200, description = "The director's page, or the sign-in form", content_type = "text/html"),
        (status = 422, description = "A period that does not fit; the page without it", content_type = "text/html")))]
pub fn director() {}

#[utoipa::path(post, path = "/director/session", tag = "director",
    request_body(content = String, content_type = "application/x-www-form-urlencoded", description = "`token`"),
    responses((status = 303, description = "Signed in by a cookie for 12 hours"),
        (status = 401, description = "The wrong token; the form again", content_type = "text/html"),
        (status = 408, description = "Not there within 10 seconds", body = ErrorBody),
        (status = 413, description = "Over 16 KB", body = ErrorBody)))]
pub fn sign_in() {}

#[utoipa::path(post, path = "/director/session/end", tag = "director",
    responses((status = 303, description = "Signed out in this browser")))]
pub fn sign_out() {}

#[utoipa::path(get, path = "/v1/events", tag = "director", security(("token" = ["director", "manager", "integration"])),
    params(EventsQuery),
    responses((status = 200, description = "50 at most, the latest first", body = EventList),
        (status = 304, description = "The same as the `ETag` in `If-None-Match`"),
        (status = 401, description = "No token, or none that is in force", body = ErrorBody),
        (status = 403, description = "A token of another role, or another manager than its own was asked for", body = ErrorBody),
        (status = 422, description = "A parameter that does not fit", body = ErrorBody),
        (status = 503, description = "Try again", body = ErrorBody)))]
pub fn events() {}

#[utoipa::path(get, path = "/v1/events/{id}", tag = "director", security(("token" = ["director", "manager", "integration"])),
    params(("id" = String, Path)),
    responses((status = 200, description = "The event with its addresses", body = EventEntry),
        (status = 304, description = "The same as the `ETag` in `If-None-Match`"),
        (status = 401, description = "No token, or none that is in force", body = ErrorBody),
        (status = 403, description = "A token of another role", body = ErrorBody),
        (status = 404, description = "No such event, or another manager's", body = ErrorBody),
        (status = 503, description = "Try again", body = ErrorBody)))]
pub fn event() {}

#[utoipa::path(put, path = "/v1/events/{id}", tag = "director", security(("token" = ["director", "manager", "integration"])),
    params(("id" = String, Path, description = "The agency's own, 1-64 of `[a-z0-9-]`")),
    request_body(content = EventDraft, description = "The whole event, 16 KB at most"),
    responses((status = 201, description = "Stored", body = EventEntry),
        (status = 200, description = "Replaced, or the same; its link stays what it was", body = EventEntry),
        (status = 400, description = "Not JSON of this shape", body = ErrorBody),
        (status = 401, description = "No token, or none that is in force", body = ErrorBody),
        (status = 403, description = "A token of another role, another manager's event, or a session that no page of this deployment used", body = ErrorBody),
        (status = 408, description = "Not there within 10 seconds", body = ErrorBody),
        (status = 413, description = "Over 16 KB", body = ErrorBody),
        (status = 422, description = "A field that does not fit", body = ErrorBody),
        (status = 503, description = "Try again", body = ErrorBody)))]
pub fn put_event() {}

#[utoipa::path(get, path = "/director/events", tag = "director",
    params(EventsQuery, ("lang" = Option<otklik_survey::Lang>, Query)),
    responses((status = 200, description = "The list of events", content_type = "text/html"),
        (status = 303, description = "Not signed in: to the form"),
        (status = 422, description = "A parameter that does not fit; the list without it", content_type = "text/html")))]
pub fn event_list() {}

#[utoipa::path(get, path = "/director/events/new", tag = "director",
    params(("lang" = Option<otklik_survey::Lang>, Query)),
    responses((status = 200, description = "The form of a new event", content_type = "text/html"),
        (status = 303, description = "Not signed in: to the form")))]
pub fn event_form() {}

#[utoipa::path(post, path = "/director/events/new", tag = "director",
    request_body(content = String, content_type = "application/x-www-form-urlencoded", description = "`id` and the fields of `EventDraft`"),
    responses((status = 303, description = "Stored, or stored before: to its page"),
        (status = 401, description = "Not signed in; the form with everything typed", content_type = "text/html"),
        (status = 403, description = "Sent by a page of another site", content_type = "text/html"),
        (status = 408, description = "Not there within 10 seconds", body = ErrorBody),
        (status = 413, description = "Over 16 KB", body = ErrorBody),
        (status = 422, description = "Errors beside their fields, everything typed kept", content_type = "text/html"),
        (status = 503, description = "Try again; the page keeps what was typed", content_type = "text/html")))]
pub fn make_event() {}

#[utoipa::path(get, path = "/director/events/{id}", tag = "director",
    params(("id" = String, Path), ("lang" = Option<otklik_survey::Lang>, Query)),
    responses((status = 200, description = "The event's form, its links and texts", content_type = "text/html"),
        (status = 303, description = "Not signed in: to the form"),
        (status = 404, description = "No such event", content_type = "text/html")))]
pub fn event_page() {}

#[utoipa::path(post, path = "/director/events/{id}", tag = "director",
    params(("id" = String, Path)),
    request_body(content = String, content_type = "application/x-www-form-urlencoded", description = "The fields of `EventDraft`"),
    responses((status = 303, description = "Stored: to its page"),
        (status = 401, description = "Not signed in; the form with everything typed", content_type = "text/html"),
        (status = 403, description = "Sent by a page of another site", content_type = "text/html"),
        (status = 404, description = "No such event", content_type = "text/html"),
        (status = 408, description = "Not there within 10 seconds", body = ErrorBody),
        (status = 413, description = "Over 16 KB", body = ErrorBody),
        (status = 422, description = "Errors beside their fields, everything typed kept", content_type = "text/html"),
        (status = 503, description = "Try again; the page keeps what was typed", content_type = "text/html")))]
pub fn save_event() {}

#[utoipa::path(post, path = "/v1/events/{id}/invites", tag = "director", security(("token" = ["director", "manager", "integration"])),
    params(("id" = String, Path), ("survey" = Option<String>, Query, description = "Of guests or clients; `guest` where it is not named"), IssueQuery),
    request_body(content((InviteDraft = "application/json"), (String = "text/csv")),
        description = "The references; of a table the column `ref`, or the first. 1.5 MB at most"),
    responses((status = 200, description = "`ref,url` for each reference, in their order; the same reference keeps its link. One that was revoked has no address", content_type = "text/csv"),
        (status = 400, description = "Not JSON of this shape", body = ErrorBody),
        (status = 401, description = "No token, or none that is in force", body = ErrorBody),
        (status = 403, description = "A token of another role, or a session that no page of this deployment used", body = ErrorBody),
        (status = 404, description = "No such event or survey, or another manager's event", body = ErrorBody),
        (status = 408, description = "Not there within 10 seconds", body = ErrorBody),
        (status = 413, description = "Over 1.5 MB", body = ErrorBody),
        (status = 422, description = "A reference with a phone or an address in it, too many, or a parameter that does not fit", body = ErrorBody),
        (status = 503, description = "Try again", body = ErrorBody)))]
pub fn issue_invites() {}

#[utoipa::path(get, path = "/v1/events/{id}/invites", tag = "director", security(("token" = ["director", "manager", "integration"])),
    params(("id" = String, Path), InvitesQuery),
    responses((status = 200, description = "`ref,url` of who has not answered, sorted by reference", content_type = "text/csv"),
        (status = 401, description = "No token, or none that is in force", body = ErrorBody),
        (status = 403, description = "A token of another role", body = ErrorBody),
        (status = 404, description = "No such event or survey, or another manager's event", body = ErrorBody),
        (status = 422, description = "A parameter that does not fit; `anonymous_survey`: such a survey has no personal links", body = ErrorBody),
        (status = 503, description = "Try again", body = ErrorBody)))]
pub fn invites() {}

#[utoipa::path(delete, path = "/v1/events/{id}/invites", tag = "director", security(("token" = ["director", "manager", "integration"])),
    params(("id" = String, Path), ("survey" = Option<String>, Query), ("reference" = String, Query)),
    responses((status = 204, description = "Revoked, now or before, or never issued; what was counted stays"),
        (status = 401, description = "No token, or none that is in force", body = ErrorBody),
        (status = 403, description = "A token of another role, or a session that no page of this deployment used", body = ErrorBody),
        (status = 404, description = "No such survey, or another manager's event", body = ErrorBody),
        (status = 422, description = "A parameter that does not fit; `anonymous_survey`: such a survey has no personal links", body = ErrorBody),
        (status = 503, description = "Try again", body = ErrorBody)))]
pub fn revoke_invite() {}

#[utoipa::path(post, path = "/v1/responses/{id}/include", tag = "director", security(("token" = ["director"])),
    params(("id" = String, Path)),
    request_body(content = RulingDraft),
    responses((status = 200, description = "Counts a response after all, whatever is sent later", body = RulingReceipt),
        (status = 400, description = "Not JSON of this shape", body = ErrorBody),
        (status = 401, description = "No token, or none that is in force", body = ErrorBody),
        (status = 403, description = "A token of another role, or a session that no page of this deployment used", body = ErrorBody),
        (status = 404, description = "No such response, or an anonymous survey's: the director moves none of those", body = ErrorBody),
        (status = 408, description = "Not there within 10 seconds", body = ErrorBody),
        (status = 413, description = "Over 16 KB", body = ErrorBody),
        (status = 422, description = "No reason, or one over 500 characters", body = ErrorBody),
        (status = 503, description = "Try again", body = ErrorBody)))]
pub fn include() {}

#[utoipa::path(post, path = "/v1/responses/{id}/exclude", tag = "director", security(("token" = ["director"])),
    params(("id" = String, Path)),
    request_body(content = RulingDraft),
    responses((status = 200, description = "Leaves a response out, whatever is sent later", body = RulingReceipt),
        (status = 400, description = "Not JSON of this shape", body = ErrorBody),
        (status = 401, description = "No token, or none that is in force", body = ErrorBody),
        (status = 403, description = "A token of another role, or a session that no page of this deployment used", body = ErrorBody),
        (status = 404, description = "No such response, or an anonymous survey's: the director moves none of those", body = ErrorBody),
        (status = 408, description = "Not there within 10 seconds", body = ErrorBody),
        (status = 413, description = "Over 16 KB", body = ErrorBody),
        (status = 422, description = "No reason, or one over 500 characters", body = ErrorBody),
        (status = 503, description = "Try again", body = ErrorBody)))]
pub fn exclude() {}

#[utoipa::path(post, path = "/director/notices", tag = "director",
    responses((status = 303, description = "What the agency could not be told is sent again: to `/director`"),
        (status = 401, description = "Not signed in", content_type = "text/html"),
        (status = 403, description = "Sent by a page of another site", content_type = "text/html"),
        (status = 503, description = "Try again", body = ErrorBody)))]
pub fn notices() {}

#[utoipa::path(get, path = "/director/suspects", tag = "director",
    params(("lang" = Option<otklik_survey::Lang>, Query)),
    responses((status = 200, description = "Answers that are set aside, and why", content_type = "text/html"),
        (status = 303, description = "Not signed in: to the form")))]
pub fn suspects() {}

#[utoipa::path(post, path = "/director/suspects", tag = "director",
    request_body(content = String, content_type = "application/x-www-form-urlencoded", description = "`id`, `action` (`include` or `exclude`), `reason`"),
    responses((status = 303, description = "Decided: to the list"),
        (status = 401, description = "Not signed in", content_type = "text/html"),
        (status = 403, description = "Sent by a page of another site", content_type = "text/html"),
        (status = 404, description = "No such response", content_type = "text/html"),
        (status = 408, description = "Not there within 10 seconds", body = ErrorBody),
        (status = 413, description = "Over 16 KB", body = ErrorBody),
        (status = 422, description = "No reason, or one over 500 characters; or no such action", content_type = "text/html")))]
pub fn decide() {}

#[utoipa::path(post, path = "/director/events/{id}/invites", tag = "director",
    params(("id" = String, Path)),
    request_body(content = String, content_type = "application/x-www-form-urlencoded", description = "`survey`, and `references` (one a line) or `count`"),
    responses((status = 200, description = "`ref,url`, to be downloaded", content_type = "text/csv"),
        (status = 303, description = "Not signed in: to the form"),
        (status = 403, description = "Sent by a page of another site", body = ErrorBody),
        (status = 404, description = "No such event", content_type = "text/html"),
        (status = 408, description = "Not there within 10 seconds", body = ErrorBody),
        (status = 413, description = "Over 1.5 MB", body = ErrorBody),
        (status = 422, description = "The event's page with what is wrong", content_type = "text/html")))]
pub fn order_invites() {}
