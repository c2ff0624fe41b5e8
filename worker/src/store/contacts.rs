//! Contacts that another key than the current one has sealed.

use super::audit::Entry;
use super::{Reader, Store, json};
use crate::auth::actor::Actor;
use crate::auth::principal::Director;
use crate::http::error::Result;
use otklik_survey::audit::AuditAction;
use otklik_survey::limits;
use serde::{Deserialize, Serialize};

/// A contact with the id of the key that sealed it.
#[derive(Deserialize)]
pub struct SealedContactRow {
    /// The id of the callback.
    pub callback: String,
    pub key_id: String,
    pub sealed: String,
}

/// The same contact under another key.
#[derive(Serialize)]
pub struct RekeyedContact {
    pub callback: String,
    /// As it was read.
    pub was: String,
    pub sealed: String,
}

impl Reader {
    /// A page of contacts sealed by other keys than this one, after a callback.
    pub async fn contacts_of_other_keys(
        &self,
        _director: &Director,
        key_id: &str,
        after: &str,
    ) -> Result<Vec<SealedContactRow>> {
        let limit = limits::REKEY_PAGE;
        self.rows(statement!("contact_old", { key_id, after, limit }))
            .await
    }
}

impl Store {
    /// Replaces sealed contacts by those of the current key: one batch. One that was corrected meanwhile stays.
    pub async fn rekey_contacts(
        &self,
        actor: &Actor,
        key_id: &str,
        contacts: &[RekeyedContact],
        now_ms: i64,
    ) -> Result<()> {
        let entry = &Entry::new(actor, AuditAction::ContactsRekeyed, "", now_ms)?;
        let rows = &json(contacts)?;
        let rekey = statement!("contact_rekey", { rows, key_id });
        self.batch([rekey, entry.of_changes("{}")])
            .await
            .map(|_| ())
    }
}
