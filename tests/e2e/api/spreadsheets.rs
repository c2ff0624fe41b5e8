//! An export, opened by LibreOffice: it runs nothing that a guest wrote, and shows what the guest wrote.

use super::exports::{TEXTS, named, parsed_by};
use crate::actors::{vote, with};
use crate::app::{App, TIMEOUT, fresh};
use crate::database::{Event, fresh_event};
use serde_json::json;
use std::path::{Path, PathBuf};
use tokio::process::Command;
use tokio::time::timeout;

/// The parameter of an export, the sign in the table.
const DELIMITERS: [(&str, char); 3] = [(",", ','), (";", ';'), ("tab", '\t')];

/// A table of XML, in which each formula has an attribute.
const FLAT_XML: &str = "fods";
/// UTF-8 with commas, numbers as they are shown.
const TABLE: &str = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false";

/// Opens each file as a table of cells between `delimiter`, and saves it below `folder` in another format.
async fn opened(folder: &Path, files: &[PathBuf], delimiter: char, format: &str) -> Vec<String> {
    read_by_office(folder, files, format, Some(delimiter)).await
}

/// Opens each file, a table by its delimiter, and saves it below `folder` in another format.
async fn read_by_office(
    folder: &Path,
    files: &[PathBuf],
    format: &str,
    delimiter: Option<char>,
) -> Vec<String> {
    let mut office = Command::new("soffice");
    let profile = format!("-env:UserInstallation=file://{}/profile", folder.display());
    office.args([&profile, "--headless", "--norestore"]);
    let delimiter = delimiter.map_or(0, u32::from);
    if delimiter > 0 {
        // Quotes `"`, UTF-8, from the first line, and, as by a double click, formulas are run.
        office.arg(format!("--infilter=CSV:{delimiter},34,76,1"));
    }
    office.args(["--convert-to", format]);
    let to = folder.join(format!("by-{delimiter}"));
    office
        .arg("--outdir")
        .arg(&to)
        .args(files)
        .kill_on_drop(true);
    let output = timeout(TIMEOUT, office.output()).await;
    let output = output.expect("LibreOffice ends").expect("LibreOffice runs");
    assert!(output.status.success(), "{output:?}");
    let ending = format.split(':').next().unwrap_or_default();
    let mut texts = Vec::new();
    for file in files {
        let file = to
            .join(file.file_name().expect("a name"))
            .with_extension(ending);
        let text = std::fs::read_to_string(&file);
        texts.push(text.unwrap_or_else(|error| panic!("{}: {error}", file.display())));
    }
    texts
}

/// The exports of an event by each delimiter, as files.
async fn exports(app: &App, event: &Event, folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for (delimiter, _) in DELIMITERS {
        let delimiter = if delimiter == ";" { "%3B" } else { delimiter };
        let path = format!(
            "/v1/export.csv?event={}&bom=1&delimiter={delimiter}",
            event.id
        );
        let table = app.director().reads(&path).await;
        let file = folder.join(format!("export-{}.csv", files.len()));
        std::fs::write(&file, &table.is(200).body).expect("target/ can be written");
        files.push(file);
    }
    files
}

/// Guests of the event write each of the texts.
async fn say_texts(app: &App, event: &Event) {
    for (place, text) in TEXTS.into_iter().enumerate() {
        let vote = vote(&event.id, 1 + place as i64 % 5);
        let vote = with(&vote, "/answers/comment", json!({"text": text}));
        app.guest().answers("guest", &vote).await.is(201);
    }
}

#[tokio::test]
async fn an_export_runs_nothing_in_a_spreadsheet() {
    let app = App::enter().await;
    let event = fresh_event(&app).await;
    say_texts(&app, &event).await;
    let folder = app.parts.artifacts("spreadsheets").join(fresh());
    std::fs::create_dir_all(&folder).expect("target/ can be written");
    let files = exports(&app, &event, &folder).await;
    // A spreadsheet that is set to another delimiter opens the file too.
    for (_, delimiter) in DELIMITERS {
        for (file, xml) in files
            .iter()
            .zip(opened(&folder, &files, delimiter, FLAT_XML).await)
        {
            assert!(xml.contains("<table:table-cell"), "{xml}");
            let formula = xml
                .find("table:formula=")
                .map(|at| xml.split_at(at).1.lines().next());
            assert_eq!(formula, None, "{} by {delimiter:?}", file.display());
        }
    }
    for (file, (_, delimiter)) in files.iter().zip(DELIMITERS) {
        let written = std::fs::read_to_string(file).expect("the export");
        let written = written.trim_start_matches('\u{feff}');
        let written = named(parsed_by(written, delimiter, "\r\n"));
        let shown = opened(&folder, std::slice::from_ref(file), delimiter, TABLE).await;
        let shown = named(parsed_by(&shown[0], ',', "\n"));
        assert_eq!(shown.len(), TEXTS.len());
        for (shown, written) in shown.iter().zip(&written) {
            for column in ["id", "event", "manager", "guest.enjoyed", "guest.comment"] {
                assert_eq!(shown[column], written[column], "{column} by {delimiter:?}");
            }
        }
    }
    std::fs::remove_dir_all(&folder).expect("target/ can be written");
}

/// A workbook has the same cells as the table, without apostrophes: its texts are no formulas, and its times are times.
#[tokio::test]
async fn an_exported_workbook_shows_the_cells_of_the_table() {
    let app = App::enter().await;
    let event = fresh_event(&app).await;
    say_texts(&app, &event).await;
    let folder = app.parts.artifacts("spreadsheets").join(fresh());
    std::fs::create_dir_all(&folder).expect("target/ can be written");
    let request = app.get(&format!("/v1/export.xlsx?event={}", event.id));
    let answer = request.bearer_auth(&app.parts.token).send().await;
    let bytes = answer.expect("an answer").bytes().await.expect("a body");
    let file = folder.join("export.xlsx");
    std::fs::write(&file, &bytes).expect("target/ can be written");
    let files = std::slice::from_ref(&file);
    let xml = &read_by_office(&folder, files, FLAT_XML, None).await[0];
    assert!(xml.contains("<table:table-cell") && !xml.contains("table:formula="));
    assert_eq!(
        xml.matches("office:value-type=\"date\"").count(),
        TEXTS.len()
    );
    let shown = read_by_office(&folder, files, TABLE, None).await;
    let shown = named(parsed_by(&shown[0], ',', "\n"));
    let path = format!("/v1/export.csv?event={}", event.id);
    let written = app.director().reads(&path).await;
    let written = named(parsed_by(&written.is(200).body, ',', "\r\n"));
    assert_eq!(shown.len(), TEXTS.len());
    for ((shown, written), text) in shown.iter().zip(&written).zip(TEXTS) {
        for column in [
            "id",
            "event",
            "guest.enjoyed",
            "received_at",
            "received_local",
            "day",
        ] {
            assert_eq!(shown[column], written[column], "{column}");
        }
        assert_eq!(shown["guest.comment"], text);
    }
    std::fs::remove_dir_all(&folder).expect("target/ can be written");
}
