//! A PNG of two colours, not compressed: 60 KB that are fetched once, for print. A library for it, or
//! for deflate alone, would be carried by every request: the two lines of arithmetic are ours.

/// The polynomial of the chunks' check sums, reversed.
const CRC_POLYNOMIAL: u32 = 0xedb8_8320;

/// A square of black where `is_dark` says so, one bit a pixel.
pub fn black_and_white(side_px: i32, is_dark: impl Fn(i32, i32) -> bool) -> Vec<u8> {
    let mut rows = Vec::new();
    for y in 0..side_px {
        // Each row starts with the number of its filter: none.
        rows.push(0);
        for start in (0..side_px).step_by(8) {
            let light = |bit: &i32| start + bit >= side_px || !is_dark(start + bit, y);
            rows.push(
                (0..8)
                    .filter(light)
                    .fold(0, |byte, bit| byte | 0x80_u8 >> bit),
            );
        }
    }
    let side = side_px.to_be_bytes();
    // One bit a pixel, grey, and the only methods there are.
    let header = [side.as_slice(), &side, &[1, 0, 0, 0, 0]].concat();
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    for (kind, data) in [
        (b"IHDR", header),
        (b"IDAT", stored(&rows)),
        (b"IEND", Vec::new()),
    ] {
        // A picture of a few thousand bytes.
        let length = u32::try_from(data.len()).unwrap_or(u32::MAX);
        let checked = [kind.as_slice(), &data].concat();
        file.extend(length.to_be_bytes());
        file.extend(&checked);
        file.extend(crc(&checked).to_be_bytes());
    }
    file
}

/// A zlib stream (RFC 1950) whose deflate blocks (RFC 1951) hold the bytes as they are.
fn stored(bytes: &[u8]) -> Vec<u8> {
    // Deflate with the usual window, and the check bits that make this a multiple of 31.
    let mut stream = vec![0x78, 0x01];
    let mut blocks = bytes.chunks(usize::from(u16::MAX)).peekable();
    while let Some(block) = blocks.next() {
        let length = u16::try_from(block.len()).unwrap_or(u16::MAX);
        stream.push(u8::from(blocks.peek().is_none()));
        stream.extend(length.to_le_bytes());
        stream.extend((!length).to_le_bytes());
        stream.extend(block);
    }
    stream.extend(adler(bytes).to_be_bytes());
    stream
}

/// The check sum of zlib.
fn adler(bytes: &[u8]) -> u32 {
    let (low, high) = bytes.iter().fold((1_u32, 0_u32), |(low, high), byte| {
        let low = (low + u32::from(*byte)) % 65_521;
        (low, (high + low) % 65_521)
    });
    high << 16 | low
}

/// Bit by bit: a table of a thousand bytes would be faster, and nobody waits for this.
fn crc(bytes: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = (crc >> 1) ^ (CRC_POLYNOMIAL & (crc & 1).wrapping_neg());
        }
    }
    !crc
}
