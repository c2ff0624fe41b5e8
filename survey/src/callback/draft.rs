//! A request to be called as it arrives, nothing checked yet.

use serde::{Deserialize, Serialize};

/// A request to be called, as posted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CallbackDraft {
    /// A UUID minted by the client, which makes a retry safe.
    pub id: String,
    /// 1-32.
    pub rev: u8,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
    /// As typed, with its extension (`доб. 204`, `#204`, `x5`); 32 characters at most.
    #[serde(default)]
    pub phone: String,
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub topic: String,
    /// `any`, `morning`, `afternoon` or `evening`; empty is any.
    #[serde(default)]
    pub window: String,
    #[serde(default)]
    pub comment: String,
    /// The separate box, unticked by default.
    #[serde(default)]
    pub consent: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// `call` or `message`; without it, call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// The Turnstile token, where the deployment needs one; 2,048 characters at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub challenge: Option<String>,
}
