//! Whether a response is counted.

use crate::closed_enum::closed_enum;
use serde::{Deserialize, Serialize};

closed_enum! {
    /// Whether a response is part of the score.
    Standing {
        Counted = "counted",
        /// Tapped, never confirmed.
        Provisional = "provisional",
        /// Left out until the director puts it back.
        Suspect = "suspect",
    }
}
