//! What runs on a host page: the loader with the form inside, and the scripts that are fetched behind it.

pub mod loader;
