//! Steps, progress, errors and revisions, as a guest would cause them.

use crate::plan::{FormKind, Plan};
use crate::posting::{Attempt, Outcome, Phase};
use crate::state::{Landing, State};
use otklik_survey::Survey;

const ID: &str = "018f3c1e-7a4b-4c1d-9e2f-0a1b2c3d4e5f";

pub(crate) fn fields(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    let pairs = pairs.iter();
    pairs
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

fn survey(questions: &str) -> Survey {
    let json = r#"{"id":"s","version":2,"audience":"client","questions":[QUESTIONS]}"#;
    serde_json::from_str(&json.replace("QUESTIONS", questions)).unwrap()
}

pub(crate) fn client() -> Survey {
    survey(
        r#"{"id":"nps","kind":"nps","required":true},
           {"id":"why","kind":"text","after":{"question":"nps","buckets":["low","middle"]}},
           {"id":"liked","kind":"choice","options":["food","other"],"several":true},
           {"id":"ease","kind":"ces","required":true}"#,
    )
}

fn plan(kind: FormKind, survey: Survey) -> &'static Plan {
    let words = [
        "sending",
        "not-sent",
        "error-missing_answer",
        "error-missing_consent",
    ];
    let words = words.map(|key| (key.to_owned(), ["<", key, ">"].concat()));
    let plan = Plan::new(kind, survey, words.to_vec());
    Box::leak(Box::new(plan))
}

fn typed(answers: &[(&str, &str)]) -> Vec<(String, String)> {
    let hidden = [("id", ID), ("rev", "1"), ("version", "2"), ("lang", "ru")];
    fields(&[&hidden, answers].concat())
}

fn state(answers: &[(&str, &str)]) -> State {
    State::new(plan(FormKind::Survey, client()), typed(answers))
}

fn steps(plan: &Plan) -> Vec<usize> {
    plan.items().map(|(_, step)| step).collect()
}

fn sent(state: &mut State) -> Attempt {
    state.send().unwrap().unwrap()
}

#[test]
fn a_follow_up_stands_on_the_step_of_its_question() {
    let plan = plan(FormKind::Survey, client());
    assert_eq!(steps(plan), [0, 0, 1, 2]);
    assert_eq!(plan.last_step(), 2);
    assert_eq!(plan.step_of_field("answers.ease"), Some(2));
    assert_eq!(plan.step_of_field("ease"), None);
    assert_eq!(plan.field_of_control("q.liked.other"), "answers.liked");
}

#[test]
fn a_follow_up_of_a_follow_up_does_too() {
    let survey = survey(
        r#"{"id":"a","kind":"csat"},{"id":"b","kind":"csat"},
           {"id":"c","kind":"csat","after":{"question":"a","buckets":["low"]}},
           {"id":"d","kind":"text","after":{"question":"c","buckets":["low"]}}"#,
    );
    assert_eq!(steps(plan(FormKind::Survey, survey)), [0, 1, 0, 0]);
}

#[test]
fn a_follow_up_does_not_move_the_goal() {
    let mut state = state(&[]);
    assert_eq!(state.progress(), (1, 3));
    state.change("q.nps", typed(&[("q.nps", "4")]));
    assert_eq!(state.progress(), (1, 3));
    assert_eq!(state.forward(), Landing::Step);
    assert_eq!(state.progress(), (2, 3));
    assert_eq!(state.back(), Landing::Step);
    assert_eq!(state.step, 0);
}

#[test]
fn a_required_answer_is_missed_on_its_own_step_only() {
    let mut state = state(&[]);
    assert_eq!(state.forward(), Landing::Field("answers.nps".to_owned()));
    assert_eq!(state.step, 0);
    let error = state.posting.error_of("answers.nps");
    assert_eq!(error, Some("<error-missing_answer>"));
    assert_eq!(state.posting.error_of("answers.ease"), None);
    state.change("q.nps", typed(&[("q.nps", "9")]));
    assert_eq!(state.posting.error_of("answers.nps"), None);
    assert_eq!(state.forward(), Landing::Step);
    // Not required, so it may be passed over.
    assert_eq!(state.forward(), Landing::Step);
    assert!(state.is_last());
}

#[test]
fn sending_jumps_to_the_first_thing_to_mend() {
    let mut state = state(&[("q.ease", "3")]);
    state.step = 2;
    let landing = state.send().unwrap().unwrap_err();
    assert_eq!(landing, Landing::Field("answers.nps".to_owned()));
    assert_eq!(state.step, 0);
}

#[test]
fn nothing_is_sent_twice_at_a_time_or_after_the_end() {
    let mut state = state(&[("q.nps", "9"), ("q.ease", "3")]);
    let attempt = sent(&mut state);
    assert!(state.send().is_none());
    assert_eq!(state.settle(attempt, Outcome::Stored), Landing::End);
    assert!(state.is_done());
    assert!(state.send().is_none());
}

#[test]
fn a_retry_keeps_its_revision_and_other_content_takes_the_next() {
    let mut state = state(&[("q.nps", "9"), ("q.ease", "3")]);
    let first = sent(&mut state);
    let body = first.body.clone();
    assert_eq!(first.rev, 1);
    state.settle(first, Outcome::Unknown);
    assert_eq!(state.posting.status, "<not-sent>");
    assert_eq!(state.posting.phase, Phase::Failed);

    let retry = sent(&mut state);
    assert_eq!((retry.rev, &retry.body), (1, &body));
    state.settle(retry, Outcome::Unknown);

    state.change("q.nps", typed(&[("q.nps", "8"), ("q.ease", "3")]));
    let other = sent(&mut state);
    assert_eq!(other.rev, 2);
    // What the server refuses is stored nowhere: its revision is free again.
    let refusal = Outcome::Refused {
        field: String::new(),
        message: "slower".to_owned(),
    };
    assert_eq!(state.settle(other, refusal), Landing::End);
    assert_eq!(state.posting.status, "slower");
    state.change("q.nps", typed(&[("q.nps", "7"), ("q.ease", "3")]));
    assert_eq!(sent(&mut state).rev, 2);
}

#[test]
fn a_conflict_never_meets_the_same_revision_again() {
    let mut state = state(&[("q.nps", "9"), ("q.ease", "3")]);
    let attempt = sent(&mut state);
    let conflict = Outcome::Conflict {
        message: "taken".to_owned(),
    };
    state.settle(attempt, conflict);
    assert_eq!(sent(&mut state).rev, 2);
}

#[test]
fn what_the_server_refuses_stands_beside_its_field() {
    let mut state = state(&[("q.nps", "9"), ("q.ease", "3")]);
    state.step = 2;
    let attempt = sent(&mut state);
    let refusal = Outcome::Refused {
        field: "answers.liked".to_owned(),
        message: "no such dish".to_owned(),
    };
    let landing = state.settle(attempt, refusal);
    assert_eq!(landing, Landing::Field("answers.liked".to_owned()));
    assert_eq!(state.step, 1);
    assert_eq!(
        state.posting.error_of("answers.liked"),
        Some("no such dish")
    );
    assert_eq!(state.posting.phase, Phase::Open);
    assert!(state.posting.status.is_empty());
}

#[test]
fn what_the_guest_cannot_mend_is_said_below() {
    let mut state = State::new(
        plan(FormKind::Survey, client()),
        fields(&[
            ("id", ID),
            ("version", "7"),
            ("q.nps", "9"),
            ("q.ease", "3"),
        ]),
    );
    assert_eq!(state.send().unwrap().unwrap_err(), Landing::End);
    assert_eq!(state.posting.status, "<not-sent>");
}

#[test]
fn a_callback_shows_all_its_errors_at_once() {
    let plan = plan(FormKind::Callback, client());
    let mut state = State::new(plan, fields(&[("id", ID), ("rev", "1")]));
    assert!(state.is_last());
    let landing = state.send().unwrap().unwrap_err();
    assert_eq!(landing, Landing::Field("phone".to_owned()));
    let consent = state.posting.error_of("consent");
    assert_eq!(consent, Some("<error-missing_consent>"));
    let complete = [
        ("id", ID),
        ("phone", "+7 912 345-67-89"),
        ("consent", "yes"),
    ];
    state.change("phone", fields(&complete));
    assert!(sent(&mut state).body.contains("+7 912 345-67-89"));
}
