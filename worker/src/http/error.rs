//! What is answered instead of what was asked for: a client_error that somebody can act on, or a fault
//! that is ours.

use otklik_survey::ValidationError;

/// Why a request was refused. Status, code and sentence follow from it in one place.
#[derive(Debug)]
pub enum ClientError {
    NotFound,
    UnknownSurvey,
    /// The methods that the path takes, as `Allow` lists them.
    MethodNotAllowed(String),
    /// The body, or what it becomes, is larger than the route takes.
    TooLarge {
        max_bytes: usize,
    },
    /// The body has not arrived in time.
    TooSlow,
    OriginNotAllowed,
    Unauthorized,
    /// A right token, of a role that may not do this.
    Forbidden,
    /// The body is no JSON of the right shape; the field where reading stopped, if any.
    NotJson(String),
    /// What `survey` said of a submission; never empty.
    Rejected(Vec<ValidationError>),
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

impl ClientError {
    pub fn status(&self) -> u16 {
        match self {
            ClientError::NotFound
            | ClientError::UnknownSurvey
            | ClientError::UnknownEvent
            | ClientError::UnknownLink
            | ClientError::UnknownResponse => 404,
            ClientError::TooMany => 429,
            ClientError::MethodNotAllowed(_) => 405,
            ClientError::TooLarge { .. } => 413,
            ClientError::TooSlow => 408,
            ClientError::OriginNotAllowed | ClientError::Forbidden => 403,
            ClientError::Unauthorized => 401,
            ClientError::NotJson(_) => 400,
            ClientError::Conflict
            | ClientError::CorrectionClosed
            | ClientError::RequestClosed
            | ClientError::WrongVersion { .. }
            | ClientError::TooManyVersions => 409,
            ClientError::Rejected(_)
            | ClientError::BadParameter(_)
            | ClientError::BadPeriod
            | ClientError::QueryTooWide
            | ClientError::AnonymousSurvey => 422,
        }
    }

    /// The stable code; its sentence is `error-{code}` in the catalogs.
    pub fn code(&self) -> &'static str {
        match self {
            ClientError::NotFound => "not_found",
            ClientError::UnknownSurvey => "unknown_survey",
            ClientError::MethodNotAllowed(_) => "method_not_allowed",
            ClientError::TooLarge { .. } => "too_large",
            ClientError::TooSlow => "too_slow",
            ClientError::OriginNotAllowed => "origin_not_allowed",
            ClientError::Unauthorized => "unauthorized",
            ClientError::Forbidden => "forbidden",
            ClientError::NotJson(_) => "not_json",
            ClientError::Rejected(errors) => errors
                .first()
                .map_or("not_json", |first| first.code.as_str()),
            ClientError::Conflict => "conflict",
            ClientError::CorrectionClosed => "correction_closed",
            ClientError::RequestClosed => "request_closed",
            ClientError::BadParameter(_) => "bad_parameter",
            ClientError::BadPeriod => "bad_period",
            ClientError::QueryTooWide => "query_too_wide",
            ClientError::AnonymousSurvey => "anonymous_survey",
            ClientError::UnknownEvent => "unknown_event",
            ClientError::UnknownLink => "unknown_link",
            ClientError::UnknownResponse => "unknown_response",
            ClientError::WrongVersion { .. } => "wrong_version",
            ClientError::TooManyVersions => "too_many_versions",
            ClientError::TooMany => "too_many_requests",
        }
    }

    /// The place in the request, where there is one.
    pub fn field(&self) -> Option<&str> {
        match self {
            ClientError::NotJson(field) => Some(field.as_str()).filter(|field| !field.is_empty()),
            ClientError::Rejected(errors) => errors.first().map(|first| first.field.as_str()),
            ClientError::BadParameter(name) => Some(name),
            ClientError::UnknownSurvey | ClientError::AnonymousSurvey => Some("survey"),
            ClientError::BadPeriod => Some("from"),
            ClientError::UnknownEvent | ClientError::UnknownResponse => Some("id"),
            ClientError::UnknownLink => Some("invite"),
            ClientError::WrongVersion { .. } | ClientError::TooManyVersions => Some("version"),
            ClientError::NotFound
            | ClientError::MethodNotAllowed(_)
            | ClientError::QueryTooWide
            | ClientError::TooLarge { .. }
            | ClientError::TooSlow
            | ClientError::OriginNotAllowed
            | ClientError::Unauthorized
            | ClientError::Forbidden
            | ClientError::Conflict
            | ClientError::CorrectionClosed
            | ClientError::RequestClosed
            | ClientError::TooMany => None,
        }
    }
}

/// Why a request was not served.
#[derive(Debug)]
pub enum Error {
    ClientError(ClientError),
    /// The database did not answer, or not for now: worth another try.
    Unavailable(worker::Error),
    /// Ours to mend: logged in full, answered with nothing.
    Internal(worker::Error),
}

impl Error {
    /// The version that a survey's next one has to be, where that is the mistake.
    pub fn next(&self) -> Option<u32> {
        match self {
            Error::ClientError(ClientError::WrongVersion { next }) => Some(*next),
            _ => None,
        }
    }

    /// One line for what is not the caller's doing, in full: it holds no input of theirs.
    pub fn log(&self) {
        let (kind, error) = match self {
            Error::ClientError(_) => return,
            Error::Unavailable(error) => ("unavailable", error),
            Error::Internal(error) => ("fault", error),
        };
        let detail = serde_json::to_string(&error.to_string()).unwrap_or_default();
        worker::console_error!(r#"{{"error":"{kind}","detail":{detail}}}"#);
    }
}

impl From<ClientError> for Error {
    fn from(client_error: ClientError) -> Self {
        Error::ClientError(client_error)
    }
}

impl From<worker::Error> for Error {
    fn from(error: worker::Error) -> Self {
        Error::Internal(error)
    }
}

pub type Result<T, E = Error> = std::result::Result<T, E>;
