//! The switch of languages on the page of a form: it keeps what was typed, without a script.

use crate::fields::Fields;
use crate::i18n::texts::text;
use crate::page::form::FORM_ID;
use crate::page::{TRAVELS, own_query};
use maud::{Markup, html};
use otklik_survey::Lang;

/// The field of a button that switches: the server shows the posted form in that language, and stores nothing.
pub const LANGUAGE: &str = "language";

/// Buttons of the form, which post it to the page in the other language. They follow the form, because Enter in a field
/// presses the first button of its form.
pub(crate) fn switch(current: Lang, typed: &Fields) -> Markup {
    html! {
        nav.otklik-languages aria-label=(text(current, "language")) {
            @for lang in Lang::ALL {
                @if lang == current {
                    span aria-current="true" lang=(lang.code()) { (lang.own_name()) }
                } @else {
                    button type="submit" form=(FORM_ID) formaction=(own_query(lang, typed, &TRAVELS)) formnovalidate
                        name=(LANGUAGE) value=(lang.code()) lang=(lang.code()) { (lang.own_name()) }
                }
            }
        }
    }
}
