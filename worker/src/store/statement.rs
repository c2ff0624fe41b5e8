//! A statement of `sql/` with its values, bound by name.
//!
//! D1 takes positional parameters alone. So the placeholders of a file, `:name`, become `?1`, `?2` .. while the
//! worker is compiled, and a placeholder without a value, or a value without a placeholder, does not compile.

/// `statement!("callback_find", { id: "…" })`: a file of `sql/` by its name, or a list of files that are one
/// statement together, and a value for each placeholder. `id` alone stands for `id: id`.
macro_rules! statement {
    ([$first:literal $(, $rest:literal)*], { $($name:ident $(: $value:expr)?),* $(,)? }) => {{
        const SQL: &str = concat!(sql_file!($first) $(, "\n", sql_file!($rest))*);
        const NUMBERED: $crate::store::statement::Numbered<{ SQL.len() }> =
            $crate::store::statement::Numbered::new(SQL, &[$(stringify!($name)),*]);
        const NUMBERED_SQL: &str = NUMBERED.as_str();
        $crate::store::statement::Statement {
            name: concat!($first $(, "+", $rest)*),
            sql: NUMBERED_SQL,
            values: vec![$(
                $crate::store::statement::Bound::from(statement!(@value $name $(: $value)?))
            ),*],
        }
    }};
    (@value $name:ident : $value:expr) => { $value };
    (@value $name:ident) => { $name };
    ($file:literal, $values:tt) => { statement!([$file], $values) };
}

macro_rules! sql_file {
    ($name:literal) => {
        include_str!(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/src/store/sql/",
            $name,
            ".sql"
        ))
    };
}

/// A statement that is ready to be sent.
pub(super) struct Statement<'a> {
    /// The names of its files, for errors.
    pub(super) name: &'static str,
    pub(super) sql: &'static str,
    pub(super) values: Vec<Bound<'a>>,
}

/// A value bound to a statement. D1's integers are 32 bits wide and its 64-bit ones fail to bind;
/// numbers go as doubles, exact up to 2^53, which a `STRICT` integer column takes.
#[derive(Clone, Copy)]
pub(super) enum Bound<'a> {
    Null,
    Text(&'a str),
    Number(i64),
    /// The id of this attempt to write; each attempt has another one.
    AttemptId,
}

impl<'a> From<&'a str> for Bound<'a> {
    fn from(text: &'a str) -> Self {
        Bound::Text(text)
    }
}

impl<'a> From<&'a String> for Bound<'a> {
    fn from(text: &'a String) -> Self {
        Bound::Text(text)
    }
}

impl From<i64> for Bound<'_> {
    fn from(number: i64) -> Self {
        Bound::Number(number)
    }
}

impl From<u32> for Bound<'_> {
    fn from(number: u32) -> Self {
        Bound::Number(number.into())
    }
}

impl From<u8> for Bound<'_> {
    fn from(number: u8) -> Self {
        Bound::Number(number.into())
    }
}

/// 1 or 0.
impl From<bool> for Bound<'_> {
    fn from(truth: bool) -> Self {
        Bound::Number(truth.into())
    }
}

/// `None` is `NULL`.
impl<'a, T: Into<Bound<'a>>> From<Option<T>> for Bound<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Bound::Null, T::into)
    }
}

/// SQL without comments, with numbers for the names of its placeholders. It is never longer than the files.
pub(super) struct Numbered<const N: usize> {
    bytes: [u8; N],
    length: usize,
}

impl<const N: usize> Numbered<N> {
    /// Evaluated by the compiler: a panic is an error at the statement.
    pub(super) const fn new(sql: &str, names: &[&str]) -> Self {
        let sql = sql.as_bytes();
        let mut numbered = Numbered {
            bytes: [0; N],
            length: 0,
        };
        let mut is_used = [false; 99];
        let mut at = 0;
        while at < sql.len() {
            let end = token_end(sql, at);
            match sql[at] {
                b'-' if end > at + 1 => {}
                b':' => {
                    let index = index_of(sql, at + 1, end, names);
                    is_used[index] = true;
                    numbered.push_number(index + 1);
                }
                b'?' => panic!("a placeholder has a number instead of a name"),
                _ => numbered.push(sql, at, end),
            }
            at = end;
        }
        let mut index = 0;
        while index < names.len() {
            assert!(is_used[index], "a value has no placeholder");
            index += 1;
        }
        numbered
    }

    pub(super) const fn as_str(&self) -> &str {
        match str::from_utf8(self.bytes.split_at(self.length).0) {
            Ok(sql) => sql,
            Err(_) => panic!("SQL is UTF-8"),
        }
    }

    const fn push(&mut self, sql: &[u8], from: usize, to: usize) {
        let mut at = from;
        while at < to {
            self.bytes[self.length] = sql[at];
            self.length += 1;
            at += 1;
        }
    }

    const fn push_number(&mut self, number: usize) {
        let digits = [b'?', b'0' + (number / 10) as u8, b'0' + (number % 10) as u8];
        self.push(&digits, 0, 1);
        self.push(&digits, if number < 10 { 2 } else { 1 }, 3);
    }
}

/// The end of a comment, a text in quotes or a placeholder; of anything else, the next byte.
const fn token_end(sql: &[u8], at: usize) -> usize {
    let mut end = at + 1;
    match sql[at] {
        b'-' if end < sql.len() && sql[end] == b'-' => {
            while end < sql.len() && sql[end] != b'\n' {
                end += 1;
            }
        }
        // A quote that is doubled within a text begins another one.
        b'\'' => {
            while sql[end] != b'\'' {
                end += 1;
            }
            end += 1;
        }
        b':' => {
            while end < sql.len() && matches!(sql[end], b'a'..=b'z' | b'0'..=b'9' | b'_') {
                end += 1;
            }
        }
        _ => {}
    }
    end
}

const fn index_of(sql: &[u8], from: usize, to: usize, names: &[&str]) -> usize {
    let mut index = 0;
    while index < names.len() {
        if is_name(sql, from, to, names[index].as_bytes()) {
            return index;
        }
        index += 1;
    }
    panic!("a placeholder has no value")
}

const fn is_name(sql: &[u8], from: usize, to: usize, name: &[u8]) -> bool {
    if to - from != name.len() {
        return false;
    }
    let mut at = 0;
    while at < name.len() {
        if sql[from + at] != name[at] {
            return false;
        }
        at += 1;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbered(sql: &str, names: &[&str]) -> String {
        Numbered::<200>::new(sql, names).as_str().to_owned()
    }

    #[test]
    fn placeholders_get_the_number_of_their_value() {
        let names: Vec<String> = (1..=12).map(|n| format!("value_{n}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let sql: Vec<String> = names.iter().rev().map(|name| format!(":{name}")).collect();
        assert_eq!(
            numbered(&sql.join(","), &names),
            "?12,?11,?10,?9,?8,?7,?6,?5,?4,?3,?2,?1"
        );
        assert_eq!(numbered("(:id = id, :id)", &["id"]), "(?1 = id, ?1)");
    }

    #[test]
    fn comments_go_and_quoted_texts_stay() {
        let sql = "-- :none\nSELECT '-- it''s :none', a ->> 'b', 1 - -1 -- :none";
        let stays = "\nSELECT '-- it''s :none', a ->> 'b', 1 - -1 ";
        assert_eq!(numbered(sql, &[]), stays);
    }

    #[test]
    #[should_panic(expected = "a placeholder has no value")]
    fn a_placeholder_without_a_value_is_an_error() {
        numbered("SELECT :id, :event", &["id"]);
    }

    #[test]
    #[should_panic(expected = "a value has no placeholder")]
    fn a_value_without_a_placeholder_is_an_error() {
        numbered("SELECT :id -- :event", &["id", "event"]);
    }

    #[test]
    #[should_panic(expected = "a number instead of a name")]
    fn a_numbered_placeholder_is_an_error() {
        numbered("SELECT ?1", &[]);
    }

    #[test]
    fn a_statement_has_its_values_in_the_order_of_their_numbers() {
        let manager: Option<&str> = None;
        let statement = statement!("callback_find", { id: "one" });
        assert!(
            statement.sql.ends_with("WHERE c.id = ?1\n"),
            "{}",
            statement.sql
        );
        let statement = statement!("token_find", { now_ms: 7_i64, hash: "ab" });
        assert!(statement.sql.contains("hash = ?2"), "{}", statement.sql);
        assert!(matches!(
            statement.values[..],
            [Bound::Number(7), Bound::Text("ab")]
        ));
        assert!(matches!(Bound::from(manager), Bound::Null));
    }
}
