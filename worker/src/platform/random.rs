//! Randomness from the platform.

/// `N` random bytes.
///
/// # Errors
/// The platform has no source of randomness.
pub fn bytes<const N: usize>() -> worker::Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|e| worker::Error::RustError(e.to_string()))?;
    Ok(bytes)
}

/// A UUID of version 4.
///
/// # Errors
/// As [`bytes`].
pub fn uuid() -> worker::Result<String> {
    Ok(uuid_of(bytes()?))
}

/// A UUID of version 4 with these bytes, but for the six bits that say so.
pub fn uuid_of(bytes: [u8; 16]) -> String {
    uuid::Builder::from_random_bytes(bytes)
        .into_uuid()
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_become_a_uuid_of_version_4() {
        assert_eq!(uuid_of([0xff; 16]), "ffffffff-ffff-4fff-bfff-ffffffffffff");
        assert_eq!(uuid_of([0; 16]), "00000000-0000-4000-8000-000000000000");
    }
}
