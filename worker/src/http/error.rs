//! What is answered instead of what was asked for: a refusal that somebody can act on, or a fault
//! that is ours.

use otklik_survey::Rejection;

/// Why a request was refused. Status, code and sentence follow from it in one place.
#[derive(Debug)]
pub enum Refusal {
    NotFound,
    UnknownSurvey,
    /// The methods that the path takes, as `Allow` lists them.
    MethodNotAllowed(String),
    TooLarge,
    /// The body has not arrived in time.
    TooSlow,
    OriginNotAllowed,
    Unauthorized,
    /// A right token, of a role that may not do this.
    Forbidden,
    /// The body is no JSON of the right shape; the field where reading stopped, if any.
    NotJson(String),
    /// What `survey` said of a submission; never empty.
    Rejected(Vec<Rejection>),
    /// The id and revision are taken by another answer.
    Conflict,
    /// The 24 hours for corrections have passed.
    CorrectionClosed,
    /// A callback was done with, or its 24 hours for corrections have passed.
    RequestClosed,
    /// A parameter of the query by name.
    BadParameter(String),
    BadPeriod,
    /// More tallies would be read than one request may.
    QueryTooWide,
    /// What would tell of single people who were promised that nobody can.
    AnonymousSurvey,
    UnknownEvent,
    /// No link that takes answers: never given out, expired, revoked.
    UnknownLink,
    UnknownResponse,
    /// Of a survey; the next one is told.
    WrongVersion {
        next: u32,
    },
    /// 200 of all surveys.
    TooManyVersions,
    /// Too many requests of one kind within a minute.
    TooMany,
}

impl Refusal {
    pub fn status(&self) -> u16 {
        match self {
            Refusal::NotFound
            | Refusal::UnknownSurvey
            | Refusal::UnknownEvent
            | Refusal::UnknownLink
            | Refusal::UnknownResponse => 404,
            Refusal::TooMany => 429,
            Refusal::MethodNotAllowed(_) => 405,
            Refusal::TooLarge => 413,
            Refusal::TooSlow => 408,
            Refusal::OriginNotAllowed | Refusal::Forbidden => 403,
            Refusal::Unauthorized => 401,
            Refusal::NotJson(_) => 400,
            Refusal::Conflict
            | Refusal::CorrectionClosed
            | Refusal::RequestClosed
            | Refusal::WrongVersion { .. }
            | Refusal::TooManyVersions => 409,
            Refusal::Rejected(_)
            | Refusal::BadParameter(_)
            | Refusal::BadPeriod
            | Refusal::QueryTooWide
            | Refusal::AnonymousSurvey => 422,
        }
    }

    /// The stable code; its sentence is `error-{code}` in the catalogs.
    pub fn code(&self) -> &'static str {
        match self {
            Refusal::NotFound => "not_found",
            Refusal::UnknownSurvey => "unknown_survey",
            Refusal::MethodNotAllowed(_) => "method_not_allowed",
            Refusal::TooLarge => "too_large",
            Refusal::TooSlow => "too_slow",
            Refusal::OriginNotAllowed => "origin_not_allowed",
            Refusal::Unauthorized => "unauthorized",
            Refusal::Forbidden => "forbidden",
            Refusal::NotJson(_) => "not_json",
            Refusal::Rejected(rejections) => rejections
                .first()
                .map_or("not_json", |first| first.code.as_str()),
            Refusal::Conflict => "conflict",
            Refusal::CorrectionClosed => "correction_closed",
            Refusal::RequestClosed => "request_closed",
            Refusal::BadParameter(_) => "bad_parameter",
            Refusal::BadPeriod => "bad_period",
            Refusal::QueryTooWide => "query_too_wide",
            Refusal::AnonymousSurvey => "anonymous_survey",
            Refusal::UnknownEvent => "unknown_event",
            Refusal::UnknownLink => "unknown_link",
            Refusal::UnknownResponse => "unknown_response",
            Refusal::WrongVersion { .. } => "wrong_version",
            Refusal::TooManyVersions => "too_many_versions",
            Refusal::TooMany => "too_many_requests",
        }
    }

    /// The place in the request, where there is one.
    pub fn field(&self) -> Option<&str> {
        match self {
            Refusal::NotJson(field) => Some(field.as_str()).filter(|field| !field.is_empty()),
            Refusal::Rejected(rejections) => rejections.first().map(|first| first.field.as_str()),
            Refusal::BadParameter(name) => Some(name),
            Refusal::UnknownSurvey | Refusal::AnonymousSurvey => Some("survey"),
            Refusal::BadPeriod => Some("from"),
            Refusal::UnknownEvent | Refusal::UnknownResponse => Some("id"),
            Refusal::UnknownLink => Some("invite"),
            Refusal::WrongVersion { .. } | Refusal::TooManyVersions => Some("version"),
            Refusal::NotFound
            | Refusal::MethodNotAllowed(_)
            | Refusal::QueryTooWide
            | Refusal::TooLarge
            | Refusal::TooSlow
            | Refusal::OriginNotAllowed
            | Refusal::Unauthorized
            | Refusal::Forbidden
            | Refusal::Conflict
            | Refusal::CorrectionClosed
            | Refusal::RequestClosed
            | Refusal::TooMany => None,
        }
    }
}

/// Why a request was not served.
#[derive(Debug)]
pub enum Failure {
    Refusal(Refusal),
    /// The database did not answer, or not for now: worth another try.
    Unavailable(worker::Error),
    /// Ours to mend: logged in full, answered with nothing.
    Fault(worker::Error),
}

impl Failure {
    /// The version that a survey's next one has to be, where that is the mistake.
    pub fn next(&self) -> Option<u32> {
        match self {
            Failure::Refusal(Refusal::WrongVersion { next }) => Some(*next),
            _ => None,
        }
    }

    /// One line for what is not the caller's doing, in full: it holds no input of theirs.
    pub fn log(&self) {
        let (kind, error) = match self {
            Failure::Refusal(_) => return,
            Failure::Unavailable(error) => ("unavailable", error),
            Failure::Fault(error) => ("fault", error),
        };
        let detail = serde_json::to_string(&error.to_string()).unwrap_or_default();
        worker::console_error!(r#"{{"error":"{kind}","detail":{detail}}}"#);
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Failure::Refusal(refusal)
    }
}

impl From<worker::Error> for Failure {
    fn from(error: worker::Error) -> Self {
        Failure::Fault(error)
    }
}

pub type Outcome<T> = Result<T, Failure>;
