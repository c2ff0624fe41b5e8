//! Tokens, found by their hash. They are made and revoked by `cargo xtask token`.

use super::{Bound, Reader};
use crate::http::error::Outcome;

/// What a token that is in force gives its holder.
pub struct TokenRow {
    pub role: String,
    /// Of a manager's, as events name him; else empty.
    pub manager: String,
}

impl Reader {
    /// The token of a hash; `None` for one that is unknown, expired or revoked.
    pub async fn token(&self, hash: &str, now_ms: i64) -> Outcome<Option<TokenRow>> {
        let values = [Bound::Text(hash), Bound::Number(now_ms)];
        let told = self.told(sql!("token_find"), &values).await?;
        let Some(told) = told.first() else {
            return Ok(None);
        };
        let [role, manager] = told.columns()?;
        Ok(Some(TokenRow { role, manager }))
    }
}
