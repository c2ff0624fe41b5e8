//! The two forms of a survey.

/// Which of a survey's two forms is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormKind {
    Survey,
    Callback,
}

impl FormKind {
    pub const fn name(self) -> &'static str {
        match self {
            FormKind::Survey => "survey",
            FormKind::Callback => "callback",
        }
    }

    /// The first part of the address of this form's page.
    pub const fn path(self) -> &'static str {
        match self {
            FormKind::Survey => "/s/",
            FormKind::Callback => "/c/",
        }
    }

    /// The path that takes this form's submissions as JSON.
    pub const fn endpoint(self) -> &'static str {
        match self {
            FormKind::Survey => "/v1/responses",
            FormKind::Callback => "/v1/callbacks",
        }
    }
}
