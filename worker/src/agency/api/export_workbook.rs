//! Responses as a workbook of Office Open XML (ECMA-376), written as it is streamed: the sheet is compressed row by row, and
//! what was taken is not kept. Texts are inline strings, which no program runs as formulas.

use crate::agency::api::export_columns::Cell;
use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;
use zip::result::ZipResult;
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, ZipWriter};

/// Rows of a sheet that spreadsheets open, with the row of names.
const ROWS_MAX: u32 = 1_048_576;

/// Days from the first day of spreadsheets, 1899-12-30, to 1970.
const DAYS_BEFORE_1970: f64 = 25_569.0;
const MS_OF_DAY: f64 = 86_400_000.0;

/// The parts beside the sheet. The second style is that of times.
const PARTS: [(&str, &str); 5] = [
    (
        "[Content_Types].xml",
        r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>"#,
    ),
    (
        "_rels/.rels",
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
    ),
    (
        "xl/workbook.xml",
        r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="responses" sheetId="1" r:id="rId1"/></sheets></workbook>"#,
    ),
    (
        "xl/_rels/workbook.xml.rels",
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"#,
    ),
    (
        "xl/styles.xml",
        r#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd\ hh:mm:ss"/></numFmts><fonts count="1"><font/></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf/><xf numFmtId="164" applyNumberFormat="1"/></cellXfs></styleSheet>"#,
    ),
];

const DECLARATION: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;

/// Up to the rows. The row of names stays in sight.
const SHEET_HEAD: &str = r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>"#;
const SHEET_END: &str = "</sheetData></worksheet>";

pub struct Workbook {
    zip: ZipWriter<StreamWriter<Written>>,
    written: Written,
    n_rows: u32,
}

/// The bytes that were written and not taken yet.
#[derive(Clone, Default)]
struct Written(Rc<RefCell<Vec<u8>>>);

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Workbook {
    /// # Errors
    /// None is known: it writes to memory.
    pub fn new() -> ZipResult<Workbook> {
        let written = Written::default();
        let mut zip = ZipWriter::new_stream(written.clone());
        let deflated = CompressionMethod::Deflated;
        let options = SimpleFileOptions::default().compression_method(deflated);
        for (name, xml) in PARTS {
            zip.start_file(name, options)?;
            zip.write_all([DECLARATION, xml].concat().as_bytes())?;
        }
        zip.start_file("xl/worksheets/sheet1.xml", options)?;
        zip.write_all([DECLARATION, SHEET_HEAD].concat().as_bytes())?;
        Ok(Workbook {
            zip,
            written,
            n_rows: 0,
        })
    }

    /// # Errors
    /// More rows than a sheet has, or more than 4 GiB of them.
    pub fn push(&mut self, cells: &[Cell<'_>]) -> ZipResult<()> {
        if self.n_rows == ROWS_MAX {
            return Err(io::Error::other("more rows than a sheet has").into());
        }
        self.n_rows += 1;
        let mut row = String::from("<row>");
        for cell in cells {
            push_cell(&mut row, cell);
        }
        row.push_str("</row>");
        Ok(self.zip.write_all(row.as_bytes())?)
    }

    /// # Errors
    /// None is known.
    pub fn end(&mut self) -> ZipResult<()> {
        self.zip.write_all(SHEET_END.as_bytes())?;
        // Finishes in place: the writer is left closed.
        let closed = ZipWriter::new_stream(Written::default());
        core::mem::replace(&mut self.zip, closed).finish()?;
        Ok(())
    }

    /// All bytes since the last call: none wait for more rows to be compressed with.
    ///
    /// # Errors
    /// None is known.
    pub fn take(&mut self) -> ZipResult<Vec<u8>> {
        self.zip.flush()?;
        Ok(core::mem::take(&mut *self.written.0.borrow_mut()))
    }
}

fn push_cell(row: &mut String, cell: &Cell<'_>) {
    match cell {
        Cell::Text(text) if text.is_empty() => row.push_str("<c/>"),
        Cell::Text(text) => {
            row.push_str(r#"<c t="inlineStr"><is><t xml:space="preserve">"#);
            push_text(row, text);
            row.push_str("</t></is></c>");
        }
        Cell::Number(number) => row.push_str(&format!("<c><v>{number}</v></c>")),
        Cell::LocalTime(local_ms) => {
            // A whole second: programs round what is behind it.
            let ms = local_ms.div_euclid(1_000) * 1_000;
            let days = ms as f64 / MS_OF_DAY + DAYS_BEFORE_1970;
            row.push_str(&format!(r#"<c s="1"><v>{days}</v></c>"#));
        }
    }
}

/// A text with what XML cannot hold left out.
fn push_text(xml: &mut String, text: &str) {
    for (place, sign) in text.char_indices() {
        match sign {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            '\t' | '\n' => xml.push(sign),
            // A parser would read a bare one as a line feed.
            '\r' => xml.push_str("&#13;"),
            // `_x0041_` means `A` in a cell.
            '_' if is_escape(&text[place..]) => xml.push_str("_x005F_"),
            '\u{fffe}' | '\u{ffff}' => {}
            _ if sign.is_control() && sign < '\u{20}' => {}
            _ => xml.push(sign),
        }
    }
}

/// Whether a text begins with `_x`, four hexadecimal digits and `_`.
fn is_escape(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.starts_with(b"_x")
        && bytes.get(6) == Some(&b'_')
        && bytes[2..6].iter().all(u8::is_ascii_hexdigit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Cursor, Read};

    /// The bytes of each page, and the sheet's XML.
    fn written(pages: &[&[Cell<'_>]]) -> (Vec<usize>, String) {
        let mut book = Workbook::new().unwrap();
        let (mut file, mut sizes) = (Vec::new(), Vec::new());
        for cells in pages {
            book.push(cells).unwrap();
            let page = book.take().unwrap();
            sizes.push(page.len());
            file.extend(page);
        }
        book.end().unwrap();
        file.extend(book.take().unwrap());
        let mut zip = zip::ZipArchive::new(Cursor::new(file)).unwrap();
        assert_eq!(zip.len(), PARTS.len() + 1);
        let mut sheet = String::new();
        let mut part = zip.by_name("xl/worksheets/sheet1.xml").unwrap();
        part.read_to_string(&mut sheet).unwrap();
        (sizes, sheet)
    }

    #[test]
    fn a_cell_has_the_type_of_its_value() {
        let cells = [
            Cell::Text("=1+1 <&> _x0041_ _x004_ \u{1}\r\n".into()),
            Cell::Text("".into()),
            Cell::Number(5),
            Cell::LocalTime(1_714_523_407_250),
        ];
        let (_, sheet) = written(&[&cells]);
        let text = "=1+1 &lt;&amp;&gt; _x005F_x0041_ _x004_ &#13;\n";
        // 45413 is the 1st of May 2024.
        let days = 45_413.0 + (30.0 * 60.0 + 7.0) / 86_400.0;
        let row = format!(
            "<row><c t=\"inlineStr\"><is><t xml:space=\"preserve\">{text}</t></is></c><c/><c><v>5</v></c>\
             <c s=\"1\"><v>{days}</v></c></row>{SHEET_END}"
        );
        assert!(sheet.ends_with(&row), "{sheet}");
    }

    /// A long export needs no more memory than a short one.
    #[test]
    fn rows_leave_as_they_are_written() {
        let mut random = fastrand::Rng::with_seed(7);
        let mut text = || {
            (0..2_000)
                .map(|_| random.alphanumeric())
                .collect::<String>()
        };
        let cells: Vec<Cell<'_>> = (0..4).map(|_| Cell::Text(text().into())).collect();
        let pages: Vec<&[Cell<'_>]> = cells.chunks(1).collect();
        let (sizes, _) = written(&pages);
        // Six bits of each character, which cannot be compressed.
        let is_whole = |n_bytes: &usize| *n_bytes > 1_450;
        assert!(sizes.iter().all(is_whole), "{sizes:?}");
    }

    #[test]
    fn a_sheet_that_is_full_is_an_error() {
        let mut book = Workbook::new().unwrap();
        book.n_rows = ROWS_MAX - 1;
        assert!(book.push(&[]).is_ok());
        assert!(book.push(&[]).is_err());
    }
}
