//! Tables that are read.
//!
//! Read here and not by the `csv` crate, which reads the same cells but loses where a row is: after `\r\n` it
//! gives a row the number of the line above, and a row's bytes begin with the line end or the empty lines
//! before it. An error in an import is reported by its line, and an import is sent in parts made of the rows
//! as they are in the table. A column of references may have any of several delimiters, and the crate takes one.
//! It also reads a quotation mark that nothing closes as a cell of all the rows behind it, without an error.

use super::delimiter::DELIMITERS;
use super::write::unguarded;

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record<'a> {
    /// The line on which it begins, from 1.
    pub line: usize,
    /// Its bytes in the table, without the end of its last line.
    pub text: &'a str,
    pub cells: Vec<String>,
}

/// A quotation mark that opens a cell and is not closed, or is closed before the cell's end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadQuote {
    /// The line of the mark that opens the cell, from 1.
    pub line: usize,
}

/// A table after RFC 4180, with its delimiter.
#[derive(Clone, Copy, Debug)]
pub struct Table<'a> {
    /// Up to the end of the first row where that names the delimiter, as Excel's `sep=;`; empty otherwise.
    head: &'a str,
    body: &'a str,
    delimiter: char,
}

impl<'a> Table<'a> {
    /// The delimiter is that of the first line where it names one, otherwise the one of [`DELIMITERS`] that the first row
    /// has most often.
    pub fn of(text: &'a str) -> Table<'a> {
        let (head, named) = head(text);
        let body = &text[head.len()..];
        Table {
            head,
            body,
            delimiter: named.unwrap_or_else(|| delimiter(body)),
        }
    }

    /// A first line that names the delimiter. A part of the table that begins with it is read as the whole is.
    pub fn part_head(self) -> String {
        ["sep=", self.delimiter.encode_utf8(&mut [0; 4]), "\r\n"].concat()
    }

    /// The rows. Those without text are left out, and so is a byte order mark. The rows behind an error are guesses.
    pub fn records(self) -> impl Iterator<Item = Result<Record<'a>, BadQuote>> {
        let n_before = self.head.matches('\n').count();
        let is_delimiter = move |sign| sign == self.delimiter;
        rows(self.body, is_delimiter).map(move |mut row| {
            row.record.line += n_before;
            match row.bad_quote {
                Some(line) => Err(BadQuote {
                    line: line + n_before,
                }),
                None => Ok(row.record),
            }
        })
    }
}

/// The table up to the end of its first row where that names the delimiter, and the delimiter.
fn head(table: &str) -> (&str, Option<char>) {
    let first = rows(table, |sign| DELIMITERS.contains(&sign)).next();
    let row = first.map_or("", |it| it.record.text);
    let bare = row.trim_matches('"');
    let named = bare.get(..4).filter(|it| it.eq_ignore_ascii_case("sep="));
    let mut signs = named.map_or("", |_| &bare[4..]).chars();
    match (signs.next(), signs.next()) {
        (Some(delimiter), None) => {
            let end = row.as_ptr().addr() - table.as_ptr().addr() + row.len();
            let behind = &table[end..];
            let n_behind = behind.len() - without_line_end(behind).len();
            (&table[..end + n_behind], Some(delimiter))
        }
        _ => ("", None),
    }
}

fn without_line_end(text: &str) -> &str {
    let behind = text.strip_prefix("\r\n");
    let behind = behind.or_else(|| text.strip_prefix(['\n', '\r']));
    behind.unwrap_or(text)
}

/// A row, and the line of a [`BadQuote`] in it.
struct ReadRow<'a> {
    record: Record<'a>,
    bad_quote: Option<usize>,
}

/// The rows of a table, with signs between the cells by `is_delimiter`.
fn rows(table: &str, is_delimiter: impl Fn(char) -> bool) -> impl Iterator<Item = ReadRow<'_>> {
    let mut rest = table;
    let mut line = 1;
    core::iter::from_fn(move || {
        while !rest.is_empty() {
            rest = rest.trim_start_matches('\u{feff}');
            let first = first(rest, &is_delimiter);
            let (text, cells) = (first.text, first.cells);
            let lines = |text: &str| text.matches('\n').count();
            let bad_quote = first.bad_quote.map(|place| line + lines(&text[..place]));
            let record = Record { line, text, cells };
            line += lines(text) + 1;
            rest = without_line_end(&rest[text.len()..]);
            if bad_quote.is_some() || record.cells.iter().any(|cell| !cell.trim().is_empty()) {
                return Some(ReadRow { record, bad_quote });
            }
        }
        None
    })
}

/// The first row of a table.
struct First<'a> {
    text: &'a str,
    cells: Vec<String>,
    /// The place of a quotation mark that opens a cell and is not closed, or before the cell's end.
    bad_quote: Option<usize>,
}

#[derive(Clone, Copy)]
enum Quotes {
    None,
    /// Since that place.
    Open(usize),
    /// Opened at that place, and closed.
    Closed(usize),
}

fn first(table: &str, is_delimiter: impl Fn(char) -> bool) -> First<'_> {
    let (mut cells, mut cell, mut quotes) = (Vec::new(), String::new(), Quotes::None);
    let mut bad_quote = None;
    let mut end = table.len();
    let mut signs = table.char_indices().peekable();
    while let Some((place, sign)) = signs.next() {
        match (sign, quotes) {
            ('"', Quotes::Open(_)) if signs.next_if(|next| next.1 == '"').is_some() => {
                cell.push('"');
            }
            ('"', Quotes::Open(opened)) => quotes = Quotes::Closed(opened),
            (_, Quotes::Open(_)) => cell.push(sign),
            ('\n' | '\r', _) => {
                end = place;
                break;
            }
            _ if is_delimiter(sign) => {
                cells.push(core::mem::take(&mut cell));
                quotes = Quotes::None;
            }
            ('"', Quotes::None) if cell.is_empty() => quotes = Quotes::Open(place),
            (_, Quotes::Closed(opened)) => {
                if !sign.is_whitespace() {
                    bad_quote = bad_quote.or(Some(opened));
                }
                cell.push(sign);
            }
            (_, Quotes::None) => cell.push(sign),
        }
    }
    if let Quotes::Open(opened) = quotes {
        bad_quote = bad_quote.or(Some(opened));
    }
    cells.push(cell);
    First {
        text: &table[..end],
        cells,
        bad_quote,
    }
}

fn delimiter(table: &str) -> char {
    let first = rows(table, |sign| DELIMITERS.contains(&sign)).next();
    // Every other part is a quoted one.
    let bare = first.map_or("", |it| it.record.text).split('"').step_by(2);
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
    let body = &text[head(&text).0.len()..];
    let mut rows: Vec<_> = rows(body, |sign| DELIMITERS.contains(&sign))
        .map(|it| it.record.cells)
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

/// The rows by that delimiter, whatever their quotation marks.
#[cfg(test)]
pub(super) fn records(table: &str, delimiter: char) -> impl Iterator<Item = Record<'_>> {
    rows(table, move |sign| sign == delimiter).map(|row| row.record)
}

#[cfg(test)]
mod tests {
    use super::*;

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

    /// The lines of the rows, or of the quotation mark that is wrong.
    fn lines(table: &str) -> Vec<Result<usize, usize>> {
        let records = Table::of(table).records();
        let lines = records.map(|it| it.map(|row| row.line).map_err(|bad| bad.line));
        lines.collect()
    }

    #[test]
    fn a_first_line_names_the_delimiter() {
        for head in ["\u{feff}sep=;\r\n", "SEP=;\n", "\"sep=;\"\r\n"] {
            let text = [head, "a, b, c;d\n1;2"].concat();
            let table = Table::of(&text);
            assert_eq!(table.head, head);
            let rows: Vec<_> = table.records().map(Result::unwrap).collect();
            assert_eq!(
                (rows[0].line, &rows[0].cells[..]),
                (2, &["a, b, c".to_owned(), "d".to_owned()][..])
            );
            assert_eq!(rows[1].line, 3);
        }
        // Behind rows without text.
        let table = Table::of("\r\n;;\nsep=,\na,b");
        assert_eq!(table.head, "\r\n;;\nsep=,\n");
        assert_eq!(lines("\r\n;;\nsep=,\na,b"), [Ok(4)]);
        for other in ["sep=;;\na;b", "sep=\na;b", "sep,a\nb,c", ""] {
            assert_eq!(Table::of(other).head, "", "{other}");
        }
        assert_eq!(first_column("sep=;\nA-1\nB-2".as_bytes()), ["A-1", "B-2"]);
    }

    #[test]
    fn a_wrong_quotation_mark_has_its_line() {
        for (table, expected) in [
            // Nothing closes it.
            ("a;b\n1;\"two\n3;4", vec![Ok(1), Err(2)]),
            ("a;b\n\"x\ny\";\"two\n3;4", vec![Ok(1), Err(3)]),
            ("sep=;\na;b\n1;\"two", vec![Ok(2), Err(3)]),
            ("\"", vec![Err(1)]),
            // The next row's opens and closes nothing.
            ("a;b\n1;\"two\n2;\"three\"\n3;4", vec![Ok(1), Err(2), Ok(4)]),
            ("a;b\n\"on\"e;2\n3;4", vec![Ok(1), Err(2), Ok(3)]),
            // Within a cell, where no program begins a quoted one.
            (
                "a;b\n12\" inch;the \"North\"\n\"\";\"x\" ",
                vec![Ok(1), Ok(2), Ok(3)],
            ),
        ] {
            assert_eq!(lines(table), expected, "{table}");
        }
    }
}
