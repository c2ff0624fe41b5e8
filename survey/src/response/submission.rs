//! A submission as posted, nothing checked yet. It is always the whole state.
//!
//! The wire format is append-only: a widget cached yesterday posts today. Golden files hold it.

use crate::limits;
use crate::question::AnswerDraft;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A guest's answers as posted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Submission {
    /// A UUID minted by the client, which makes a retry safe.
    pub id: String,
    /// 1-32; a higher one replaces the answers of a lower one for 24 hours.
    pub rev: u8,
    /// The survey's version that was answered.
    #[serde(default = "first_version")]
    pub version: u32,
    /// The language in which it was answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
    /// The event that the link names, by its id. Anything else is not stored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub touchpoint: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// The manager that the link names; 64 characters at most, left out where longer. Stored where an event names that
    /// manager.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manager: Option<String>,
    /// The agency's own reference to an order or a client, a key: 64 characters and two words at most, with a digit. Left
    /// out where it is anything else, as a name, a phone or an e-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// The code of a personal invite. Event, touchpoint and channel are then the invite's, whatever this submission
    /// names; all submissions through it are one response.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invite: Option<String>,
    /// Whether the browser saw a person tap or type; absent where nothing watched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_activation: Option<bool>,
    /// Tapped, not confirmed: such a response does not count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partial: Option<bool>,
    /// The Turnstile token, where the deployment needs one; 2,048 characters at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub challenge: Option<String>,
    /// By the question's id.
    #[serde(default)]
    pub answers: BTreeMap<String, AnswerDraft>,
}

fn first_version() -> u32 {
    1
}

/// Whether a submission, or a callback, can have this revision.
pub(crate) fn is_rev(rev: u8) -> bool {
    (1..=limits::REV_MAX).contains(&rev)
}
