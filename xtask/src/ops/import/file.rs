//! A table to import: which rows are alike, and which cannot be sent.

use anyhow::{Result, bail};
use otklik_survey::csv::{BadQuote, Record, Table};
use otklik_survey::import::{Columns, Identity, MappingDraft, reused_ids};
use std::collections::HashMap;

pub struct File<'a> {
    /// What each part begins with: the line that names the delimiter, and the rows of names.
    pub head: String,
    /// The rows to send.
    pub rows: Vec<Record<'a>>,
    /// For each row, the number of rows before it of which the mapping reads the same.
    pub repeats: Vec<u32>,
    /// A line for each row that is not sent: the worker sees a part, and not the other row with the same id.
    pub rejected: Vec<String>,
}

impl<'a> File<'a> {
    pub fn of(text: &'a str, mapping: &MappingDraft) -> Result<File<'a>> {
        let (mut rows, n_header_rows) = (records(text)?, mapping.n_header_rows());
        if rows.len() <= n_header_rows {
            bail!("the table has no rows under its header");
        }
        let below = rows.split_off(n_header_rows);
        let names: Vec<&str> = rows.iter().map(|row| row.text).collect();
        let head = [Table::of(text).part_head(), names.join("\r\n")].concat();
        let header: Vec<Vec<String>> = rows.into_iter().map(|row| row.cells).collect();
        let columns = Columns::of(mapping, &header);
        let identities = below.iter().map(|row| columns.identity(&row.cells));
        let identities: Vec<Identity> = identities.collect();
        let reused = reused_ids(&identities);
        let rejected = reused.iter().map(|(place, other)| {
            let (line, id, other) = (
                below[*place].line,
                &identities[*place].own_id,
                below[*other].line,
            );
            format!("line {line}: the id {id} is on line {other} too, with other contents")
        });
        let rejected = rejected.collect();
        let (mut rows, mut repeats) = (Vec::new(), Vec::new());
        let mut seen: HashMap<&Identity, u32> = HashMap::new();
        for (place, row) in below.into_iter().enumerate() {
            if reused.contains_key(&place) {
                continue;
            }
            let n_before = seen.entry(&identities[place]).or_default();
            repeats.push(*n_before);
            *n_before += 1;
            rows.push(row);
        }
        Ok(File {
            head,
            rows,
            repeats,
            rejected,
        })
    }
}

fn records(text: &str) -> Result<Vec<Record<'_>>> {
    let records: Result<Vec<_>, BadQuote> = Table::of(text).records().collect();
    let Err(bad) = records else {
        return Ok(records.unwrap_or_default());
    };
    bail!(
        "line {}: a cell begins with a quotation mark that is not closed at its end; nothing was sent",
        bad.line
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn mapping(two_header_rows: bool) -> Result<MappingDraft> {
        let mapping = json!({
            "two_header_rows": two_header_rows,
            "fields": {"id": {"columns": ["id"]}, "event": {"columns": ["a", "a / b"]}},
        });
        Ok(serde_json::from_value(mapping)?)
    }

    #[test]
    fn a_part_begins_with_all_that_names_its_columns() -> Result<()> {
        let text = "\u{feff}sep=;\r\nid;a\r\n;b\r\n1;x\r\n";
        let file = File::of(text, &mapping(true)?)?;
        assert_eq!(file.head, "sep=;\r\nid;a\r\n;b");
        assert_eq!((file.rows.len(), file.rows[0].line), (1, 4));
        assert!(File::of("id;a\n;b\n", &mapping(true)?).is_err());
        Ok(())
    }

    #[test]
    fn rows_are_alike_by_what_the_mapping_reads() -> Result<()> {
        let file = File::of("n,id,a\n1,,x\n2,,x\n3,,y\n4,, x \n", &mapping(false)?)?;
        assert_eq!(file.repeats, [0, 1, 0, 2]);
        Ok(())
    }

    #[test]
    fn an_id_with_two_contents_is_not_sent() -> Result<()> {
        let text = "id,a\n17,x\n18,x\n17,y\n17,x\n18,x\n";
        let file = File::of(text, &mapping(false)?)?;
        let lines: Vec<usize> = file.rows.iter().map(|row| row.line).collect();
        assert_eq!(lines, [3, 6]);
        let expected = [(2, 4), (4, 2), (5, 2)].map(|(line, other)| {
            format!("line {line}: the id 17 is on line {other} too, with other contents")
        });
        assert_eq!(file.rejected, expected);
        Ok(())
    }

    #[test]
    fn a_quotation_mark_that_is_not_closed_names_its_line() -> Result<()> {
        let refused = File::of("id,a\n1,\"x\n2,y\n", &mapping(false)?).err();
        let said = refused.map(|it| it.to_string()).unwrap_or_default();
        assert!(said.starts_with("line 2: "), "{said}");
        Ok(())
    }
}
