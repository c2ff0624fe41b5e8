//! `/director/audit`: the audit log, in words.

use super::layout::{TABLES, table};
use crate::agency::api::audit::{self, AuditEntry, AuditList, PARAMETERS};
use crate::auth::principal::Director;
use crate::ctx::Ctx;
use crate::http::error::Result;
#[cfg(test)]
use crate::http::openapi_query::AuditQuery;
use crate::http::response;
use crate::store::AuditFilter;
use maud::{Markup, html};
use otklik_embed::fields::Fields;
use otklik_embed::i18n::texts::{fill, find, text};
use otklik_embed::page::{self, Page};
use otklik_embed::settings::Settings;
use otklik_embed::survey_doc::surveys;
use otklik_survey::Lang;
use otklik_survey::audit::{ActorKind, AuditAction};
use serde_json::Value;
use worker::Response;

/// The audit log.
///
/// 1. A parameter that does not fit: 422, the log without it.
/// 2. 200.
#[cfg_attr(test, utoipa::path(get, path = "/director/audit", operation_id = "audit_page", tag = "director",
    params(AuditQuery, ("lang" = Option<Lang>, Query)),
    responses((status = 200, description = "The audit log, the latest entry first", content_type = "text/html"),
        (status = 303, description = "Not signed in: to the sign-in form"),
        (status = 422, description = "A parameter that does not fit; the log without it", content_type = "text/html"))))]
pub async fn list(ctx: Ctx<Director>) -> Result<Response> {
    // 1
    let (lang, query) = (ctx.lang(), &ctx.request.query);
    let (status, filter, mistake) = match audit::filter(query, &ctx.settings) {
        Ok(filter) => (200, filter, None),
        Err(error) => {
            let sentence = response::sentence(&error, lang, "");
            (422, AuditFilter::default(), Some(sentence))
        }
    };
    // 2
    let list = audit::page(filter, &ctx).await?;
    let page = page_of(lang, query, &list, mistake.as_deref(), &ctx.settings);
    Ok(response::personal_page(status, lang, &page)?)
}

fn page_of(
    lang: Lang,
    query: &Fields,
    list: &AuditList,
    mistake: Option<&str>,
    settings: &Settings,
) -> Page {
    let title = text(lang, "audit-title");
    let columns = [
        "director-when",
        "audit-who",
        "audit-what",
        "audit-subject",
        "audit-detail",
    ];
    let body = html! {
        header { h1 { (title) } (page::languages(lang, "", query, &PARAMETERS)) }
        p.otklik-steps {
            a href={ "/director?lang=" (lang.code()) } { (text(lang, "director-title")) }
            a href={ "/director/events?lang=" (lang.code()) } { (text(lang, "events-title")) }
            a href={ "/director/moderation?lang=" (lang.code()) } { (text(lang, "moderation-title")) }
        }
        p { (text(lang, "audit-note")) }
        (form(lang, query, mistake))
        @if list.entries.is_empty() {
            p.otklik-empty { (text(lang, "audit-none")) }
        } @else {
            (table(lang, title, &columns, html! {
                @for entry in &list.entries { (row(lang, entry)) }
            }))
            p.otklik-note { (fill(text(lang, "director-zone"), &[("zone", &list.zone)])) }
        }
        @if let Some(next) = &list.next {
            p { a href=(next_page(lang, query, next)) { (text(lang, "audit-more")) } }
        }
    };
    let style = [&page::style::page_style(settings.look), TABLES].concat();
    page::document(lang, title, style, body)
}

fn form(lang: Lang, query: &Fields, mistake: Option<&str>) -> Markup {
    let described = mistake.map(|_| "err-audit");
    html! {
        form.otklik-period method="get" action="/director/audit" aria-label=(text(lang, "director-period")) {
            // A form's own query replaces that of its address.
            input type="hidden" name="lang" value=(lang.code());
            @for name in ["from", "to"] {
                label {
                    span.otklik-label { (text(lang, &format!("director-{name}"))) }
                    input type="date" name=(name) value=(query.get(name)) aria-describedby=[described];
                }
            }
            label {
                span.otklik-label { (text(lang, "audit-what")) }
                select name="action" aria-describedby=[described] {
                    option value="" { (text(lang, "audit-all")) }
                    @for action in AuditAction::ALL {
                        option value=(action.as_str()) selected[action.as_str() == query.get("action")] {
                            (text(lang, &format!("audit-action-{}", action.as_str())))
                        }
                    }
                }
            }
            button type="submit" { (text(lang, "director-show")) }
            @if let Some(mistake) = mistake {
                p.otklik-error id="err-audit" role="alert" { (mistake) }
            }
        }
    }
}

fn row(lang: Lang, entry: &AuditEntry) -> Markup {
    let action = find(lang, &format!("audit-action-{}", entry.action));
    html! {
        tr data-audit=(entry.action) {
            td.otklik-nowrap { (entry.at) }
            td { (actor(lang, entry)) }
            td { (action.unwrap_or(&entry.action)) }
            td { (entry.subject) }
            td {
                @let counted = entry.detail.iter().filter(|(_, value)| value.as_u64() != Some(0));
                @for (index, (field, value)) in counted.enumerate() {
                    @if index > 0 { br; }
                    (detail(lang, field, value))
                }
            }
        }
    }
}

fn actor(lang: Lang, entry: &AuditEntry) -> String {
    let key = format!("actor-{}", entry.actor.as_str());
    let kind = text(lang, &key);
    match (entry.actor, entry.token, entry.role) {
        (ActorKind::Token, Some(number), Some(role)) => {
            let key = format!("role-{}", role.as_str());
            let role = text(lang, &key);
            fill(kind, &[("number", &number.to_string()), ("role", role)])
        }
        _ => kind.to_owned(),
    }
}

/// The fields of a detail that are not an event's, whose words begin with `event-`.
const FIELDS: [&str; 19] = [
    "n",
    "survey",
    "version",
    "issued",
    "extended",
    "throttled",
    "decision",
    "step",
    "result",
    "outcome",
    "status",
    "role",
    "audience",
    "event",
    "touchpoint",
    "channel",
    "locale",
    "from",
    "to",
];

/// A changed field with both of its values, or a field with its value; a count of nothing is left out.
fn detail(lang: Lang, field: &str, value: &Value) -> Markup {
    let folder = if FIELDS.contains(&field) {
        "audit"
    } else {
        "event"
    };
    let label = find(lang, &format!("{folder}-{field}")).unwrap_or(field);
    let word = |value: &Value| value_text(lang, field, value);
    html! {
        (label)
        @match value {
            Value::Bool(true) => {}
            Value::Array(ends) => {
                ": "
                @for (index, end) in ends.iter().enumerate() {
                    @if index > 0 { " → " }
                    (word(end))
                }
            }
            value => { ": " (word(value)) }
        }
    }
}

fn value_text(lang: Lang, field: &str, value: &Value) -> String {
    let word = match value {
        Value::Null => return "—".to_owned(),
        Value::String(word) if word.is_empty() => return "—".to_owned(),
        Value::String(word) => word,
        number => return number.to_string(),
    };
    let known = match field {
        "survey" => Some(surveys::title(lang, word)),
        "state" => find(lang, &format!("event-state-{word}")),
        "status" => find(lang, &format!("status-{word}")),
        "decision" => find(lang, &format!("decision-{word}")),
        "step" => find(lang, &format!("step-{word}")),
        "result" => find(lang, &format!("call-{word}")),
        "outcome" => find(lang, &format!("outcome-{word}")),
        "role" => find(lang, &format!("role-{word}")),
        _ => None,
    };
    known.unwrap_or(word).to_owned()
}

/// The address of the next page of the same log.
fn next_page(lang: Lang, query: &Fields, next: &str) -> String {
    let mut address = form_urlencoded::Serializer::for_suffix(String::from("?"), 1);
    address.append_pair("lang", lang.code());
    for name in ["from", "to", "action"] {
        if !query.get(name).is_empty() {
            address.append_pair(name, query.get(name));
        }
    }
    address.append_pair("after", next);
    address.finish()
}
