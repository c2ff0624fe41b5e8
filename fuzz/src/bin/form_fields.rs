//! The fields of a plain form: `POST /s/{survey}` and `/c/{survey}`, and every query.
#![cfg_attr(fuzzing, no_main)]

use otklik_embed::fields::Fields;
use otklik_embed::survey_doc::surveys;
use otklik_fuzz::{callback, response};

otklik_fuzz::target!(check);

fn check(bytes: &[u8]) {
    let fields = Fields::parse(bytes);
    for survey in surveys::all() {
        response::check_for(survey, &fields.submission(survey));
    }
    callback::check(&fields.callback());
    check_fields(fields);
}

/// The first of a name is its value, and setting it leaves one.
fn check_fields(mut fields: Fields) {
    let Some(name) = fields.names().next().map(str::to_owned) else {
        return;
    };
    let first = fields.all(&name).next().map(str::to_owned);
    assert_eq!(first.as_deref(), Some(fields.get(&name)));
    assert!(fields.has(&name, fields.get(&name)));
    fields.set(&name, "x");
    assert_eq!(fields.all(&name).collect::<Vec<_>>(), ["x"]);
    fields.keep(&[]);
    assert_eq!(fields.names().count(), 0);
}
