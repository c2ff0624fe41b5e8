//! Who sent a request to the office, and what they may do there: the one guard before its handlers.

use crate::auth::session;
use crate::http::error::{Outcome, Refusal};
use crate::http::request::Call;
use crate::platform::clock;
use crate::platform::config;
use crate::platform::random::hex;
use crate::store::{EventRow, Reader};
use otklik_embed::fields::Fields;
use otklik_embed::i18n::texts::text;
use otklik_embed::settings::Settings;
use sha2::{Digest, Sha256};
use worker::{Env, Method};

/// What tokens of the database begin with, so that one is recognised wherever it has leaked to.
const TOKEN_PREFIX: &str = "otk_";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Everything.
    Director,
    /// The events of one manager, with their invites and numbers; callbacks.
    Manager,
    /// Numbers alone.
    Reader,
    /// Events and invites: another system of the agency's.
    Integration,
}

impl Role {
    pub const ALL: [Role; 4] = [
        Role::Director,
        Role::Manager,
        Role::Reader,
        Role::Integration,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Role::Director => "director",
            Role::Manager => "manager",
            Role::Reader => "reader",
            Role::Integration => "integration",
        }
    }

    fn from_word(word: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.as_str() == word)
    }
}

/// What a route asks of its caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Nothing.
    Open,
    /// One of these roles.
    Of(&'static [Role]),
    /// To be the director; to anybody else the page itself shows the way to the form.
    Page,
}

#[derive(Debug, Default)]
pub struct Caller {
    /// None: nobody that is known.
    role: Option<Role>,
    /// Whose events alone are shown.
    manager: Option<String>,
    /// By a session alone, which a page of another site could use.
    has_session: bool,
}

/// Lets a request in, or not.
///
/// # Errors
/// `unauthorized` where nobody is known by this token or session, `forbidden` to another role,
/// `origin_not_allowed` for a session that writes from no page of ours.
pub async fn admit(access: Access, call: &Call, env: &Env, settings: &Settings) -> Outcome<Caller> {
    if access == Access::Open {
        return Ok(Caller::default());
    }
    let caller = Caller::of(call, env).await?;
    if let Access::Of(roles) = access {
        let role = caller.role.ok_or(Refusal::Unauthorized)?;
        if !roles.contains(&role) {
            return Err(Refusal::Forbidden.into());
        }
        if !matches!(call.method, Method::Get | Method::Head) {
            caller.check_page(call, settings)?;
        }
    }
    Ok(caller)
}

impl Caller {
    /// By the bearer's token where there is one, else by the session.
    async fn of(call: &Call, env: &Env) -> Outcome<Caller> {
        let secret = config::director_token(env)?;
        let Some(given) = session::bearer(call) else {
            let is_open = session::is_open(call, &secret)?;
            return Ok(Caller {
                role: is_open.then_some(Role::Director),
                manager: None,
                has_session: is_open,
            });
        };
        if session::is_token(&given, &secret) {
            return Ok(Caller {
                role: Some(Role::Director),
                ..Caller::default()
            });
        }
        if !given.starts_with(TOKEN_PREFIX) {
            return Ok(Caller::default());
        }
        let hash = hex(&Sha256::digest(&given));
        let reader = Reader::new(env, &call.trace)?;
        let found = reader.token(&hash, clock::now_ms()).await?;
        Ok(found.map_or_else(Caller::default, |row| Caller {
            role: Role::from_word(&row.role),
            // A check of the table's rules out a manager's without a name.
            manager: Some(row.manager).filter(|manager| !manager.is_empty()),
            has_session: false,
        }))
    }

    pub fn is_director(&self) -> bool {
        self.role == Some(Role::Director)
    }

    /// The manager whose events alone are the caller's; `None` where all are.
    pub fn manager(&self) -> Option<&str> {
        self.manager.as_deref()
    }

    /// Whether the events of a manager are the caller's.
    pub fn is_own(&self, manager: &str) -> bool {
        self.manager().is_none_or(|own| own == manager)
    }

    /// The query of a list or of numbers, which a manager has of his own events only.
    ///
    /// # Errors
    /// `forbidden` where it asks for another manager's.
    pub fn narrowed(&self, query: &Fields) -> Result<Fields, Refusal> {
        let mut narrowed = query.clone();
        if let Some(own) = self.manager() {
            if query
                .all("manager")
                .any(|asked| asked != own && !asked.is_empty())
            {
                return Err(Refusal::Forbidden);
            }
            narrowed.set("manager", own);
        }
        Ok(narrowed)
    }

    /// An event. One that is not the caller's is answered as one that is not there.
    ///
    /// # Errors
    /// `unknown_event`.
    pub async fn event(&self, id: &str, reader: &Reader) -> Outcome<EventRow> {
        let found = reader.event(id).await?;
        let own = found.filter(|row| self.is_own(&row.manager));
        Ok(own.ok_or(Refusal::UnknownEvent)?)
    }

    /// A session alone could be used by a page of another site that the browser counts as the same, as one
    /// of a neighbouring domain; a token cannot.
    ///
    /// # Errors
    /// `origin_not_allowed` for a session that no page of ours used.
    pub fn check_page(&self, call: &Call, settings: &Settings) -> Result<(), Refusal> {
        let fetched = call.header("Sec-Fetch-Site");
        let is_ours = fetched.as_deref() == Some("same-origin")
            || call.header("Origin").as_ref() == Some(&settings.public_url);
        match self.has_session && !is_ours {
            true => Err(Refusal::OriginNotAllowed),
            false => Ok(()),
        }
    }

    /// Why a page's form may not write: the status and the sentence to show; nothing where it may.
    pub fn why_not_write(&self, call: &Call, settings: &Settings) -> Option<(u16, &'static str)> {
        let (refusal, key) = match self.check_page(call, settings) {
            _ if !self.is_director() => (Refusal::Unauthorized, "error-session_ended"),
            Err(refusal) => (refusal, "error-origin_not_allowed"),
            Ok(()) => return None,
        };
        Some((refusal.status(), text(call.lang(settings), key)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manager(name: &str) -> Caller {
        Caller {
            role: Some(Role::Manager),
            manager: Some(name.to_owned()),
            has_session: false,
        }
    }

    #[test]
    fn roles_are_read_as_they_are_written() {
        for role in Role::ALL {
            assert_eq!(Role::from_word(role.as_str()), Some(role));
        }
        for word in ["", "Director", "admin", "director "] {
            assert_eq!(Role::from_word(word), None, "{word}");
        }
    }

    #[test]
    fn a_managers_query_is_of_that_manager() {
        let asked = |query: &str| {
            let narrowed = manager("Анна").narrowed(&Fields::parse(query.as_bytes()));
            narrowed.map(|query| query.all("manager").map(str::to_owned).collect::<Vec<_>>())
        };
        for own in [
            "",
            "manager=",
            "survey=guest",
            "manager=%D0%90%D0%BD%D0%BD%D0%B0",
        ] {
            assert_eq!(asked(own).ok(), Some(vec!["Анна".to_owned()]), "{own}");
        }
        for other in [
            "manager=x",
            "manager=%D0%90%D0%BD%D0%BD%D0%B0&manager=x",
            "manager=&manager=x",
            "manager=%D0%B0%D0%BD%D0%BD%D0%B0",
        ] {
            assert!(matches!(asked(other), Err(Refusal::Forbidden)), "{other}");
        }
    }

    #[test]
    fn who_has_no_manager_asks_for_whom_they_like() {
        let query = Fields::parse(b"manager=x&survey=guest");
        let narrowed = Caller::default().narrowed(&query).unwrap();
        assert_eq!(
            (narrowed.get("manager"), narrowed.get("survey")),
            ("x", "guest")
        );
    }
}
