//! Scripts of host pages: the loader with the form inside, and the scripts that it fetches later.

pub mod loader;
