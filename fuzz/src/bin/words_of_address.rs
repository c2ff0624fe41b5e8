//! Single words of addresses and headers: languages, days, looks, references, phones.
#![cfg_attr(fuzzing, no_main)]

use otklik_embed::fields::Fields;
use otklik_embed::look::Look;
use otklik_embed::look::color::Color;
use otklik_fuzz::callback::is_phone;
use otklik_fuzz::text::is_line;
use otklik_survey::calendar::day::Day;
use otklik_survey::phone::Phone;
use otklik_survey::phone::groups::as_typed;
use otklik_survey::response::reference;
use otklik_survey::{Lang, SubmissionId, limits};

otklik_fuzz::target!(check);

/// Words are short; longer ones test nothing new and take time.
const MAX_BYTES: usize = 1_024;

fn check(bytes: &[u8]) {
    if bytes.len() > MAX_BYTES {
        return;
    }
    let text = String::from_utf8_lossy(bytes);
    check_language(&text);
    check_day(&text);
    check_look(bytes, &text);
    check_linked(&text);
    check_phone(&text);
    if let Some(id) = SubmissionId::parse(&text) {
        assert_eq!(SubmissionId::parse(id.as_str()).as_ref(), Some(&id));
    }
}

/// A tag of a known language is that language, before any header.
fn check_language(text: &str) {
    let chosen = Lang::choose(Some(text), Some(text), Lang::Uk);
    if let Some(lang) = Lang::from_tag(text) {
        assert_eq!(chosen.offered(), lang);
        assert_eq!(Lang::from_tag(lang.code()), Some(lang));
    } else if let Some(lang) = Lang::from_accept_language(text) {
        assert_eq!(chosen, lang);
    } else {
        assert_eq!(chosen, Lang::Uk);
    }
}

fn check_day(text: &str) {
    if let Some(day) = Day::parse(text) {
        assert_eq!(day.to_string(), text);
        let next = day.next();
        assert_eq!(Day::parse(&next.to_string()), Some(next));
        assert!((0..=1).contains(&day.days_until(next)));
        assert!((1..=7).contains(&day.weekday()));
    }
}

/// A query about the look adds nothing to the style beside its own rules.
fn check_look(bytes: &[u8], text: &str) {
    if let Some(color) = Color::parse(text) {
        let hex = color.hex();
        assert!(
            hex.trim_start_matches('#')
                .eq_ignore_ascii_case(text.trim_start_matches('#'))
        );
        assert_eq!(Color::parse(&hex), Some(color));
        assert!(
            color.contrast(color.text_on_it()) >= 4.5,
            "unreadable on {hex}"
        );
    }
    let look = Look::default().with(&Fields::parse(bytes));
    assert!(look.radius_px <= limits::RADIUS_MAX_PX);
    let style = look.style();
    assert!(style.len() < 1_000, "{style}");
    let signs = |byte: u8| byte.is_ascii_alphanumeric() || b"#%(){}[]:;,.@- ".contains(&byte);
    assert!(style.bytes().all(signs), "{style}");
}

fn check_linked(text: &str) {
    for read in [reference::manager, reference::reference] {
        if let Some(kept) = read(text) {
            is_line(
                &kept,
                limits::REFERENCE_MAX_CHARS.max(limits::MANAGER_MAX_CHARS),
            );
            assert_eq!(
                read(&kept).as_deref(),
                Some(&*kept),
                "read again it is another"
            );
        }
    }
}

fn check_phone(text: &str) {
    let typed = as_typed(text);
    assert_eq!(as_typed(&typed), typed, "grouped again it is another");
    if let Ok(phone) = Phone::parse(text) {
        is_phone(phone.as_str());
        // Grouping must not change the typed number.
        let grouped = Phone::parse(&typed);
        assert_eq!(grouped.as_ref(), Ok(&phone), "{typed}");
    }
}
