//! Fuzz targets for the readers of outside bytes, and the invariants of everything that they accept.
//!
//! A target is one file in `src/bin/`, which ends with [`target!`]; its seeds, if it has any, are the
//! files in `seeds/<target>/`. `cargo xtask fuzz` finds both.

pub mod callback;
pub mod response;
pub mod text;

/// Makes a program of a check: under libFuzzer one that never ends, else one that tries the files
/// that it is given, such as an input that failed.
#[macro_export]
macro_rules! target {
    ($check:path) => {
        #[cfg(fuzzing)]
        libfuzzer_sys::fuzz_target!(|bytes: &[u8]| $check(bytes));

        #[cfg(not(fuzzing))]
        fn main() -> std::io::Result<()> {
            for file in std::env::args_os().skip(1) {
                $check(&std::fs::read(file)?);
            }
            Ok(())
        }
    };
}
