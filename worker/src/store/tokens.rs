//! Looks up tokens by their hash. `cargo xtask token` makes and revokes them.

use super::Reader;
use crate::auth::identity::StoredToken;
use crate::http::error::Result;
use serde::Deserialize;

#[derive(Deserialize)]
struct TokenRow {
    id: i64,
    role: String,
    manager: Option<String>,
}

impl Reader {
    /// The token of a hash; `None` for one that is unknown, expired or revoked.
    pub async fn token(&self, hash: &str, now_ms: i64) -> Result<Option<StoredToken>> {
        let row = self.first::<TokenRow>(statement!("token_find", { hash, now_ms }));
        let row = row.await?;
        Ok(row.map(|row| StoredToken {
            number: row.id,
            role: row.role,
            manager: row.manager.unwrap_or_default(),
        }))
    }
}
