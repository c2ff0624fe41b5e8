//! A row that a statement of `sql/` returns.

use crate::http::error::Result;
use serde::Deserialize;

/// A row: the texts of its columns in their order, as one JSON array, or its one text.
#[derive(Deserialize)]
pub(super) struct RowReader {
    pub(super) row: String,
}

impl RowReader {
    /// The columns, empty where they are null.
    pub(super) fn columns<const N: usize>(&self) -> Result<[String; N]> {
        let columns: Vec<String> = serde_json::from_str(&self.row).map_err(worker::Error::from)?;
        let columns = columns.try_into();
        Ok(columns.map_err(|_| another_shape())?)
    }
}

/// The query returned an unexpected row shape (a bug).
pub(super) fn another_shape() -> worker::Error {
    worker::Error::from("a row of another shape")
}
