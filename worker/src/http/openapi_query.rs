//! The query parameters of routes, as the API's description has them.

#![expect(dead_code, reason = "the macro reads the fields' names and types")]

/// The parameters of a vote page. They are not trusted: words that may be personal are not stored.
#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct VoteQuery {
    /// The event's id; anything else is dropped.
    event: Option<String>,
    touchpoint: Option<otklik_survey::Touchpoint>,
    channel: Option<otklik_survey::Channel>,
    /// The manager's name, stored where an event names that manager; 64 characters at most.
    manager: Option<String>,
    /// The agency's own reference, a key: 64 characters and two words at most, with a digit; dropped where it looks like
    /// anything else, as a name, a phone or an e-mail address.
    reference: Option<String>,
    lang: Option<otklik_survey::Lang>,
    /// Preselects a score; it never votes.
    score: Option<u8>,
}

#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CallbackQuery {
    /// How to answer; `call` where it is not named.
    by: Option<otklik_survey::callback::By>,
    event: Option<String>,
    touchpoint: Option<otklik_survey::Touchpoint>,
    channel: Option<otklik_survey::Channel>,
    lang: Option<otklik_survey::Lang>,
}

/// A value that cannot be read is ignored. The default is the settings' `look`.
#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct LookQuery {
    /// The brand colour, `8a1538`, with or without `#`.
    brand: Option<String>,
    /// Pixels of a control's corner, 24 at most.
    radius: Option<u8>,
    /// `auto`, `light` or `dark`.
    scheme: Option<String>,
    /// How a five-point scale is drawn: `numbers`, `stars` or `faces`.
    scale: Option<String>,
}

#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct LoaderQuery {
    /// The response is public where it is named, else private to the browser.
    lang: Option<otklik_survey::Lang>,
    /// `survey` (the default) or `callback`.
    form: Option<String>,
    /// How to answer a callback.
    by: Option<otklik_survey::callback::By>,
    event: Option<String>,
    touchpoint: Option<otklik_survey::Touchpoint>,
    channel: Option<otklik_survey::Channel>,
    manager: Option<String>,
    reference: Option<String>,
}

#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct EmailQuery {
    /// The deployment's own language where it is not named.
    lang: Option<otklik_survey::Lang>,
    /// The format of `body`: `html` (the default), a whole document, or `text`.
    format: Option<String>,
    /// The mailing service, whose merge field and unsubscribe link the letter contains: `unisender`,
    /// `sendpulse`, `mailchimp` or `generic` (the default).
    esp: Option<String>,
    /// `personal` (the default): every link is the service's merge field, which contains the address of the
    /// reader's invite, followed by a query. `none`: the survey's public address, the same for all.
    invites: Option<String>,
    /// The colour of the scores, `8a1538`.
    brand: Option<String>,
    /// The event's id, in every link; 64 characters at most.
    event: Option<String>,
    /// In every link; some questions have another text by it.
    touchpoint: Option<otklik_survey::Touchpoint>,
}

#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct QrQuery {
    /// The event's id; anything else is dropped.
    event: Option<String>,
    touchpoint: Option<otklik_survey::Touchpoint>,
    /// The guest's own language where it is not named.
    lang: Option<otklik_survey::Lang>,
    /// The code of an event's guest link, which is drawn instead of the vote page.
    code: Option<String>,
}

#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct EventsQuery {
    /// First day, `YYYY-MM-DD`.
    from: Option<String>,
    /// Last day, included.
    to: Option<String>,
    manager: Option<String>,
    state: Option<otklik_survey::event::EventState>,
    /// `next` of the page before.
    after: Option<String>,
}

#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AuditQuery {
    /// First day in the agency's zone, `YYYY-MM-DD`.
    from: Option<String>,
    /// Last day, included.
    to: Option<String>,
    action: Option<otklik_survey::audit::AuditAction>,
    /// `next` of the page before.
    after: Option<String>,
}

/// The parameters of a guest link.
#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct GuestQuery {
    /// `qr` where it is not named.
    channel: Option<otklik_survey::Channel>,
    lang: Option<otklik_survey::Lang>,
    /// Preselects a score; it never votes.
    score: Option<u8>,
}

#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct InvitesQuery {
    /// Of guests or clients; `guest` where it is not named.
    survey: Option<String>,
    /// `no` (the default): those who have not answered. `all`: everybody whose link takes answers.
    answered: Option<String>,
}

/// The fields of the JSON body, for a request whose body is a table.
#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct IssueQuery {
    touchpoint: Option<otklik_survey::Touchpoint>,
    /// `email` where it is not named.
    channel: Option<otklik_survey::Channel>,
    /// The last day on which the links take answers, `YYYY-MM-DD`.
    until: Option<String>,
    /// When the letters go out, UTC milliseconds.
    sent_at_ms: Option<i64>,
}
