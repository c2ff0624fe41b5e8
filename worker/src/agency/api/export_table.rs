//! Responses as CSV: one row for each, the same columns for all.

use crate::agency::api::export_columns::Cell;
use crate::platform::clock;
use otklik_survey::csv::{self, Delimiter};

const END_OF_ROW: &str = "\r\n";

pub struct Table {
    delimiter: Delimiter,
}

impl Table {
    pub fn new(delimiter: Delimiter) -> Table {
        Table { delimiter }
    }

    pub fn push(&self, table: &mut String, cells: &[Cell<'_>]) {
        for (index, cell) in cells.iter().enumerate() {
            if index > 0 {
                table.push(self.delimiter.sign());
            }
            match cell {
                Cell::Text(text) => csv::push_cell(table, text),
                Cell::Number(number) => table.push_str(&number.to_string()),
                Cell::LocalTime(local_ms) => table.push_str(&clock::shown(*local_ms)),
            }
        }
        table.push_str(END_OF_ROW);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agency::api::export_columns::of_answers;
    use crate::agency::api::export_header::{self, Naming};

    /// Programs that read exports rely on that page.
    #[test]
    fn docs_list_every_column_in_order() {
        let page = include_str!("../../../../docs/export.md");
        let rows = page.lines().filter_map(|line| line.strip_prefix("| `"));
        let documented: Vec<&str> = rows.filter_map(|line| line.split('`').next()).collect();
        let names = export_header::names(&of_answers(), &Naming::Codes);
        assert_eq!(names, documented);
        let names: Vec<Cell<'_>> = names.into_iter().map(|it| Cell::Text(it.into())).collect();
        let mut header = String::new();
        Table::new(Delimiter::Comma).push(&mut header, &names);
        assert_eq!(header.trim_end().split(',').collect::<Vec<_>>(), documented);
    }

    #[test]
    fn cells_are_written_as_text() {
        let cells = [
            Cell::Text("=1;2".into()),
            Cell::Number(5),
            Cell::LocalTime(1_714_523_407_250),
        ];
        let mut row = String::new();
        Table::new(Delimiter::Semicolon).push(&mut row, &cells);
        assert_eq!(row, "\"'=1;2\";5;2024-05-01 00:30:07\r\n");
    }
}
