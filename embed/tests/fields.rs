//! The fields of the plain forms, read as submissions.

use otklik_embed::fields::Fields;
use otklik_embed::survey_doc::surveys;

const ENVELOPE: &str = "id=0190b5a0-0000-7000-8000-000000000001&rev=1&version=1&lang=uk&event=";

#[test]
fn a_form_is_read_as_its_json() {
    let body = [
        ENVELOPE,
        "ev-1&q.enjoyed=4&q.liked=food&q.liked=other&q.liked.other=%D1%81%D0%B2%D1%96%D1%82&q.comment=",
    ];
    let survey = surveys::find("guest").unwrap();
    let submission = Fields::parse(body.concat().as_bytes()).submission(survey);
    assert_eq!(
        serde_json::to_value(&submission).unwrap(),
        serde_json::json!({
            "id": "0190b5a0-0000-7000-8000-000000000001", "rev": 1, "version": 1,
            "lang": "uk", "event": "ev-1",
            "answers": {
                "enjoyed": {"score": 4},
                "liked": {"options": ["food", "other"], "other": "світ"},
            }
        })
    );
    assert!(survey.accept(submission).is_ok());
}

#[test]
fn a_score_that_is_no_number_is_refused() {
    let survey = surveys::find("guest").unwrap();
    let body = [ENVELOPE, "&q.enjoyed=five"].concat();
    let errors = survey
        .accept(Fields::parse(body.as_bytes()).submission(survey))
        .unwrap_err();
    assert_eq!(errors[0].code.as_str(), "score_off_scale");
}
