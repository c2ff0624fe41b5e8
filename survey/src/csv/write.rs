//! Tables that are written: cells that no spreadsheet runs.

use super::delimiter::DELIMITERS;

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
pub(super) const FORMULA: [char; 8] = [
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

#[cfg(test)]
mod tests {
    use super::*;

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
}
