//! A request to be called, and its check.

pub mod case_event;
pub mod draft;
pub mod due_at;

use crate::callback::draft::CallbackDraft;
use crate::closed_enum::closed_enum;
use crate::lang::Lang;
use crate::limits;
use crate::phone::{Phone, PhoneError, extension};
use crate::response::channel::Channel;
use crate::response::submission::is_rev;
use crate::response::submission_id::SubmissionId;
use crate::text::{clean_line, clean_text, longer, parsed};
use crate::validation_error::{Code, ValidationError};
use serde::{Deserialize, Serialize};

closed_enum! {
    /// The window of the day in which the visitor wants the call.
    Window {
        Any = "any",
        Morning = "morning",
        Afternoon = "afternoon",
        Evening = "evening",
    }
}

closed_enum! {
    /// The way in which the visitor wants to be contacted.
    By {
        Call = "call",
        /// In a messenger, at the number of the request.
        Message = "message",
    }
}

closed_enum! {
    /// The state of a callback. The result of each call belongs to its attempt.
    Lifecycle {
        New = "new",
        InWork = "in_work",
        Done = "done",
        Cancelled = "cancelled",
        Spam = "spam",
    }
}

impl Lifecycle {
    /// Whether the call is still to be made, so that the visitor can cancel it.
    pub const fn is_open(self) -> bool {
        match self {
            Lifecycle::New | Lifecycle::InWork => true,
            Lifecycle::Done | Lifecycle::Cancelled | Lifecycle::Spam => false,
        }
    }

    /// Whether the call is overdue: the request is open, and its due time passed within the last
    /// [`limits::OVERDUE_DAYS`] days. After that the call may have been made and never recorded.
    pub const fn is_overdue(self, due_at_ms: i64, now_ms: i64) -> bool {
        let late_ms = now_ms - due_at_ms;
        self.is_open() && late_ms > 0 && late_ms <= limits::OVERDUE_DAYS * 24 * 3_600_000
    }
}

/// An accepted request to be called. The visitor has consented: a request without consent is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Callback {
    id: SubmissionId,
    rev: u8,
    lang: Option<Lang>,
    window: Window,
    by: By,
    channel: Channel,
    contact: Contact,
}

/// The personal data of a callback and everything that its visitor wrote: stored only sealed, in the contact store.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Contact {
    /// The number in E.164, without its extension: by it requests are joined.
    pub phone: String,
    /// Digits to dial once the call is answered; left out where there are none.
    // So hashes of payloads stored without this field stay valid.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub extension: String,
    pub name: String,
    /// What it is about, in the visitor's words: free text, which may name people.
    pub topic: String,
    pub comment: String,
}

/// Shows nothing, so that no log contains it by accident.
impl core::fmt::Debug for Contact {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Contact(..)")
    }
}

impl Callback {
    /// # Errors
    /// Everything that is wrong, in the order of the form; never an empty list.
    pub fn accept(draft: CallbackDraft) -> Result<Callback, Vec<ValidationError>> {
        let mut errors = Vec::new();
        let mut refuse = |code, field: &str| errors.push(ValidationError::new(code, field));
        let id = SubmissionId::parse(&draft.id);
        if id.is_none() {
            refuse(Code::BadId, "id");
        }
        if !is_rev(draft.rev) {
            refuse(Code::BadRev, "rev");
        }
        let (number, extension) = extension::split(&draft.phone);
        let phone = Phone::parse(number);
        if let Err(error) = phone {
            let code = if draft.phone.trim().is_empty() {
                Code::MissingPhone
            } else if error == PhoneError::NoCountry {
                Code::MissingCountry
            } else {
                Code::BadPhone
            };
            refuse(code, "phone");
        }
        let name = clean_line(&draft.name);
        let topic = clean_line(&draft.topic);
        let comment = clean_text(&draft.comment);
        for (text, field, max_chars) in [
            (&name, "name", limits::NAME_MAX_CHARS),
            (&topic, "topic", limits::TOPIC_MAX_CHARS),
            (&comment, "comment", limits::TEXT_MAX_CHARS),
        ] {
            if longer(Some(text), max_chars) {
                refuse(Code::TextTooLong, field);
            }
        }
        let window = parsed(&Some(draft.window), Window::parse).unwrap_or_else(|()| {
            refuse(Code::UnknownWindow, "window");
            None
        });
        let lang = parsed(&draft.lang, Lang::from_tag).unwrap_or_else(|()| {
            refuse(Code::UnknownLang, "lang");
            None
        });
        let channel = parsed(&draft.channel, Channel::parse).unwrap_or_else(|()| {
            refuse(Code::UnknownChannel, "channel");
            None
        });
        let by = parsed(&draft.by, By::parse).unwrap_or_else(|()| {
            refuse(Code::UnknownBy, "by");
            None
        });
        if !draft.consent {
            refuse(Code::MissingConsent, "consent");
        }
        match (id, phone) {
            (Some(id), Ok(phone)) if errors.is_empty() => Ok(Callback {
                id,
                rev: draft.rev,
                lang,
                window: window.unwrap_or(Window::Any),
                by: by.unwrap_or(By::Call),
                channel: channel.unwrap_or(Channel::Site),
                contact: Contact {
                    phone: phone.as_str().to_owned(),
                    extension: extension.to_owned(),
                    name,
                    topic,
                    comment,
                },
            }),
            _ => Err(errors),
        }
    }

    pub fn id(&self) -> &SubmissionId {
        &self.id
    }

    /// 1-32.
    pub fn rev(&self) -> u8 {
        self.rev
    }

    pub fn lang(&self) -> Option<Lang> {
        self.lang
    }

    pub fn window(&self) -> Window {
        self.window
    }

    pub fn by(&self) -> By {
        self.by
    }

    pub fn channel(&self) -> Channel {
        self.channel
    }

    pub fn contact(&self) -> &Contact {
        &self.contact
    }

    /// The same request at another revision; `None` past the last.
    pub fn at_rev(mut self, rev: u8) -> Option<Callback> {
        if rev > limits::REV_MAX {
            return None;
        }
        self.rev = rev;
        Some(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepted(phone: &str) -> Result<Contact, Code> {
        let draft = CallbackDraft {
            id: "0190b5a0-0000-7000-8000-000000000001".to_owned(),
            rev: 1,
            phone: phone.to_owned(),
            consent: true,
            ..CallbackDraft::default()
        };
        match Callback::accept(draft) {
            Ok(callback) => Ok(callback.contact),
            Err(errors) => Err(errors[0].code),
        }
    }

    #[test]
    fn an_extension_is_kept_beside_the_number() {
        for (typed, number, extension) in [
            ("8 (495) 123-45-67 доб. 204", "+74951234567", "204"),
            ("067 123 45 67 вн. 5", "+380671234567", "5"),
            ("+49 30 123456 x5", "+4930123456", "5"),
            ("8 (495) 123-45-67", "+74951234567", ""),
        ] {
            let contact = accepted(typed).ok();
            let kept = contact.map(|it| (it.phone, it.extension));
            assert_eq!(kept, Some((number.to_owned(), extension.to_owned())));
        }
    }

    #[test]
    fn each_wrong_phone_has_its_code() {
        for (typed, code) in [
            (" ", Code::MissingPhone),
            ("()", Code::BadPhone),
            ("доб. 204", Code::BadPhone),
            ("8 (495) 123-45-67 Оля", Code::BadPhone),
            ("8 (495) 123-45 доб. 204", Code::BadPhone),
            ("8 (029) 123-45-67", Code::MissingCountry),
            ("8 (029) 123-45-67 доб. 204", Code::MissingCountry),
            ("495 123-45-67", Code::MissingCountry),
        ] {
            assert_eq!(accepted(typed).err(), Some(code), "{typed}");
        }
    }

    /// What is hashed of a contact without an extension is what was hashed before there were any.
    #[test]
    fn no_extension_is_not_serialized() {
        let json = accepted("89161234567").map(|it| serde_json::to_string(&it).ok());
        let expected = r#"{"phone":"+79161234567","name":"","topic":"","comment":""}"#;
        assert_eq!(json, Ok(Some(expected.to_owned())));
    }

    #[test]
    fn an_open_callback_is_overdue_for_a_week() {
        const WEEK_MS: i64 = 7 * 24 * 3_600_000;
        let now_ms = 10 * WEEK_MS;
        for (due_at_ms, overdue) in [
            (now_ms + 1, false),
            (now_ms, false),
            (now_ms - 1, true),
            (now_ms - WEEK_MS, true),
            (now_ms - WEEK_MS - 1, false),
        ] {
            for state in Lifecycle::ALL {
                let expected = overdue && state.is_open();
                assert_eq!(state.is_overdue(due_at_ms, now_ms), expected);
            }
        }
    }
}
