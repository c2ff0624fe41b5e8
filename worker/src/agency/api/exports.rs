//! `GET /v1/export.csv`, `/v1/export.xlsx` and `/v1/export.jsonl`: every response of a query, the oldest first.
//!
//! An export is streamed page by page, so that its length costs no memory. An error breaks the transfer off: half an
//! export must not look like a whole one.

use super::export_columns::{self, Cell, Column};
use super::export_header::{self, Naming};
use super::export_table::Table;
use super::export_workbook::Workbook;
use super::response_entry::ResponseEntry;
use super::responses::ResponseQuery;
use crate::auth::principal::Member;
use crate::auth::role::Records;
use crate::ctx::Ctx;
use crate::http::error::{Error, Result};
use crate::http::query::named;
use crate::http::response;
#[cfg(test)]
use crate::http::response::ErrorBody;
use crate::platform::catch_panic::catch_panic;
use crate::platform::clock::LocalClock;
#[cfg(test)]
use crate::stats::openapi::ResponsesQuery;
use crate::store::{Cursor, Order, Reader, View};
use js_sys::futures::{JsFuture, spawn_local};
use js_sys::{Promise, Uint8Array};
use otklik_embed::fields::Fields;
use otklik_survey::csv::Delimiter;
use otklik_survey::{Lang, limits};
use serde_json::{Map, Value};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use worker::web_sys::ReadableStream;
use worker::{Method, Response};
use zip::result::ZipError;

#[derive(Clone, Copy)]
enum ExportFormat {
    Csv,
    Xlsx,
    Jsonl,
}

impl ExportFormat {
    const fn extension(self) -> &'static str {
        match self {
            ExportFormat::Csv => "csv",
            ExportFormat::Xlsx => "xlsx",
            ExportFormat::Jsonl => "jsonl",
        }
    }

    const fn content_type(self) -> &'static str {
        match self {
            ExportFormat::Csv => "text/csv; charset=utf-8",
            ExportFormat::Xlsx => {
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            }
            ExportFormat::Jsonl => "application/x-ndjson; charset=utf-8",
        }
    }

    /// Its parameters beside those that select responses.
    const fn parameters(self) -> &'static [&'static str] {
        match self {
            ExportFormat::Csv => &["bom", "delimiter", "header"],
            ExportFormat::Xlsx => &["header"],
            ExportFormat::Jsonl => &[],
        }
    }
}

/// Every response of a query, as CSV.
#[cfg_attr(test, utoipa::path(get, path = "/v1/export.csv", operation_id = "export_csv", tag = "director",
    params(ResponsesQuery, ("bom" = Option<String>, Query, description = "`1`: begins with a byte order mark, by which spreadsheets recognise UTF-8"),
        ("delimiter" = inline(Option<Delimiter>), Query, description = "Between the cells; `,` where it is not named. A spreadsheet set to Russian or Ukrainian expects `;`"),
        ("header" = inline(Option<Lang>), Query, description = "The columns have names in words of that language, for people. Without it the names are those of `docs/export.md`, for programs")),
    responses((status = 200, description = "Every such response, the oldest first, with the columns of `docs/export.md`. A transfer that breaks off is incomplete", content_type = "text/csv"),
        (status = 401, description = "No token, or an invalid one", body = ErrorBody),
        (status = 404, description = "No such survey", body = ErrorBody),
        (status = 422, description = "An unknown, repeated or invalid parameter; `anonymous_survey`, whose answers are never returned one by one", body = ErrorBody),
        (status = 503, description = "Try again", body = ErrorBody))))]
pub async fn csv(ctx: Ctx<Member<Records>>) -> Result<Response> {
    export(ExportFormat::Csv, ctx).await
}

/// Every response of a query, as a workbook for spreadsheets.
#[cfg_attr(test, utoipa::path(get, path = "/v1/export.xlsx", operation_id = "export_xlsx", tag = "director",
    params(ResponsesQuery, ("header" = inline(Option<Lang>), Query, description = "The columns have names in words of that language, for people. Without it the names are those of `docs/export.md`, for programs")),
    responses((status = 200, description = "Every such response, the oldest first, with the columns of `docs/export.md`. At most 1,048,575: a longer transfer breaks off, and one that breaks off is incomplete", content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (status = 401, description = "No token, or an invalid one", body = ErrorBody),
        (status = 404, description = "No such survey", body = ErrorBody),
        (status = 422, description = "An unknown, repeated or invalid parameter; `anonymous_survey`, whose answers are never returned one by one", body = ErrorBody),
        (status = 503, description = "Try again", body = ErrorBody))))]
pub async fn xlsx(ctx: Ctx<Member<Records>>) -> Result<Response> {
    export(ExportFormat::Xlsx, ctx).await
}

/// Every response of a query, one JSON object a line.
#[cfg_attr(test, utoipa::path(get, path = "/v1/export.jsonl", operation_id = "export_jsonl", tag = "director",
    params(ResponsesQuery),
    responses((status = 200, description = "Every such response, the oldest first, one `Response` a line. A transfer that breaks off is incomplete", content_type = "application/x-ndjson"),
        (status = 401, description = "No token, or an invalid one", body = ErrorBody),
        (status = 404, description = "No such survey", body = ErrorBody),
        (status = 422, description = "An unknown, repeated or invalid parameter; `anonymous_survey`, whose answers are never returned one by one", body = ErrorBody),
        (status = 503, description = "Try again", body = ErrorBody))))]
pub async fn jsonl(ctx: Ctx<Member<Records>>) -> Result<Response> {
    export(ExportFormat::Jsonl, ctx).await
}

/// 1. A parameter that does not fit: 422, an unknown survey: 404.
/// 2. The first page, so that an unavailable database is reported: 503.
/// 3. An entry of the audit log, without which nothing is returned.
/// 4. A file that is streamed while the other pages are read: 200.
async fn export(format: ExportFormat, ctx: Ctx<Member<Records>>) -> Result<Response> {
    // 1
    let fields = ctx.query()?;
    let query = ResponseQuery::parse(&fields, format.parameters(), ctx.principal())?;
    let has_bom = named(&fields, "bom", |word| (word == "1").then_some(()))?.is_some();
    let delimiter = named(&fields, "delimiter", Delimiter::parse)?;
    let lang = named(&fields, "header", |word| {
        Lang::ALL.into_iter().find(|lang| lang.code() == word)
    })?;
    // 2
    let first = page(&query, ctx.reader(), None).await?;
    // 4
    let (day, extension) = (ctx.today()?, format.extension());
    let name = format!("attachment; filename=\"responses-{day}.{extension}\"");
    let builder = response::builder(200, format.content_type(), response::NO_STORE)?;
    let builder = builder.with_header("Content-Disposition", &name)?;
    if ctx.request.method == Method::Head {
        return Ok(builder.empty());
    }
    // 3
    let view = View::Export {
        format: extension,
        query: logged(&fields),
    };
    ctx.log_view(&view).await?;
    let pipe = Pipe::new();
    let to = pipe.writable().get_writer();
    let mut file = File {
        columns: export_columns::of_answers(),
        clock: LocalClock::of(&ctx.settings.zone)?,
        body: match format {
            ExportFormat::Csv => Body::Csv {
                text: String::from(if has_bom { "\u{feff}" } else { "" }),
                table: Table::new(delimiter.unwrap_or(Delimiter::Comma)),
            },
            ExportFormat::Xlsx => Body::Xlsx(Box::new(Workbook::new().map_err(failed)?)),
            ExportFormat::Jsonl => Body::Jsonl(String::new()),
        },
    };
    file.push_names(&match lang {
        None => Naming::Codes,
        Some(lang) => Naming::Words {
            lang,
            agency: ctx.settings.agency(lang),
        },
    })?;
    let reader = ctx.into_reader();
    spawn_local(async move {
        let sent = catch_panic(file.send(&to, &query, &reader, first)).await;
        // The response has begun: a failure of the stream itself cannot be reported.
        let _ = JsFuture::from(match sent {
            Ok(Ok(())) => to.close(),
            Ok(Err(error)) => {
                error.log();
                to.abort(&"the export is incomplete".into())
            }
            Err(_) => to.abort(&"the export is incomplete".into()),
        })
        .await;
    });
    Ok(builder.stream(pipe.readable()))
}

/// The values of an export's query for the audit log: without the text that is searched for, which may be a guest's.
fn logged(query: &Fields) -> Map<String, Value> {
    let names = query.names().filter(|name| !["q", "bom"].contains(name));
    names
        .map(|name| (name.to_owned(), Value::from(query.get(name))))
        .collect()
}

type Page = (Vec<ResponseEntry>, Option<Cursor>);

async fn page(query: &ResponseQuery, reader: &Reader, after: Option<Cursor>) -> Result<Page> {
    query
        .read(reader, Order::OldestFirst, after, limits::EXPORT_PAGE)
        .await
}

/// The file that is streamed.
struct File {
    columns: Vec<Column>,
    clock: LocalClock,
    body: Body,
}

/// What was written and not sent yet.
enum Body {
    Csv { text: String, table: Table },
    Xlsx(Box<Workbook>),
    Jsonl(String),
}

impl File {
    async fn send(
        mut self,
        to: &Writer,
        query: &ResponseQuery,
        reader: &Reader,
        first: Page,
    ) -> Result<()> {
        let (mut entries, mut next) = first;
        loop {
            for entry in entries {
                self.push(&entry)?;
            }
            if next.is_none() {
                self.body.end()?;
            }
            // This may wait for ever, for a client that has gone: nothing else is held meanwhile.
            let written = to.write(&Uint8Array::from(self.body.take()?.as_slice()));
            if JsFuture::from(written).await.is_err() {
                return Ok(());
            }
            let Some(cursor) = next else {
                return Ok(());
            };
            (entries, next) = page(query, reader, Some(cursor)).await?;
        }
    }

    fn push_names(&mut self, naming: &Naming<'_>) -> Result<()> {
        let names = export_header::names(&self.columns, naming).into_iter();
        let names: Vec<Cell<'_>> = names.map(|it| Cell::Text(it.into())).collect();
        self.body.push_row(&names)
    }

    fn push(&mut self, entry: &ResponseEntry) -> Result<()> {
        if let Body::Jsonl(text) = &mut self.body {
            let line = serde_json::to_string(entry).map_err(worker::Error::from);
            text.push_str(&line.map_err(Error::from)?);
            text.push('\n');
            return Ok(());
        }
        let cells = export_columns::cells(entry, &self.columns, &self.clock);
        self.body.push_row(&cells)
    }
}

impl Body {
    /// A row of a table; JSON has none.
    fn push_row(&mut self, cells: &[Cell<'_>]) -> Result<()> {
        match self {
            Body::Csv { text, table } => table.push(text, cells),
            Body::Xlsx(book) => book.push(cells).map_err(failed)?,
            Body::Jsonl(_) => {}
        }
        Ok(())
    }

    fn end(&mut self) -> Result<()> {
        if let Body::Xlsx(book) = self {
            book.end().map_err(failed)?;
        }
        Ok(())
    }

    fn take(&mut self) -> Result<Vec<u8>> {
        match self {
            Body::Csv { text, .. } | Body::Jsonl(text) => Ok(core::mem::take(text).into_bytes()),
            Body::Xlsx(book) => book.take().map_err(failed),
        }
    }
}

fn failed(error: ZipError) -> Error {
    worker::Error::RustError(error.to_string()).into()
}

#[wasm_bindgen]
extern "C" {
    /// The platform's own pipe, which applies back pressure and does not copy the bytes.
    #[wasm_bindgen(js_name = IdentityTransformStream)]
    type Pipe;

    #[wasm_bindgen(constructor, js_class = "IdentityTransformStream")]
    fn new() -> Pipe;

    #[wasm_bindgen(method, getter)]
    fn readable(this: &Pipe) -> ReadableStream;

    #[wasm_bindgen(method, getter)]
    fn writable(this: &Pipe) -> Writable;

    type Writable;

    #[wasm_bindgen(method, js_name = getWriter)]
    fn get_writer(this: &Writable) -> Writer;

    type Writer;

    #[wasm_bindgen(method)]
    fn write(this: &Writer, bytes: &Uint8Array) -> Promise;

    #[wasm_bindgen(method)]
    fn close(this: &Writer) -> Promise;

    #[wasm_bindgen(method)]
    fn abort(this: &Writer, why: &JsValue) -> Promise;
}
