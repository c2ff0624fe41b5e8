//! A request as it is sent, and as a failed test prints it: complete, so that it can be repeated.

use std::fmt;

#[derive(Clone, Debug)]
pub struct RawRequest {
    pub method: String,
    /// The path and query after the method, in arbitrary bytes.
    pub target: Vec<u8>,
    pub headers: Vec<(String, Vec<u8>)>,
    pub body: Vec<u8>,
    /// Whether it violates HTTP itself, so that workerd's parser may close without a reply.
    pub is_malformed: bool,
}

impl RawRequest {
    pub fn header(&mut self, name: &str, value: impl Into<Vec<u8>>) {
        self.headers.push((name.to_owned(), value.into()));
    }
}

/// Longer parts are padding, recognizable from their start.
const SHOWN_BYTES: usize = 500;

impl fmt::Display for RawRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |bytes: &[u8]| match bytes.get(..SHOWN_BYTES) {
            Some(start) => format!(
                "{} and {} bytes more",
                start.escape_ascii(),
                bytes.len() - SHOWN_BYTES
            ),
            None => bytes.escape_ascii().to_string(),
        };
        writeln!(f, "{} {}", self.method.escape_debug(), shown(&self.target))?;
        for (name, value) in &self.headers {
            writeln!(f, "{}: {}", name.escape_debug(), shown(value))?;
        }
        write!(f, "\n{}", shown(&self.body))
    }
}
