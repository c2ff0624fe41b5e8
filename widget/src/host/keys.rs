//! The keys that a guest presses in a form are the form's: a host page's shortcuts must not act on them.

use web_sys::Element;

use crate::dom::{key, listen_last};

const EVENTS: [&str; 8] = [
    "keydown",
    "keypress",
    "keyup",
    "beforeinput",
    "input",
    "compositionstart",
    "compositionupdate",
    "compositionend",
];

/// Of the host page too, wherever the focus is: for its dialogs.
const SHARED: [&str; 2] = ["Tab", "Escape"];

/// After the form's own listeners.
pub(crate) fn keep(surroundings: &Element) {
    for name in EVENTS {
        listen_last(surroundings, name, |event| {
            if !key(&event).is_some_and(|key| SHARED.contains(&key.as_str())) {
                event.stop_propagation();
            }
        });
    }
}
