//! The words of the audit log: who acted, and what they did.

use crate::closed_enum::closed_enum;
use serde::{Deserialize, Serialize};

closed_enum! {
    /// By what somebody was identified.
    ActorKind {
        /// The secret `DIRECTOR_TOKEN`.
        Secret = "secret",
        /// A session, opened by that secret.
        Session = "session",
        /// A token of the database.
        Token = "token",
        /// A command of the operator's, with access to the database itself.
        Command = "command",
        /// Nobody: the credentials were wrong.
        Nobody = "nobody",
    }
}

closed_enum! {
    /// What is logged.
    AuditAction {
        SignIn = "sign_in",
        /// Wrong guesses at the secret, all of one minute.
        SignInFailed = "sign_in_failed",
        SignOut = "sign_out",
        /// Every session was ended.
        SignOutAll = "sign_out_all",
        EventCreated = "event_created",
        EventChanged = "event_changed",
        InvitesIssued = "invites_issued",
        InviteRevoked = "invite_revoked",
        ResponseModerated = "response_moderated",
        ResponsesExported = "responses_exported",
        ContactsViewed = "contacts_viewed",
        ResponsesImported = "responses_imported",
        SurveyPublished = "survey_published",
        OutboxRetried = "outbox_retried",
        /// Admitted or cleared, of those that a limit set aside.
        CallbacksDecided = "callbacks_decided",
        /// A step of a request: taken, an attempt, closed, opened again.
        CallbackWorked = "callback_worked",
        /// Sealed anew under another key.
        ContactsRekeyed = "contacts_rekeyed",
        TokenCreated = "token_created",
        TokenRevoked = "token_revoked",
    }
}
