//! The channels by which a question reaches a person.

use crate::closed_enum::closed_enum;
use serde::{Deserialize, Serialize};

closed_enum! {
    /// The channel by which the question reached the person.
    Channel {
        Email = "email",
        Sms = "sms",
        Messenger = "messenger",
        Qr = "qr",
        Site = "site",
    }
}
