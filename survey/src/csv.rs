//! Tables: a column of references and whole imports in, invites and responses out.
//!
//! Read here and not by the `csv` crate, which reads the same cells but loses where a row is: after `\r\n` it
//! gives a row the number of the line above, and a row's bytes begin with the line end or the empty lines
//! before it. An error in an import is reported by its line, and an import is sent in parts made of the rows
//! as they are in the table. A column of references may have any of several delimiters, and the crate takes one.

use crate::closed_enum::closed_enum;
use serde::{Deserialize, Serialize};

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record<'a> {
    /// The line on which it begins, from 1.
    pub line: usize,
    /// Its bytes in the table, without the end of its last line.
    pub text: &'a str,
    pub cells: Vec<String>,
}

/// The rows of a table after RFC 4180 with `delimiter` between the cells. Rows without text are left out, and so is
/// a byte order mark.
pub fn records(table: &str, delimiter: char) -> impl Iterator<Item = Record<'_>> {
    rows(table, move |sign| sign == delimiter)
}

/// As [`records`], with signs between the cells by `is_delimiter`.
fn rows(table: &str, is_delimiter: impl Fn(char) -> bool) -> impl Iterator<Item = Record<'_>> {
    let mut rest = table;
    let mut line = 1;
    core::iter::from_fn(move || {
        while !rest.is_empty() {
            rest = rest.trim_start_matches('\u{feff}');
            let (text, cells) = first(rest, &is_delimiter);
            let record = Record { line, text, cells };
            line += text.matches('\n').count() + 1;
            rest = &rest[text.len()..];
            rest = rest
                .strip_prefix("\r\n")
                .or_else(|| rest.strip_prefix(['\n', '\r']))
                .unwrap_or(rest);
            if record.cells.iter().any(|cell| !cell.trim().is_empty()) {
                return Some(record);
            }
        }
        None
    })
}

/// The first row of a table, and its cells.
fn first(table: &str, is_delimiter: impl Fn(char) -> bool) -> (&str, Vec<String>) {
    let (mut cells, mut cell, mut is_quoted) = (Vec::new(), String::new(), false);
    let mut end = table.len();
    let mut signs = table.char_indices().peekable();
    while let Some((place, sign)) = signs.next() {
        match sign {
            '"' if is_quoted && signs.next_if(|next| next.1 == '"').is_some() => cell.push('"'),
            '"' if is_quoted || cell.is_empty() => is_quoted = !is_quoted,
            _ if is_quoted => cell.push(sign),
            '\n' | '\r' => {
                end = place;
                break;
            }
            _ if is_delimiter(sign) => cells.push(core::mem::take(&mut cell)),
            _ => cell.push(sign),
        }
    }
    cells.push(cell);
    (&table[..end], cells)
}

/// Delimiters that spreadsheets write.
pub const DELIMITERS: [char; 3] = ['\t', ';', ','];

/// The delimiter of a table: of [`DELIMITERS`] the one that its first row has most often.
pub fn delimiter(table: &str) -> char {
    let first = rows(table, |sign| DELIMITERS.contains(&sign)).next();
    // Every other part is a quoted one.
    let bare = first.map_or("", |it| it.text).split('"').step_by(2);
    let n_times = |delimiter: &char| -> usize {
        let times = bare.clone().map(|part| part.matches(*delimiter).count());
        times.sum()
    };
    // Of several the last, a comma.
    DELIMITERS.into_iter().max_by_key(n_times).unwrap_or(',')
}

/// The cells of the column `ref` or `reference`, without its heading; of the first column where none has such a
/// name. A list that this system wrote is read as it was.
pub fn first_column(table: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(table);
    let mut rows: Vec<_> = rows(&text, |sign| DELIMITERS.contains(&sign))
        .map(|it| it.cells)
        .collect();
    let is_heading = |cell: &String| {
        matches!(
            cell.trim().to_ascii_lowercase().as_str(),
            "ref" | "reference"
        )
    };
    let heading = rows.first().and_then(|row| row.iter().position(is_heading));
    if heading.is_some() {
        rows.remove(0);
    }
    let place = heading.unwrap_or(0);
    rows.into_iter()
        .map(|mut row| {
            if place < row.len() {
                unguarded(&row.swap_remove(place))
            } else {
                String::new()
            }
        })
        .collect()
}

/// Adds a cell, [`guarded`], in quotes where any of [`DELIMITERS`] would end it.
pub fn push_cell(table: &mut String, cell: &str) {
    let cell = guarded(cell);
    if cell.contains(['"', '\n', '\r']) || cell.contains(DELIMITERS) {
        table.push('"');
        table.push_str(&cell.replace('"', "\"\""));
        table.push('"');
    } else {
        table.push_str(&cell);
    }
}

/// A cell with an apostrophe before each part that a spreadsheet would run as a formula, which makes it a text. A
/// spreadsheet that splits by another delimiter than the table's begins a cell after each delimiter and line end, with
/// or without a quote, so each of these begins a part.
pub fn guarded(cell: &str) -> String {
    let mut guarded = String::with_capacity(cell.len());
    let mut place = Place::Start;
    for sign in cell.chars() {
        if place == Place::Start && FORMULA.contains(&sign) {
            guarded.push(GUARD);
        }
        guarded.push(sign);
        place = place.after(sign);
    }
    guarded
}

/// The cell that [`guarded`] made this of, exactly. Of another table's cell: without an apostrophe before a formula.
pub fn unguarded(cell: &str) -> String {
    let mut plain = String::with_capacity(cell.len());
    let mut place = Place::Start;
    for sign in cell.chars() {
        if place == Place::Start && FORMULA.contains(&sign) && plain.ends_with(GUARD) {
            plain.pop();
        }
        plain.push(sign);
        place = place.after(sign);
    }
    plain
}

const GUARD: char = '\'';

/// First characters of formulas, also full-width.
const FORMULA: [char; 8] = [
    '=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}',
];

/// The place of the next character in a cell.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Where a formula can begin.
    Start,
    Within,
}

impl Place {
    fn after(self, sign: char) -> Place {
        match sign {
            '\n' | '\r' => Place::Start,
            _ if DELIMITERS.contains(&sign) => Place::Start,
            // Programs drop white space and quotes before a formula. An apostrophe is one of the writer's own, and
            // keeps the place, so that ours differs from it.
            '"' | GUARD => self,
            _ if sign.is_whitespace() => self,
            _ => Place::Within,
        }
    }
}

closed_enum! {
    /// What separates the cells of a table that is written.
    Delimiter {
        Comma = ",",
        Semicolon = ";",
        Tab = "tab",
    }
}

impl Delimiter {
    /// The one that a spreadsheet expects which opens a table by a double click, by the decimal mark of its language: a
    /// comma, where it is not that.
    pub const fn beside(decimal_mark: char) -> Delimiter {
        match decimal_mark {
            ',' => Delimiter::Semicolon,
            _ => Delimiter::Comma,
        }
    }

    /// The one in the table's text.
    pub const fn sign(self) -> char {
        match self {
            Delimiter::Comma => ',',
            Delimiter::Semicolon => ';',
            Delimiter::Tab => '\t',
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::vec;
    use proptest::prelude::*;

    #[test]
    fn no_part_of_a_cell_is_a_formula() {
        for (cell, expected) in [
            ("=1+1", "'=1+1"),
            ("+7", "'+7"),
            ("-1", "'-1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\u{ff1d}1", "'\u{ff1d}1"),
            // Where the spreadsheet splits by a semicolon, a tab or the line end.
            (
                "хорошо;=1+cmd|' /C calc'!A0",
                "\"хорошо;'=1+cmd|' /C calc'!A0\"",
            ),
            ("a,@b", "\"a,'@b\""),
            ("a\t+b", "\"a\t'+b\""),
            ("a\r\n-b\n\n=c", "\"a\r\n'-b\n\n'=c\""),
            (";;=1", "\";;'=1\""),
            // Behind what programs drop: white space, quotes.
            (" =1", " '=1"),
            ("a; \u{a0}=1", "\"a; \u{a0}'=1\""),
            ("a;\"=1\"", "\"a;\"\"'=1\"\"\""),
            ("\t=1", "\"\t'=1\""),
            // The writer's own apostrophe is kept apart from ours.
            ("'=1", "''=1"),
            ("a=1", "a=1"),
            ("a - b; c + d", "\"a - b; c + d\""),
            ("'a", "'a"),
            ("5", "5"),
            ("", ""),
        ] {
            let mut table = String::new();
            push_cell(&mut table, cell);
            assert_eq!(table, expected);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, cases: 5_000, ..ProptestConfig::default() })]

        /// Of the signs that mean something here, so that they meet.
        #[test]
        fn a_cell_is_read_as_it_was_written(cells in vec("[-=+@'\" ,;\t\r\naя\u{ff1d}]{0,12}", 1..4)) {
            for delimiter in Delimiter::ALL {
                let mut table = String::from("x");
                for cell in &cells {
                    table.push(delimiter.sign());
                    push_cell(&mut table, cell);
                }
                let row = records(&table, delimiter.sign()).next().expect("a row");
                let read: Vec<String> = row.cells[1..].iter().map(|cell| unguarded(cell)).collect();
                prop_assert_eq!(&read, &cells);
            }
        }

        /// Whatever splits the table, no part of it begins as a formula.
        #[test]
        fn a_table_has_no_formula_by_any_delimiter(cell in "[-=+@'\" ,;\t\r\naя\u{ff1d}]{0,12}") {
            let mut table = String::from("x,");
            push_cell(&mut table, &cell);
            for delimiter in DELIMITERS {
                for record in records(&table, delimiter) {
                    for part in record.cells {
                        let bare = part.trim_start_matches(|sign: char| sign == '"' || sign.is_whitespace());
                        prop_assert!(!bare.starts_with(FORMULA), "{part:?} of {table:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn rows_have_their_line_numbers() {
        let table = "\u{feff}a;b\r\n1;\"two\r\nlines\"\r\n\r\n ; \n3;4";
        let found: Vec<_> = records(table, ';')
            .map(|it| (it.line, it.text, it.cells))
            .collect();
        let cells = |a: &str, b: &str| vec![a.to_owned(), b.to_owned()];
        assert_eq!(
            found,
            [
                (1, "a;b", cells("a", "b")),
                (2, "1;\"two\r\nlines\"", cells("1", "two\r\nlines")),
                (6, "3;4", cells("3", "4")),
            ]
        );
        assert_eq!(records("", ',').count(), 0);
    }

    #[test]
    fn the_delimiter_is_found_in_the_first_row() {
        for (table, delimiter) in [
            ("a,b\n1;2;3", ','),
            ("a;\"b,c,d\"\n", ';'),
            ("a\tb,c\td", '\t'),
            ("\r\n\u{feff}a;b", ';'),
            ("a", ','),
            ("", ','),
        ] {
            assert_eq!(super::delimiter(table), delimiter, "{table}");
        }
    }

    #[test]
    fn references_are_found_in_tables_as_people_keep_them() {
        for table in [
            "A-1\nB-2\n",
            "A-1\r\nB-2",
            "ref\nA-1\n\nB-2\n",
            "\u{feff}Reference;Имя\r\nA-1;Іван\r\nB-2;Олена\r\n",
            "name,ref\n\"Иванов, Пётр\",A-1\nОлена,\"B-2\"\n",
            "name\tref\na\tA-1\nb\tB-2",
        ] {
            assert_eq!(first_column(table.as_bytes()), ["A-1", "B-2"], "{table}");
        }
        assert!(first_column(b"").is_empty());
        assert_eq!(first_column("a,ref\nx".as_bytes()), [""]);
    }

    #[test]
    fn quotes_survive_a_round_trip() {
        for cell in [
            "a \"b\", c",
            "two\nlines",
            "semi;colon",
            "plain",
            "\"",
            "tab\t",
        ] {
            let mut table = String::from("ref\n");
            push_cell(&mut table, cell);
            assert_eq!(first_column(table.as_bytes()), [cell]);
        }
    }
}
