//! Where a guest comes from and how the form looks, by the query of a vote page or a loader. Nothing in it is
//! trusted, and no invalid value costs a vote: it is left out.

use otklik_embed::fields::Fields;
use otklik_survey::callback::By;
use otklik_survey::response::reference;
use otklik_survey::{Channel, Touchpoint, limits};

/// The fields that a form carries from the address to the submission.
pub fn context(query: &Fields) -> Fields {
    let event = query.get("event").chars().take(limits::EVENT_MAX_CHARS);
    let mut context = Fields::default();
    context.set("event", event.collect::<String>());
    for (name, value) in [
        (
            "touchpoint",
            known(query.get("touchpoint"), Touchpoint::parse),
        ),
        ("channel", known(query.get("channel"), Channel::parse)),
        ("by", known(query.get("by"), By::parse)),
    ] {
        context.set(name, value);
    }
    set_linked(query, &mut context);
    set_look(query, &mut context);
    context
}

/// The manager and the reference in the link, where they are valid.
pub fn set_linked(from: &Fields, context: &mut Fields) {
    let manager = reference::manager(from.get("manager"));
    let reference = reference::reference(from.get("reference"));
    context.set("manager", manager.unwrap_or_default());
    context.set("reference", reference.unwrap_or_default());
}

/// The parameters of the look, cut to their limit; `Look` parses them.
pub fn set_look(query: &Fields, context: &mut Fields) {
    for name in ["brand", "radius", "scheme", "scale"] {
        let value = query.get(name).chars().take(limits::LOOK_MAX_CHARS);
        context.set(name, value.collect::<String>());
    }
}

/// The value, if it is one of a closed list; empty otherwise.
fn known<T>(value: &str, parse: impl Fn(&str) -> Option<T>) -> String {
    parse(value).map_or_else(String::new, |_| value.to_owned())
}
