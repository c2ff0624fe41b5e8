//! A request as it is sent, and as a failed test shows it: whole, so that it can be sent again.

use std::fmt;

#[derive(Clone, Debug)]
pub struct Sent {
    pub method: String,
    /// What stands after the method: path and query, in whatever bytes.
    pub target: Vec<u8>,
    pub headers: Vec<(String, Vec<u8>)>,
    pub body: Vec<u8>,
    /// Whether it breaks HTTP itself, so that workerd's parser may hang up without a word.
    pub is_malformed: bool,
}

impl Sent {
    pub fn header(&mut self, name: &str, value: impl Into<Vec<u8>>) {
        self.headers.push((name.to_owned(), value.into()));
    }
}

/// Longer parts are filling, which their beginning tells.
const SHOWN_BYTES: usize = 500;

impl fmt::Display for Sent {
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
