//! The system and the checkout: tools, processes, the terminal.

pub mod cargo_tools;
pub mod http;
mod lock;
mod node;
pub mod npm;
pub mod private;
pub mod process;
pub mod progress;
pub mod project;
pub mod system_deps;
mod toolchain;
pub mod tools;
