//! Rows that a statement returned, read by the names of their columns.
//!
//! D1 returns a row as a JSON object: integers and reals as JavaScript's numbers, exact up to 2^53, which is enough
//! for UTC milliseconds and counts; the results of comparisons as 0 or 1; `NULL` as `null`.

use crate::http::error::Result;
use serde::de::value::BorrowedStrDeserializer;
use serde::de::{DeserializeOwned, DeserializeSeed, Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;

/// The rows of one statement.
pub(super) struct Rows {
    /// The statement's name.
    pub(super) statement: &'static str,
    /// A JSON array of objects.
    pub(super) json: Box<RawValue>,
}

impl Rows {
    /// # Errors
    /// `Internal` where a column is missing or has a value that does not fit; it names the statement and the column,
    /// never the value.
    pub(super) fn read<T: DeserializeOwned>(&self) -> Result<Vec<T>> {
        let rows: serde_json::Result<Vec<Row<T>>> = serde_json::from_str(self.json.get());
        let rows = rows.map_err(|error| {
            let statement = self.statement;
            // Where in the text it was, nobody can look up.
            let error = error.to_string();
            let problem = error.split(" at line ").next().unwrap_or_default();
            worker::Error::RustError(format!("a row of {statement} does not fit: {problem}"))
        })?;
        Ok(rows.into_iter().map(|Row(row)| row).collect())
    }

    /// The first row, if there is one.
    ///
    /// # Errors
    /// As [`Rows::read`].
    pub(super) fn first<T: DeserializeOwned>(&self) -> Result<Option<T>> {
        Ok(self.read()?.into_iter().next())
    }
}

/// A struct that is read from an object which has all of its columns, those that may be null too.
struct Row<T>(T);

impl<'de, T: DeserializeOwned> Deserialize<'de> for Row<T> {
    fn deserialize<D: Deserializer<'de>>(row: D) -> Result<Self, D::Error> {
        T::deserialize(RowDeserializer(row)).map(Row)
    }
}

/// Learns from a struct which columns it has.
struct RowDeserializer<D>(D);

impl<'de, D: Deserializer<'de>> Deserializer<'de> for RowDeserializer<D> {
    type Error = D::Error;

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        columns: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.0.deserialize_map(RowVisitor { columns, visitor })
    }

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, D::Error> {
        Err(D::Error::custom("a row is read into a struct"))
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit
        unit_struct newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

struct RowVisitor<V> {
    columns: &'static [&'static str],
    visitor: V,
}

impl<'de, V: Visitor<'de>> Visitor<'de> for RowVisitor<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a row")
    }

    fn visit_map<A: MapAccess<'de>>(self, row: A) -> Result<V::Value, A::Error> {
        let mut row = Columns {
            row,
            expected: self.columns,
            is_found: 0,
            current: "",
        };
        let value = self.visitor.visit_map(&mut row)?;
        match row.missing() {
            None => Ok(value),
            Some(column) => Err(A::Error::missing_field(column)),
        }
    }
}

/// Knows the column that is being read, and which ones were.
struct Columns<'de, A> {
    row: A,
    expected: &'static [&'static str],
    /// A bit for each expected column.
    is_found: u64,
    current: &'de str,
}

impl<A> Columns<'_, A> {
    fn missing(&self) -> Option<&'static str> {
        let mut columns = self.expected.iter().enumerate();
        let missing = columns.find(|(index, _)| self.is_found >> index & 1 == 0);
        missing.map(|(_, column)| *column)
    }
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for &mut Columns<'de, A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, A::Error> {
        let Some(column) = self.row.next_key::<&'de str>()? else {
            return Ok(None);
        };
        self.current = column;
        if let Some(index) = self.expected.iter().position(|name| *name == column) {
            self.is_found |= 1 << index;
        }
        seed.deserialize(BorrowedStrDeserializer::new(column))
            .map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, A::Error> {
        let value = self.row.next_value_seed(seed);
        // The error of the value could quote it.
        value.map_err(|_| A::Error::custom(format_args!("column `{}`", self.current)))
    }
}

/// SQLite's truth: 1 or 0.
pub(super) fn truth<'de, D: Deserializer<'de>>(value: D) -> Result<bool, D::Error> {
    match u8::deserialize(value)? {
        0 => Ok(false),
        1 => Ok(true),
        _ => Err(D::Error::custom("neither 0 nor 1")),
    }
}

/// A column that holds JSON.
pub(super) fn json_text<'de, T: DeserializeOwned, D: Deserializer<'de>>(
    value: D,
) -> Result<T, D::Error> {
    let text = Cow::<'de, str>::deserialize(value)?;
    serde_json::from_str(&text).map_err(D::Error::custom)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::error::Error;
    use otklik_survey::Status;
    use std::collections::BTreeMap;

    #[derive(Debug, PartialEq, Deserialize)]
    struct TestRow {
        id: String,
        at_ms: i64,
        guests: Option<u32>,
        status: Status,
        #[serde(deserialize_with = "truth")]
        written: bool,
        #[serde(deserialize_with = "json_text")]
        options: BTreeMap<String, u64>,
    }

    fn read(json: &str) -> Result<Vec<TestRow>> {
        let rows = Rows {
            statement: "response_list",
            json: RawValue::from_string(json.to_owned()).unwrap(),
        };
        rows.read()
    }

    fn error(column: &str, value: &str) -> String {
        let mut row: BTreeMap<&str, &str> = SOUND.into_iter().collect();
        match value {
            "" => row.remove(column),
            value => row.insert(column, value),
        };
        let columns: Vec<String> = row
            .iter()
            .map(|(name, it)| format!("\"{name}\":{it}"))
            .collect();
        match read(&format!("[{{{}}}]", columns.join(","))) {
            Err(Error::Internal(error)) => error.to_string(),
            other => panic!("{column} {value}: {other:?}"),
        }
    }

    const SOUND: [(&str, &str); 6] = [
        ("id", r#""one""#),
        ("at_ms", "1795423940000"),
        ("guests", "null"),
        ("status", r#""partial""#),
        ("written", "1"),
        ("options", r#""{\"host\":2}""#),
    ];

    #[test]
    fn columns_are_read_by_name_in_any_order() {
        let row = r#"{"options":"{\"host\":2}","written":1,"status":"partial","guests":null,"more":[1],
            "at_ms":1795423940000,"id":"one"}"#;
        let rows = read(&format!("[{row},{row}]")).unwrap();
        let expected = TestRow {
            id: "one".to_owned(),
            at_ms: 1_795_423_940_000,
            guests: None,
            status: Status::Partial,
            written: true,
            options: BTreeMap::from([("host".to_owned(), 2)]),
        };
        assert_eq!(rows.len(), 2);
        assert!(rows.iter().all(|row| *row == expected), "{rows:?}");
        assert_eq!(read("[]").unwrap(), []);
    }

    #[test]
    fn a_corrupt_row_is_an_error_with_statement_and_column_and_without_the_value() {
        for (column, value) in [
            ("id", "31337"),
            ("id", "null"),
            ("at_ms", r#""31337""#),
            ("at_ms", "31337.5"),
            ("at_ms", "1e300"),
            ("guests", "-31337"),
            ("status", r#""31337""#),
            ("status", "null"),
            ("written", "31337"),
            ("written", "true"),
            ("options", r#""{31337""#),
        ] {
            let error = error(column, value);
            let expected = format!("a row of response_list does not fit: column `{column}`");
            assert_eq!(error, expected, "{value}");
        }
    }

    #[test]
    fn a_missing_column_is_an_error_also_of_one_that_may_be_null() {
        for (column, _) in SOUND {
            let expected = format!("a row of response_list does not fit: missing field `{column}`");
            assert_eq!(error(column, ""), expected);
        }
    }
}
