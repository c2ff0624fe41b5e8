//! The letter's markup. Mail programs support different parts of CSS: only parts that all of them support by the table
//! of caniemail are used, and a test checks it.

use crate::email::letter::{Letter, Score};
use crate::i18n::texts::{fill, text};
use maud::{DOCTYPE, Markup, PreEscaped, html};

const FONT: &str = "font-family:Arial,Helvetica,sans-serif";

/// Dark colours, for programs that know the query. `!important` wins over the styles on elements;
/// the tapped cells keep the brand's colour, which comes with its own ink.
const STYLE: &str = "@media (prefers-color-scheme:dark){\
.otklik-mail,.otklik-mail-card{background-color:#1a1d21 !important}\
.otklik-mail-ink{color:#f0f2f5 !important}\
.otklik-mail-soft{color:#b3bac4 !important}\
.otklik-mail-link{color:#9db9ff !important}\
.otklik-mail-line{border-color:#363c44 !important}\
.otklik-mail-cell{border-color:#7d8590 !important}}";

impl Letter {
    /// The letter as a whole HTML document.
    pub fn html(&self) -> String {
        document(self).into_string()
    }
}

/// A whole document; the preheader is its first text and hidden from view.
fn document(letter: &Letter) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(letter.lang.code()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width,initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="supported-color-schemes" content="light dark";
                // Phones would turn the row of digits into a number to call.
                meta name="format-detection" content="telephone=no,date=no,address=no,email=no";
                title { (letter.subject) }
                style { (PreEscaped(STYLE)) }
            }
            body.otklik-mail style="margin:0;padding:0;background-color:#ffffff" {
                div style="display:none;mso-hide:all" { (letter.preheader) }
                (layout(html! {
                    td.otklik-mail align="center" bgcolor="#ffffff" style="padding:16px 4px" {
                        (card(letter))
                    }
                }))
            }
        }
    }
}

/// A table for layout, as wide as there is room, with one row.
fn layout(row: Markup) -> Markup {
    html! {
        table role="presentation" width="100%" border="0" cellpadding="0" cellspacing="0" { tr { (row) } }
    }
}

fn card(letter: &Letter) -> Markup {
    html! {
        table.otklik-mail-card role="presentation" width="100%" border="0" cellpadding="0" cellspacing="0" bgcolor="#ffffff"
            style="max-width:600px;background-color:#ffffff" {
            tr { td align="left" {
                (paragraph("otklik-mail-ink", "color:#1b1f24", "16px/24px", &html! { (letter.lead) " " (letter.count) }))
                h1.otklik-mail-ink style={"margin:0 4px 16px;" (FONT) ";font-size:20px;line-height:28px;color:#1b1f24"} {
                    (letter.question)
                }
                (scores(letter))
                (ends(letter))
                (paragraph("otklik-mail-ink", "color:#1b1f24", "16px/24px", &html! {
                    (text(letter.lang, "email-how"))
                }))
                (paragraph("otklik-mail-ink", "color:#1b1f24", "16px/24px", &html! {
                    (letter.who_sees) " "
                    a.otklik-mail-link href=(letter.url) style="color:#1b4fd6" { (text(letter.lang, "email-open")) }
                }))
                (foot(letter))
            } }
        }
    }
}

fn paragraph(class: &str, colour: &str, size: &str, body: &Markup) -> Markup {
    let (font, line) = size.split_once('/').unwrap_or((size, size));
    html! {
        p class=(class) style={"margin:0 4px 16px;" (FONT) ";font-size:" (font) ";line-height:" (line) ";" (colour)} { (body) }
    }
}

/// One row, whatever the scale: eleven cells of 24 px, their edges and gaps fit into 312 px. A tap anywhere
/// on a cell's colour follows its link.
fn scores(letter: &Letter) -> Markup {
    let brand = letter.brand.hex();
    let ink = letter.brand.text_on_it().hex();
    let edge = letter.brand.edge_on_white().hex();
    let width = format!("{}%", 100 / letter.scores.len().max(1));
    let cell = |score: &Score| {
        html! {
            td.otklik-mail-cell align="center" bgcolor=(brand) width=(width)
                style={"background-color:" (brand) ";border:1px solid " (edge) ";border-radius:4px"} {
                a href=(score.url) title=[score.label.as_deref()] aria-label=(name(letter, score))
                    style={"display:block;padding:12px 0;" (FONT) ";font-size:16px;line-height:24px;font-weight:bold;text-decoration:none;color:" (ink)} {
                    (score.value)
                }
            }
        }
    };
    html! {
        table role="presentation" width="100%" border="0" cellpadding="0" cellspacing="2" style="width:100%" {
            tr { @for score in &letter.scores { (cell(score)) } }
        }
    }
}

/// The label of a cell for screen readers.
fn name(letter: &Letter, score: &Score) -> String {
    let value = score.value.to_string();
    let said = fill(text(letter.lang, "email-score"), &[("n", &value)]);
    match &score.label {
        Some(label) => format!("{said}: {label}"),
        None => said,
    }
}

fn ends(letter: &Letter) -> Markup {
    let [low, high] = &letter.ends;
    let first = letter.scores.first().map(|score| score.value);
    let last = letter.scores.last().map(|score| score.value);
    let end = |align: &str, value: Option<u8>, words: &str| {
        html! {
            td.otklik-mail-soft align=(align) valign="top" width="50%"
                style={"padding:4px 4px 16px;" (FONT) ";font-size:14px;line-height:20px;color:#545c66"} {
                @if let Some(value) = value { (value) " — " } (words)
            }
        }
    };
    layout(html! { (end("left", first, low)) (end("right", last, high)) })
}

fn foot(letter: &Letter) -> Markup {
    html! {
        (layout(html! {
            td.otklik-mail-line style="padding:16px 0 0;border-top:1px solid #dde2e8" {
                (paragraph("otklik-mail-soft", "color:#545c66", "14px/20px", &html! {
                    (letter.reason)
                    @if let Some(personal) = &letter.personal { " " (personal) }
                }))
                (paragraph("otklik-mail-soft", "color:#545c66", "14px/20px", &html! {
                    a.otklik-mail-link href=(letter.unsubscribe) style="color:#1b4fd6" {
                        (text(letter.lang, "email-unsubscribe"))
                    }
                    @if let Some(postal) = letter.postal_address { br; (postal) }
                }))
            }
        }))
    }
}
