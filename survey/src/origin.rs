//! Origins of host pages, as a page may know of the others: it can recognize its own and read none.

/// A number that two origins hardly share: FNV-1a of 32 bits (draft-eastlake-fnv, section 2).
pub fn mark(origin: &str) -> u32 {
    origin.bytes().fold(0x811c_9dc5, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}

#[cfg(test)]
mod tests {
    use super::mark;

    #[test]
    fn marks_are_of_the_standard() {
        // The vectors of the draft's appendix C.
        assert_eq!(mark(""), 0x811c_9dc5);
        assert_eq!(mark("a"), 0xe40c_292c);
        assert_eq!(mark("foobar"), 0xbf9c_f968);
    }
}
