//! Shared by the agency's pages: the style of tables, a table, the redirect to another page.

use crate::http::error::Result;
use maud::{Markup, html};
use otklik_embed::i18n::texts::text;
use otklik_survey::Lang;
use worker::Response;

/// The style of tables.
pub const TABLES: &str = include_str!("director.css");

/// The parameters of the director's page that are not its language.
pub const PERIOD: [&str; 3] = ["from", "to", "by"];

/// A table that scrolls by itself where the screen is too narrow; `columns` are keys of texts.
pub fn table(lang: Lang, name: &str, columns: &[&str], rows: Markup) -> Markup {
    html! {
        div.otklik-wide tabindex="0" role="region" aria-label=(name) {
            table {
                thead { tr { @for column in columns { th scope="col" { (text(lang, column)) } } } }
                tbody { (rows) }
            }
        }
    }
}

/// A redirect to another page: 303.
pub fn see_other(address: &str) -> Result<Response> {
    let response = Response::builder()
        .with_status(303)
        .with_header("Location", address)?
        .with_header("Cache-Control", "no-store")?
        .empty();
    Ok(response)
}
