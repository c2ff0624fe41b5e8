//! A request to be called as JSON: `POST /v1/callbacks`.
#![cfg_attr(fuzzing, no_main)]

use otklik_fuzz::callback;
use otklik_survey::CallbackDraft;

otklik_fuzz::target!(check);

fn check(bytes: &[u8]) {
    let Ok(draft) = serde_json::from_slice::<CallbackDraft>(bytes) else {
        return;
    };
    let written = serde_json::to_vec(&draft).expect("a draft can be written");
    let read = serde_json::from_slice::<CallbackDraft>(&written).expect("and read");
    assert_eq!(read, draft, "written and read it is another");
    callback::check(&draft);
}
