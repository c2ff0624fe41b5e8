//! Cloudflare's platform: time, randomness, keys, settings, and the calls into JavaScript.

pub mod bindings;
pub mod catch_panic;
pub mod clock;
pub mod contact_cipher;
pub mod js;
pub mod link_code;
pub mod random;
pub mod secrets;
pub mod trace;
