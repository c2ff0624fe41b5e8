//! Tokens, found by their hash. They are made and revoked by `cargo xtask token`.

use super::{Bound, Reader};
use crate::auth::identity::StoredToken;
use crate::http::error::Result;

impl Reader {
    /// The token of a hash; `None` for one that is unknown, expired or revoked.
    pub async fn token(&self, hash: &str, now_ms: i64) -> Result<Option<StoredToken>> {
        let values = [Bound::Text(hash), Bound::Number(now_ms)];
        let told = self.told(sql!("token_find"), &values).await?;
        let Some(told) = told.first() else {
            return Ok(None);
        };
        let [role, manager] = told.columns()?;
        Ok(Some(StoredToken { role, manager }))
    }
}
