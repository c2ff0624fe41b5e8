//! Why a request was not served: an error that the client can act on, or one of the server.

use otklik_survey::ValidationError;

/// Why a request was refused. Its status, code and sentence are defined here alone.
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
    /// A valid token of a role that lacks the permission.
    Forbidden,
    /// The body's bytes, or those that a form's fields stand for, are not UTF-8: a page in another encoding sent it.
    NotUtf8,
    /// The body is no JSON of the right shape; the field where reading stopped, if any.
    NotJson(String),
    /// The validation errors of the body; never empty.
    Rejected(Vec<ValidationError>),
    /// Another payload has this id and revision.
    Conflict,
    /// The 24 hours for corrections have passed.
    CorrectionClosed,
    /// The callback is closed, or its 24 hours for corrections have passed.
    RequestClosed,
    /// The name of a query parameter.
    BadParameter(String),
    BadPeriod,
    /// The query would read more tallies than one request may.
    QueryTooWide,
    /// The result would reveal single people's answers to an anonymous survey.
    AnonymousSurvey,
    UnknownEvent,
    /// A change of a settled event's field that is the director's alone.
    EventSettled(&'static str),
    /// A manager has entered as many events as one may.
    TooManyEvents,
    /// A field of an order that is the director's alone.
    DirectorOnly(&'static str),
    /// No link that takes answers: never issued, expired or revoked.
    UnknownLink,
    UnknownResponse,
    UnknownCallback,
    /// The request to be called is in a state that does not allow the step: somebody was faster.
    CallbackMoved,
    /// Of a survey: it is not the next one.
    WrongVersion {
        next: u32,
    },
    /// There are 200 versions of all surveys.
    TooManyVersions,
    /// Too many requests of one kind within a minute.
    TooMany,
    /// Too many wrong guesses at the director's secret within a minute.
    TooManySignIns,
}

impl ClientError {
    pub fn status(&self) -> u16 {
        match self {
            ClientError::NotFound
            | ClientError::UnknownSurvey
            | ClientError::UnknownEvent
            | ClientError::UnknownLink
            | ClientError::UnknownResponse
            | ClientError::UnknownCallback => 404,
            ClientError::TooMany | ClientError::TooManySignIns => 429,
            ClientError::MethodNotAllowed(_) => 405,
            ClientError::TooLarge { .. } => 413,
            ClientError::TooSlow => 408,
            ClientError::OriginNotAllowed
            | ClientError::Forbidden
            | ClientError::DirectorOnly(_) => 403,
            ClientError::Unauthorized => 401,
            ClientError::NotUtf8 | ClientError::NotJson(_) => 400,
            ClientError::Conflict
            | ClientError::EventSettled(_)
            | ClientError::TooManyEvents
            | ClientError::CorrectionClosed
            | ClientError::RequestClosed
            | ClientError::CallbackMoved
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
            ClientError::NotUtf8 => "not_utf8",
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
            ClientError::EventSettled(_) => "event_settled",
            ClientError::TooManyEvents => "too_many_events",
            ClientError::DirectorOnly(_) => "director_only",
            ClientError::UnknownLink => "unknown_link",
            ClientError::UnknownResponse => "unknown_response",
            ClientError::UnknownCallback => "unknown_callback",
            ClientError::CallbackMoved => "callback_moved",
            ClientError::WrongVersion { .. } => "wrong_version",
            ClientError::TooManyVersions => "too_many_versions",
            ClientError::TooMany => "too_many_requests",
            ClientError::TooManySignIns => "too_many_sign_ins",
        }
    }

    /// The field of the request that the error is about.
    pub fn field(&self) -> Option<&str> {
        match self {
            ClientError::NotJson(field) => Some(field.as_str()).filter(|field| !field.is_empty()),
            ClientError::Rejected(errors) => errors.first().map(|first| first.field.as_str()),
            ClientError::BadParameter(name) => Some(name),
            ClientError::EventSettled(field) | ClientError::DirectorOnly(field) => Some(field),
            ClientError::UnknownSurvey | ClientError::AnonymousSurvey => Some("survey"),
            ClientError::BadPeriod => Some("from"),
            ClientError::UnknownEvent
            | ClientError::UnknownResponse
            | ClientError::UnknownCallback => Some("id"),
            ClientError::UnknownLink => Some("invite"),
            ClientError::WrongVersion { .. } | ClientError::TooManyVersions => Some("version"),
            ClientError::NotFound
            | ClientError::MethodNotAllowed(_)
            | ClientError::QueryTooWide
            | ClientError::TooManyEvents
            | ClientError::TooLarge { .. }
            | ClientError::TooSlow
            | ClientError::NotUtf8
            | ClientError::OriginNotAllowed
            | ClientError::Unauthorized
            | ClientError::Forbidden
            | ClientError::Conflict
            | ClientError::CorrectionClosed
            | ClientError::RequestClosed
            | ClientError::CallbackMoved
            | ClientError::TooMany
            | ClientError::TooManySignIns => None,
        }
    }
}

/// Why a request was not served.
#[derive(Debug)]
pub enum Error {
    ClientError(ClientError),
    /// The database did not respond: worth a retry.
    Unavailable(worker::Error),
    /// A bug or a wrong deployment: logged in full, answered without details.
    Internal(worker::Error),
}

impl Error {
    /// The number that a survey's next version must have, where another one was sent.
    pub fn next(&self) -> Option<u32> {
        match self {
            Error::ClientError(ClientError::WrongVersion { next }) => Some(*next),
            _ => None,
        }
    }

    /// Logs an error of the server in one line. It contains no input of the client.
    pub fn log(&self) {
        let (kind, error) = match self {
            Error::ClientError(_) => return,
            Error::Unavailable(error) => ("unavailable", error),
            Error::Internal(error) => ("internal", error),
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
