//! HTTP without any route: a request parsed once, responses with the headers that each kind carries, errors
//! with their status and code, rate limits.

pub mod address;
pub mod body;
pub mod error;
#[cfg(test)]
pub mod openapi_query;
pub mod origin;
pub mod query;
pub mod rate_limit;
pub mod request;
pub mod response;
