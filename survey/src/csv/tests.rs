//! What is written is read again.

use super::read::records;
use super::write::FORMULA;
use super::*;
use proptest::collection::vec;
use proptest::prelude::*;

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

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 5_000, ..ProptestConfig::default() })]

    /// A table is sent in parts.
    #[test]
    fn a_row_is_the_same_in_a_part(text in "(sep=[;,|\t]\n)?[\"=;,|\t\r\nsep\u{feff}я ]{0,24}") {
        let table = Table::of(&text);
        let rows: Result<Vec<Record<'_>>, BadQuote> = table.records().collect();
        let rows = rows.unwrap_or_default();
        let Some((header, below)) = rows.split_first() else {
            return Ok(());
        };
        for row in below {
            let part = [&*table.part_head(), header.text, "\r\n", row.text].concat();
            let cells = Table::of(&part).records().map(|it| it.map(|row| row.cells));
            let cells: Result<Vec<_>, BadQuote> = cells.collect();
            prop_assert_eq!(cells, Ok(vec![header.cells.clone(), row.cells.clone()]));
        }
    }
}
