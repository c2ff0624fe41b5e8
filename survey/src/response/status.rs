//! Whether a response is counted.

use crate::closed_enum::closed_enum;
use serde::{Deserialize, Serialize};

closed_enum! {
    /// Whether a response is part of the score.
    Status {
        Accepted = "accepted",
        /// Tapped, never confirmed.
        Partial = "partial",
        /// Left out until the director puts it back.
        Quarantined = "quarantined",
    }
}
