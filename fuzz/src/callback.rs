//! Invariants of an accepted request to be called, from any source.

use crate::text::{are_errors, is_comment, is_line};
use otklik_survey::callback::{Callback, Contact};
use otklik_survey::phone::Phone;
use otklik_survey::{CallbackDraft, limits};

pub fn check(draft: &CallbackDraft) {
    match Callback::accept(draft.clone()) {
        Err(errors) => are_errors(&errors),
        Ok(callback) => check_accepted(draft, &callback),
    }
}

fn check_accepted(draft: &CallbackDraft, callback: &Callback) {
    assert!(draft.consent, "nobody is called without consent");
    assert!(callback.id().as_str().eq_ignore_ascii_case(&draft.id));
    assert!((1..=limits::REV_MAX).contains(&callback.rev()));
    let contact = callback.contact();
    is_line(&contact.name, limits::NAME_MAX_CHARS);
    is_line(&contact.topic, limits::TOPIC_MAX_CHARS);
    is_comment(&contact.comment, limits::TEXT_MAX_CHARS);
    is_phone(&contact.phone);
    is_extension(&contact.extension);
    // An id may contain the phone's digits by chance.
    let shown = format!("{callback:?}").replace(callback.id().as_str(), "");
    assert!(
        !shown.contains(&contact.phone[1..]),
        "a log could hold the phone"
    );
    let again = Callback::accept(draft_of(callback));
    assert_eq!(again.as_ref(), Ok(callback), "accepted again it is another");
}

/// E.164, and the same number however it is shown.
pub fn is_phone(phone: &str) {
    let digits = phone.strip_prefix('+').expect("a plus");
    assert!((8..=15).contains(&digits.len()), "{phone}");
    assert!(digits.bytes().all(|byte| byte.is_ascii_digit()), "{phone}");
    let read = Phone::parse(phone).expect("what is stored can be read");
    assert_eq!(read.as_str(), phone, "read again it is another");
    let shown = read.display();
    let from_shown = Phone::parse(&shown).expect("what is shown can be read");
    assert_eq!(from_shown.as_str(), phone, "{shown} is another");
}

fn is_extension(digits: &str) {
    assert!(digits.len() <= limits::EXTENSION_MAX_DIGITS, "{digits}");
    assert!(digits.bytes().all(|byte| byte.is_ascii_digit()), "{digits}");
}

fn typed_phone(contact: &Contact) -> String {
    let mark = if contact.extension.is_empty() {
        ""
    } else {
        "#"
    };
    [&*contact.phone, mark, &contact.extension].concat()
}

/// The accepted callback, as if it were posted.
fn draft_of(callback: &Callback) -> CallbackDraft {
    let contact = callback.contact();
    CallbackDraft {
        id: callback.id().as_str().to_owned(),
        rev: callback.rev(),
        lang: callback.lang().map(|lang| lang.code().to_owned()),
        phone: typed_phone(contact),
        name: contact.name.clone(),
        topic: contact.topic.clone(),
        window: callback.window().as_str().to_owned(),
        comment: contact.comment.clone(),
        consent: true,
        channel: Some(callback.channel().as_str().to_owned()),
        by: Some(callback.by().as_str().to_owned()),
        challenge: None,
    }
}
