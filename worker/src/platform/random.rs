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

/// Bytes in the shape of a UUID of version 4.
pub fn uuid_of(mut bytes: [u8; 16]) -> String {
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let mut uuid = hex(&bytes);
    for place in [20, 16, 12, 8] {
        uuid.insert(place, '-');
    }
    uuid
}

/// Lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits
        .map(|digit| char::from(DIGITS[usize::from(digit)]))
        .collect()
}
