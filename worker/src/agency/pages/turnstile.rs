//! On `/director`: submissions that were taken although Turnstile gave no verdict.

use super::outbox::times;
use crate::store::TurnstileOutageRow;
use maud::{Markup, html};
use otklik_embed::i18n::texts::{fill, text};
use otklik_embed::settings::Settings;
use otklik_survey::Lang;

/// One sentence for each reason; nothing where there are none.
///
/// # Errors
/// A zone that the platform does not know.
pub fn section(
    lang: Lang,
    rows: &[TurnstileOutageRow],
    settings: &Settings,
) -> worker::Result<Markup> {
    if rows.is_empty() {
        return Ok(html! {});
    }
    let since = times(rows.iter().map(|row| row.since_ms), settings)?;
    let latest = times(rows.iter().map(|row| row.latest_ms), settings)?;
    Ok(html! {
        div.otklik-summary id="turnstile" role="status" {
            p { strong { (text(lang, "turnstile-title")) } " " (text(lang, "turnstile-note")) }
            @for ((row, since), latest) in rows.iter().zip(&since).zip(&latest) {
                p {
                    (text(lang, &format!("turnstile-{}", row.reason.as_str()))) " "
                    (fill(
                        text(lang, "turnstile-passed"),
                        &[("n", &row.n.to_string()), ("since", since), ("latest", latest)],
                    ))
                }
            }
        }
    })
}
