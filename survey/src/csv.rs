//! Tables: a column of references in, invites and responses out.

/// The cells of the column `ref` or `reference`, of the first where no column is called so; a heading is
/// not among them. Empty lines are left out, and so is a mark of the byte order.
pub fn first_column(table: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(table);
    let mut rows = rows(text.trim_start_matches('\u{feff}'));
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
        .map(|mut row| match place < row.len() {
            true => row.swap_remove(place),
            false => String::new(),
        })
        .collect()
}

/// Rows of RFC 4180, with commas, semicolons (as spreadsheets of our languages write) or tabs.
fn rows(text: &str) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    let mut row = Vec::new();
    let mut cell = String::new();
    let mut is_quoted = false;
    let mut signs = text.chars().peekable();
    while let Some(sign) = signs.next() {
        match sign {
            '"' if is_quoted && signs.peek() == Some(&'"') => {
                signs.next();
                cell.push('"');
            }
            '"' if is_quoted || cell.is_empty() => is_quoted = !is_quoted,
            _ if is_quoted => cell.push(sign),
            ',' | ';' | '\t' => row.push(core::mem::take(&mut cell)),
            '\n' | '\r' => end_row(&mut rows, &mut row, &mut cell),
            _ => cell.push(sign),
        }
    }
    end_row(&mut rows, &mut row, &mut cell);
    rows
}

fn end_row(rows: &mut Vec<Vec<String>>, row: &mut Vec<String>, cell: &mut String) {
    row.push(core::mem::take(cell));
    let row = core::mem::take(row);
    if row.iter().any(|cell| !cell.trim().is_empty()) {
        rows.push(row);
    }
}

/// Adds a cell, in quotes where it needs them. What a spreadsheet would run as a formula gets an
/// apostrophe in front, by which it is text.
pub fn push_cell(table: &mut String, cell: &str) {
    let guarded;
    let cell = match cell.starts_with(FORMULA) {
        true => {
            guarded = ["'", cell].concat();
            &guarded
        }
        false => cell,
    };
    if cell.contains(['"', ',', ';', '\n', '\r', '\t']) {
        table.push('"');
        table.push_str(&cell.replace('"', "\"\""));
        table.push('"');
    } else {
        table.push_str(cell);
    }
}

/// What formulas begin with, also full-width, and the white space behind which some programs look for it.
const FORMULA: [char; 11] = [
    '=', '+', '-', '@', '\t', '\r', '\n', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}',
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        for (cell, expected) in [
            ("=1+1", "'=1+1"),
            ("+7", "'+7"),
            ("-1", "'-1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "\"'\t=1\""),
            ("\r=1", "\"'\r=1\""),
            ("\n=1", "\"'\n=1\""),
            (
                "=HYPERLINK(\"x\",\"y\")",
                "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\"",
            ),
            ("\u{ff1d}1", "'\u{ff1d}1"),
            ("a=1", "a=1"),
            ("'=1", "'=1"),
            ("5", "5"),
            ("", ""),
        ] {
            let mut table = String::new();
            push_cell(&mut table, cell);
            assert_eq!(table, expected);
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
    fn quotes_survive_the_way_there_and_back() {
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
