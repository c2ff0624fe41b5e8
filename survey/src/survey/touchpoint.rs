//! The stations of the client's journey.

use crate::closed_enum::closed_enum;
use serde::{Deserialize, Serialize};

closed_enum! {
    /// A station of the client's journey, in its order; `callback` is outside of the order.
    Touchpoint {
        Search = "search",
        Consult = "consult",
        Concept = "concept",
        Contract = "contract",
        Prepare = "prepare",
        Event = "event",
        After = "after",
        Loyalty = "loyalty",
        Callback = "callback",
    }
}
