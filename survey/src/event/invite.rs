//! An order for invites: references, number, last day.

use crate::calendar::day::Day;
use crate::closed_enum::closed_enum;
use crate::limits;
use crate::response::channel::Channel;
use crate::response::reference;
use crate::survey::touchpoint::Touchpoint;
use crate::text::parsed;
use crate::validation_error::{Code, ValidationError};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

closed_enum! {
    /// Who issued an invite.
    Issuer {
        /// The director, or a system of the agency's.
        Agency = "agency",
        /// A manager, who is judged by the answer: it is counted apart.
        Manager = "manager",
    }
}

/// An order for invites as posted, nothing checked yet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "openapi", derive(Serialize, utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct InviteDraft {
    /// One for each person, the agency's own words, 64 characters at most; 10,000 at most.
    #[serde(default)]
    pub references: Vec<String>,
    /// In place of references: how many people, 1-10,000. They become `guest-1`, `guest-2` and so on.
    #[serde(default)]
    pub count: Option<i64>,
    #[serde(default)]
    pub touchpoint: Option<String>,
    /// The channel of the links; e-mail where it is absent.
    #[serde(default)]
    pub channel: Option<String>,
    /// The last day on which the links take answers, `YYYY-MM-DD`. Absent: 14 days after the event, or
    /// after today where that is later.
    #[serde(default)]
    pub until: Option<String>,
    /// The time at which the letters go out, UTC milliseconds; absent: now. Answers within seconds of it come from a
    /// mail scanner.
    #[serde(default)]
    pub sent_at_ms: Option<i64>,
}

/// An accepted order. Only [`InviteOrder::accept`] makes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InviteOrder {
    references: Vec<String>,
    touchpoint: Option<Touchpoint>,
    channel: Channel,
    until: Option<Day>,
    sent_at_ms: Option<i64>,
}

impl InviteOrder {
    /// Checks an order. A reference that is there twice is one person.
    ///
    /// # Errors
    /// Everything that is wrong; of the references the first, `references.7` for the seventh.
    pub fn accept(draft: &InviteDraft, now_ms: i64) -> Result<InviteOrder, Vec<ValidationError>> {
        let mut errors = Vec::new();
        let mut refuse = |code, field: &str| errors.push(ValidationError::new(code, field));
        let references = references(draft).unwrap_or_else(|validation_error| {
            refuse(validation_error.code, &validation_error.field);
            Vec::new()
        });
        let touchpoint = parsed(&draft.touchpoint, Touchpoint::parse);
        if touchpoint.is_err() {
            refuse(Code::UnknownTouchpoint, "touchpoint");
        }
        let channel = parsed(&draft.channel, Channel::parse);
        if channel.is_err() {
            refuse(Code::UnknownChannel, "channel");
        }
        let until = parsed(&draft.until, Day::parse);
        if until.is_err() {
            refuse(Code::BadDate, "until");
        }
        let latest_ms = now_ms + limits::SENT_AT_MAX_DAYS * 86_400_000;
        let is_time = |ms: &i64| (limits::SENT_AT_MIN_MS..=latest_ms).contains(ms);
        if draft.sent_at_ms.as_ref().is_some_and(|ms| !is_time(ms)) {
            refuse(Code::BadTime, "sent_at_ms");
        }
        match (touchpoint, channel, until) {
            (Ok(touchpoint), Ok(channel), Ok(until)) if errors.is_empty() => Ok(InviteOrder {
                references,
                touchpoint,
                channel: channel.unwrap_or(Channel::Email),
                until,
                sent_at_ms: draft.sent_at_ms,
            }),
            _ => Err(errors),
        }
    }

    /// Each once, in the order in which they came.
    pub fn references(&self) -> &[String] {
        &self.references
    }

    pub fn touchpoint(&self) -> Option<Touchpoint> {
        self.touchpoint
    }

    pub fn channel(&self) -> Channel {
        self.channel
    }

    pub fn until(&self) -> Option<Day> {
        self.until
    }

    pub fn sent_at_ms(&self) -> Option<i64> {
        self.sent_at_ms
    }
}

fn references(draft: &InviteDraft) -> Result<Vec<String>, ValidationError> {
    let range = 1..=limits::INVITES_MAX;
    match draft.count {
        Some(count) if draft.references.is_empty() => {
            let count = usize::try_from(count).ok().filter(|n| range.contains(n));
            let count = count.ok_or(ValidationError::new(Code::InvitesOutOfRange, "count"))?;
            Ok((1..=count)
                .map(|n| ["guest-", &n.to_string()].concat())
                .collect())
        }
        Some(_) => Err(ValidationError::new(Code::InvitesOutOfRange, "count")),
        None if !range.contains(&draft.references.len()) => {
            Err(ValidationError::new(Code::InvitesOutOfRange, "references"))
        }
        None => {
            let mut seen = BTreeSet::new();
            let mut kept = Vec::new();
            for (place, raw) in (1_usize..).zip(&draft.references) {
                let reference = reference::of_invite(raw).map_err(|code| {
                    ValidationError::new(code, ["references.", &place.to_string()].concat())
                })?;
                if seen.insert(reference.clone()) {
                    kept.push(reference);
                }
            }
            Ok(kept)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW_MS: i64 = 1_790_000_000_000;

    #[test]
    fn letters_go_out_within_a_month() {
        let sent_at = |ms| {
            let draft = InviteDraft {
                sent_at_ms: Some(ms),
                ..draft(&["A-1"])
            };
            InviteOrder::accept(&draft, NOW_MS).is_ok()
        };
        let latest_ms = NOW_MS + limits::SENT_AT_MAX_DAYS * 86_400_000;
        assert!(sent_at(limits::SENT_AT_MIN_MS) && sent_at(latest_ms));
        assert!(!sent_at(limits::SENT_AT_MIN_MS - 1) && !sent_at(latest_ms + 1));
    }

    fn draft(references: &[&str]) -> InviteDraft {
        InviteDraft {
            references: references.iter().map(|&it| it.to_owned()).collect(),
            ..InviteDraft::default()
        }
    }

    fn refused(draft: &InviteDraft) -> (Code, String) {
        let mut errors = InviteOrder::accept(draft, NOW_MS).unwrap_err();
        let first = errors.remove(0);
        (first.code, first.field)
    }

    #[test]
    fn references_are_kept_in_order_each_once() {
        let order = InviteOrder::accept(&draft(&["B-2", " A-1 ", "B-2"]), NOW_MS).unwrap();
        assert_eq!(order.references(), ["B-2", "A-1"]);
        assert_eq!(
            (order.channel(), order.touchpoint()),
            (Channel::Email, None)
        );
    }

    #[test]
    fn a_count_numbers_the_guests() {
        let order = |count| {
            let draft = InviteDraft {
                count: Some(count),
                ..InviteDraft::default()
            };
            InviteOrder::accept(&draft, NOW_MS)
        };
        assert_eq!(order(2).unwrap().references(), ["guest-1", "guest-2"]);
        assert_eq!(order(10_000).unwrap().references().len(), 10_000);
        for wrong in [0, -1, 10_001] {
            assert_eq!(order(wrong).unwrap_err()[0].code, Code::InvitesOutOfRange);
        }
        let both = InviteDraft {
            count: Some(1),
            ..draft(&["A-1"])
        };
        assert_eq!(refused(&both), (Code::InvitesOutOfRange, "count".into()));
    }

    #[test]
    fn errors_have_their_path() {
        for (reference, code) in [
            ("", Code::MissingReference),
            ("=HYPERLINK(1)", Code::FormulaReference),
            ("ivan@example.org", Code::PersonalReference),
            ("+380 67 123-45-67", Code::PersonalReference),
            (&"я".repeat(65), Code::TextTooLong),
        ] {
            let found = refused(&draft(&["A-1", reference]));
            assert_eq!(found, (code, "references.2".into()), "{reference}");
        }
        let none = refused(&draft(&[]));
        assert_eq!(none, (Code::InvitesOutOfRange, "references".into()));
        let many = vec!["x"; 10_001];
        let many = refused(&draft(&many));
        assert_eq!(many, (Code::InvitesOutOfRange, "references".into()));
        let words = InviteDraft {
            channel: Some("fax".into()),
            touchpoint: Some("moon".into()),
            until: Some("2026-02-30".into()),
            // In seconds, as other systems count.
            sent_at_ms: Some(1_790_000_000),
            ..draft(&["A-1"])
        };
        let codes: Vec<Code> = InviteOrder::accept(&words, NOW_MS)
            .unwrap_err()
            .iter()
            .map(|validation_error| validation_error.code)
            .collect();
        assert_eq!(
            codes,
            [
                Code::UnknownTouchpoint,
                Code::UnknownChannel,
                Code::BadDate,
                Code::BadTime
            ]
        );
    }
}
