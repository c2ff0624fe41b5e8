//! Whether a response is counted.

use crate::closed_enum::closed_enum;
use serde::{Deserialize, Serialize};

closed_enum! {
    /// Whether a response is part of the score.
    Status {
        Accepted = "accepted",
        /// Tapped, never confirmed.
        Partial = "partial",
        /// Excluded from the score until the director includes it.
        Quarantined = "quarantined",
    }
}
