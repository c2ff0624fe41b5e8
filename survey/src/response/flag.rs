//! Flags: signs that a machine sent a response. Machines open links, run scripts and press buttons. One sign is
//! enough to quarantine a response; it is stored, shown with its flag, and the director can include it.

use crate::closed_enum::closed_enum;
use crate::limits;
use crate::response::scanner::is_scanner;
use serde::{Deserialize, Serialize};

closed_enum! {
    /// Why a response is quarantined.
    Flag {
        /// The honeypot was used: the hidden link or the hidden button.
        Honeypot = "honeypot",
        /// The user agent is that of a scanner, a preview or an automated browser.
        Scanner = "scanner",
        /// A script watched and saw no person tap or type.
        NoUserActivation = "no_user_activation",
        /// The form has no valid token for this link.
        NoForm = "no_form",
        /// Sent sooner after the page was made than a person can.
        TooFast = "too_fast",
        /// Sent sooner after the letter went out than a person can.
        TooSoon = "too_soon",
        /// Other answers under another id within seconds: a machine follows every link of a letter.
        ManyScores = "many_scores",
        /// More votes of an open link in ten minutes than twice its event's guests.
        Burst = "burst",
        /// Through an event's link, past the number of its guests.
        OverGuests = "over_guests",
        /// Turns the low answer of an invite into a better one, from another browser or network.
        ChangedElsewhere = "changed_elsewhere",
        /// Open links need Turnstile here, and it did not confirm a person.
        NoChallenge = "no_challenge",
        /// Excluded by the director, without another flag.
        Director = "director",
    }
}

/// The signals of the request by which a response was sent.
#[derive(Clone, Copy, Debug, Default)]
pub struct SenderSignals<'a> {
    pub user_agent: &'a str,
    /// Whether the hidden link or button was touched.
    pub honeypot_hit: bool,
    /// Whether a script saw a person tap or type; `None` where none watched.
    pub user_activation: Option<bool>,
    /// The page that the form came from.
    pub form: FormAge,
}

/// The page that a form came from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FormAge {
    /// No page of this server is needed: a widget, a program, a form on another site.
    #[default]
    NotAsked,
    /// The page's form token is missing, or belongs to another link.
    NoToken,
    /// The age of the page in milliseconds.
    Made(i64),
}

impl SenderSignals<'_> {
    /// The most certain flag that the signals raise.
    pub fn flag(&self) -> Option<Flag> {
        if self.honeypot_hit {
            return Some(Flag::Honeypot);
        }
        if is_scanner(self.user_agent) {
            return Some(Flag::Scanner);
        }
        if self.user_activation == Some(false) {
            return Some(Flag::NoUserActivation);
        }
        match self.form {
            FormAge::NotAsked => None,
            FormAge::NoToken => Some(Flag::NoForm),
            FormAge::Made(ago_ms) => (ago_ms < limits::MIN_SEND_DELAY_MS).then_some(Flag::TooFast),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PHONE: &str =
        "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36";

    fn guest() -> SenderSignals<'static> {
        SenderSignals {
            user_agent: PHONE,
            honeypot_hit: false,
            user_activation: None,
            form: FormAge::Made(4_000),
        }
    }

    #[test]
    fn a_guest_is_not_flagged() {
        assert_eq!(guest().flag(), None);
        let with_script = SenderSignals {
            user_activation: Some(true),
            form: FormAge::NotAsked,
            ..guest()
        };
        assert_eq!(with_script.flag(), None);
        assert_eq!(SenderSignals::default().flag(), None, "a program");
        let patient = FormAge::Made(i64::MAX);
        assert_eq!(
            SenderSignals {
                form: patient,
                ..guest()
            }
            .flag(),
            None
        );
    }

    #[test]
    fn each_signal_has_its_word() {
        for (signals, flag) in [
            (
                SenderSignals {
                    user_agent: "TelegramBot (like TwitterBot)",
                    ..guest()
                },
                Flag::Scanner,
            ),
            (
                SenderSignals {
                    honeypot_hit: true,
                    ..guest()
                },
                Flag::Honeypot,
            ),
            (
                SenderSignals {
                    user_activation: Some(false),
                    ..guest()
                },
                Flag::NoUserActivation,
            ),
            (
                SenderSignals {
                    form: FormAge::NoToken,
                    ..guest()
                },
                Flag::NoForm,
            ),
            (
                SenderSignals {
                    form: FormAge::Made(699),
                    ..guest()
                },
                Flag::TooFast,
            ),
            (
                SenderSignals {
                    form: FormAge::Made(-1),
                    ..guest()
                },
                Flag::TooFast,
            ),
        ] {
            assert_eq!(signals.flag(), Some(flag));
        }
        let edge = FormAge::Made(700);
        assert_eq!(
            SenderSignals {
                form: edge,
                ..guest()
            }
            .flag(),
            None
        );
    }
}
