//! Mutations of a valid body. They know no format: JSON and forms differ only in the delimiters that the
//! mutations search for.

use fastrand::Rng;

/// The worker's limit of an answer to `guest`; more is refused unread.
const LIMIT_BYTES: usize = 37 * 1024;

/// The same of bodies without a limit of their own.
const OTHER_LIMIT_BYTES: usize = 16 * 1024;

/// Inputs that break parsers of JSON, of forms, of numbers and of text.
const SNAGS: [&[u8]; 62] = [
    b"\0",
    b"\\u0000",
    b"\\ud800",
    b"\\udfff\\ud800",
    b"\\u",
    b"\\x41",
    b"\\",
    b"\"",
    b"\xff",
    b"\xc0\xaf",
    b"\xed\xa0\x80",
    b"\xf4\x90\x80\x80",
    b"\xe2\x82",
    b"\xef\xbb\xbf",
    b"\xfe\xff",
    b"null",
    b"true",
    b"false",
    b"[]",
    b"{}",
    b"[{}]",
    b"\"\"",
    b"{\"$ne\":1}",
    b"1e400",
    b"-1e400",
    b"1e-400",
    b"-0",
    b"0x10",
    b"01",
    b"+1",
    b".5",
    b"1.",
    b"1.0",
    b"NaN",
    b"Infinity",
    b"255",
    b"256",
    b"-1",
    b"2147483648",
    b"4294967296",
    b"9223372036854775808",
    b"18446744073709551616",
    b"99999999999999999999999999999999999999999",
    b"%",
    b"%0",
    b"%00",
    b"%ff",
    b"%c0%af",
    b"%ed%a0%80",
    b"%2525",
    b"&",
    b"=",
    b"&&==&",
    b"+",
    b";",
    b"\r\n\r\n",
    b"',(select 1))--",
    b"<script>",
    b"\xe2\x80\xae",
    b"\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x9a\x80",
    b"//",
    b"/**/",
];

/// A mutant of `base`; some take parts of `stranger`, another body.
pub fn of(random: &mut Rng, base: &[u8], stranger: &[u8]) -> Vec<u8> {
    let mut body = base.to_vec();
    // Most mutants have few errors: a body with many is refused for the first.
    for _ in 0..random.usize(1..=4) {
        mutate(random, &mut body, stranger);
    }
    body
}

fn mutate(random: &mut Rng, body: &mut Vec<u8>, stranger: &[u8]) {
    match random.u8(0..18) {
        0 => flip(random, body),
        1 => set(random, body),
        2 => {
            let range = range(random, body.len(), 24);
            body.drain(range);
        }
        3 => insert(body, &noise(random, 24), random),
        4 => {
            let copy = body[range(random, body.len(), 64)].to_vec();
            insert(body, &copy, random);
        }
        5 => body.truncate(random.usize(0..=body.len())),
        6 => swap_fields(random, body),
        7 | 8 => insert(body, snag(random), random),
        9 | 10 => put_value(body, snag(random), random),
        11 => put_value(body, &nested(random), random),
        12 => put_value(body, &long(random), random),
        13 => repeat_field(random, body),
        14 => {
            let borrowed = &stranger[range(random, stranger.len(), 80)];
            insert(body, borrowed, random);
        }
        15 => pad(random, body),
        16 => wrap(random, body),
        _ => exchange_signs(random, body),
    }
}

fn flip(random: &mut Rng, body: &mut [u8]) {
    if let Some(byte) = random.choice(body) {
        *byte ^= 1 << random.u8(0..8);
    }
}

fn set(random: &mut Rng, body: &mut [u8]) {
    let value = random.u8(..);
    if let Some(byte) = random.choice(body) {
        *byte = value;
    }
}

/// A range within `len` bytes, at most `max` long.
fn range(random: &mut Rng, len: usize, max: usize) -> std::ops::Range<usize> {
    let start = random.usize(0..=len);
    start..random.usize(start..=len.min(start + max))
}

fn insert(body: &mut Vec<u8>, piece: &[u8], random: &mut Rng) {
    let place = random.usize(0..=body.len());
    body.splice(place..place, piece.iter().copied());
}

fn noise(random: &mut Rng, max: usize) -> Vec<u8> {
    let len = random.usize(1..=max);
    std::iter::repeat_with(|| random.u8(..)).take(len).collect()
}

fn snag(random: &mut Rng) -> &'static [u8] {
    SNAGS[random.usize(0..SNAGS.len())]
}

/// The values of the body: the text after `:` or `=` up to the next `,`, `}` or `&`.
fn values(body: &[u8]) -> Vec<std::ops::Range<usize>> {
    let mut values = Vec::new();
    let mut start = None;
    for (place, byte) in body.iter().enumerate() {
        match byte {
            b':' | b'=' if start.is_none() => start = Some(place + 1),
            b',' | b'}' | b'&' | b'{' | b'[' => {
                values.extend(start.take().map(|start| start..place));
            }
            _ => {}
        }
    }
    values.extend(start.map(|start| start..body.len()));
    values
}

fn put_value(body: &mut Vec<u8>, piece: &[u8], random: &mut Rng) {
    let values = values(body);
    match values.get(random.usize(0..=values.len())) {
        Some(value) => {
            body.splice(value.clone(), piece.iter().copied());
        }
        None => insert(body, piece, random),
    }
}

fn swap_fields(random: &mut Rng, body: &mut Vec<u8>) {
    let values = values(body);
    if values.len() < 2 {
        return;
    }
    let first = random.usize(0..values.len() - 1);
    let second = random.usize(first + 1..values.len());
    let (first, second) = (values[first].clone(), values[second].clone());
    let (early, late) = (body[first.clone()].to_vec(), body[second.clone()].to_vec());
    // The later one first: the earlier keeps its position.
    body.splice(second, early);
    body.splice(first, late);
}

/// A field once more, under the same name.
fn repeat_field(random: &mut Rng, body: &mut Vec<u8>) {
    let sign = if body.contains(&b'&') { b'&' } else { b',' };
    let fields: Vec<Vec<u8>> = body
        .split(|byte| *byte == sign)
        .map(<[u8]>::to_vec)
        .collect();
    let mut field = fields[random.usize(0..fields.len())].clone();
    field.push(sign);
    let place = match body.first() {
        Some(b'{') => 1,
        _ => 0,
    };
    body.splice(place..place, field);
}

/// Deeper than a parser's limit, closed or left open.
fn nested(random: &mut Rng) -> Vec<u8> {
    let depth = random.usize(1..5_000);
    let (open, close): (&[u8], &[u8]) = match random.u8(0..3) {
        0 => (b"[", b"]"),
        1 => (b"{\"a\":", b"}"),
        _ => (b"[{\"\":", b"}]"),
    };
    let mut nested = open.repeat(depth);
    if random.bool() {
        nested.extend_from_slice(b"1");
        nested.extend_from_slice(&close.repeat(depth));
    }
    nested
}

/// A text about as long as one of the limits, in one or more bytes a letter.
fn long(random: &mut Rng) -> Vec<u8> {
    let letters = [
        "a",
        "ё",
        "%D1%91",
        "\u{1f600}",
        "\\n",
        "\\u0451",
        " ",
        "9",
        "\u{301}",
    ];
    let letter = letters[random.usize(0..letters.len())];
    let limits = [32, 64, 100, 200, 2_000, LIMIT_BYTES / letter.len()];
    let count = limits[random.usize(0..limits.len())] + random.usize(0..3);
    let mut text = letter.repeat(count).into_bytes();
    if random.bool() {
        text.insert(0, b'"');
        text.push(b'"');
    }
    text
}

/// Padding to a limit of bodies, one byte past it, or far past it.
fn pad(random: &mut Rng, body: &mut Vec<u8>) {
    let sizes = [
        OTHER_LIMIT_BYTES,
        OTHER_LIMIT_BYTES + 1,
        LIMIT_BYTES,
        LIMIT_BYTES + 1,
        70_000,
    ];
    let size = sizes[random.usize(0..sizes.len())];
    let sign = [b' ', b'\n', 0, b'&', b'a'][random.usize(0..5)];
    if body.len() < size {
        body.resize(size, sign);
    }
}

fn wrap(random: &mut Rng, body: &mut Vec<u8>) {
    let wraps: [(&[u8], &[u8]); 6] = [
        (b"[", b"]"),
        (b"{\"a\":", b"}"),
        (b"\"", b"\""),
        (b"\xef\xbb\xbf", b""),
        (
            b"--x\r\nContent-Disposition: form-data; name=\"id\"\r\n\r\n",
            b"\r\n--x--",
        ),
        (b"\x1f\x8b\x08\x00", b""),
    ];
    let (before, behind) = wraps[random.usize(0..wraps.len())];
    body.splice(0..0, before.iter().copied());
    body.extend_from_slice(behind);
}

/// Replaces every character of one kind by one of another.
fn exchange_signs(random: &mut Rng, body: &mut [u8]) {
    let pairs = [
        (b'"', b'\''),
        (b':', b'='),
        (b',', b';'),
        (b'{', b'['),
        (b'&', b';'),
        (b'%', b'\\'),
        (b'=', b'&'),
        (b'}', b' '),
        (b'0', b'O'),
        (b'1', b'9'),
    ];
    let (from, to) = pairs[random.usize(0..pairs.len())];
    for byte in body.iter_mut().filter(|byte| **byte == from) {
        *byte = to;
    }
}

#[test]
fn mutants_differ_and_are_reproducible() {
    let base = br#"{"id":"x","rev":1,"answers":{"enjoyed":{"score":5}}}"#;
    let all = |seed: u64| -> Vec<Vec<u8>> {
        (0..500)
            .map(|place| of(&mut Rng::with_seed(seed + place), base, b"rev=1&phone=%2B7"))
            .collect()
    };
    let mutants = all(7);
    assert_eq!(mutants, all(7));
    let different: std::collections::BTreeSet<&Vec<u8>> = mutants.iter().collect();
    // Few mutations of a short body coincide.
    assert!(different.len() > 400, "{}", different.len());
    assert!(mutants.iter().any(|mutant| mutant.len() > LIMIT_BYTES));
    assert!(
        mutants
            .iter()
            .any(|mutant| std::str::from_utf8(mutant).is_err())
    );
}
