//! `GET /v1/export.csv` and `/v1/export.jsonl`: every response that is asked for, the oldest first.
//!
//! An export is sent page by page while it is read, so that its length costs no memory. What goes wrong
//! on the way breaks the transfer off: half an export must not look like a whole one.

use crate::agency::api::export_table::Table;
use crate::agency::api::response_entry::ResponseEntry;
use crate::agency::api::responses::Asked;
use crate::http::error::{Failure, Outcome};
use crate::http::query::named;
use crate::http::request::Call;
use crate::http::response;
use crate::platform::catch_panic::catch_panic;
use crate::platform::clock;
use crate::store::{Order, Place, Reader};
use js_sys::futures::{JsFuture, spawn_local};
use js_sys::{Promise, Uint8Array};
use otklik_embed::fields::Fields;
use otklik_embed::settings::Settings;
use otklik_survey::limits;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use worker::web_sys::ReadableStream;
use worker::{Method, Response};

#[derive(Clone, Copy)]
pub enum Kind {
    Csv,
    Jsonl,
}

impl Kind {
    const fn ending(self) -> &'static str {
        match self {
            Kind::Csv => "csv",
            Kind::Jsonl => "jsonl",
        }
    }

    const fn content_type(self) -> &'static str {
        match self {
            Kind::Csv => "text/csv; charset=utf-8",
            Kind::Jsonl => "application/x-ndjson; charset=utf-8",
        }
    }

    /// What it may be asked for beside which responses.
    const fn parameters(self) -> &'static [&'static str] {
        match self {
            Kind::Csv => &["bom"],
            Kind::Jsonl => &[],
        }
    }
}

/// 1. A parameter that does not fit: 422, an unknown survey: 404.
/// 2. The first page, so that a database that is away is told as such: 503.
/// 3. A file that is sent while the rest is read: 200.
pub async fn get(
    kind: Kind,
    query: &Fields,
    call: &Call,
    settings: &Settings,
    reader: Reader,
) -> Outcome<Response> {
    // 1
    let asked = Asked::of(query, kind.parameters())?;
    let has_mark = named(query, "bom", |word| (word == "1").then_some(()))?.is_some();
    // 2
    let first = page(&asked, &reader, None).await?;
    // 3
    let day = clock::day_of(clock::now_ms(), &settings.zone)?;
    let name = [
        "attachment; filename=\"responses-",
        &day,
        ".",
        kind.ending(),
        "\"",
    ]
    .concat();
    let builder = response::builder(200, kind.content_type(), response::NO_STORE)?;
    let builder = builder.with_header("Content-Disposition", &name)?;
    if call.method == Method::Head {
        return Ok(builder.empty());
    }
    let pipe = Pipe::new();
    let to = pipe.writable().get_writer();
    let file = File {
        kind,
        table: Table::new(),
        has_mark,
    };
    spawn_local(async move {
        let sent = catch_panic(file.send(&to, &asked, &reader, first)).await;
        // Nobody is left to hear of what fails from here on.
        let _ = JsFuture::from(match sent {
            Ok(Ok(())) => to.close(),
            Ok(Err(failure)) => {
                failure.log();
                to.abort(&"the export is incomplete".into())
            }
            Err(_) => to.abort(&"the export is incomplete".into()),
        })
        .await;
    });
    Ok(builder.stream(pipe.readable()))
}

type Page = (Vec<ResponseEntry>, Option<Place>);

async fn page(asked: &Asked, reader: &Reader, after: Option<Place>) -> Outcome<Page> {
    asked
        .read(reader, Order::OldestFirst, after, limits::EXPORT_PAGE)
        .await
}

/// What is sent.
struct File {
    kind: Kind,
    table: Table,
    /// Whether it begins with the mark by which spreadsheets know UTF-8.
    has_mark: bool,
}

impl File {
    async fn send(self, to: &Writer, asked: &Asked, reader: &Reader, first: Page) -> Outcome<()> {
        let mut text = self.beginning();
        let (mut entries, mut next) = first;
        loop {
            for entry in entries {
                self.push(&mut text, &entry)?;
            }
            // Nothing is held while this waits for the reader, who may have gone without a word.
            let written = to.write(&Uint8Array::from(core::mem::take(&mut text).as_bytes()));
            if JsFuture::from(written).await.is_err() {
                return Ok(());
            }
            let Some(place) = next else {
                return Ok(());
            };
            (entries, next) = page(asked, reader, Some(place)).await?;
        }
    }

    fn beginning(&self) -> String {
        let mut text = String::new();
        if self.has_mark {
            text.push('\u{feff}');
        }
        if let Kind::Csv = self.kind {
            self.table.push_header(&mut text);
        }
        text
    }

    fn push(&self, text: &mut String, entry: &ResponseEntry) -> Outcome<()> {
        match self.kind {
            Kind::Csv => self.table.push(text, entry),
            Kind::Jsonl => {
                let line = serde_json::to_string(entry).map_err(worker::Error::from);
                text.push_str(&line.map_err(Failure::from)?);
                text.push('\n');
            }
        }
        Ok(())
    }
}

#[wasm_bindgen]
extern "C" {
    /// The platform's own: what is written waits until it is read, and is not looked at.
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
