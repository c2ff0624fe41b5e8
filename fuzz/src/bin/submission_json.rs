//! A submission as JSON: `POST /v1/responses`.
#![cfg_attr(fuzzing, no_main)]

use otklik_fuzz::response;
use otklik_survey::Submission;

otklik_fuzz::target!(check);

fn check(bytes: &[u8]) {
    let Ok(submission) = serde_json::from_slice::<Submission>(bytes) else {
        return;
    };
    let written = serde_json::to_vec(&submission).expect("a submission can be written");
    let read = serde_json::from_slice::<Submission>(&written).expect("and read");
    assert_eq!(read, submission, "written and read it is another");
    response::check(&submission);
}
