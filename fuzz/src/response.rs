//! Invariants of an accepted submission, from any source.

use crate::text::{are_errors, is_comment, is_line};
use otklik_embed::survey_doc::surveys;
use otklik_survey::calendar::day::Day;
use otklik_survey::question::{KindName, OTHER};
use otklik_survey::response::submission_id::SubmissionId;
use otklik_survey::response::{AnswerRow, Response};
use otklik_survey::{AnswerDraft, Submission, Survey, limits};

/// Tries it on every survey in every version.
pub fn check(submission: &Submission) {
    for survey in surveys::all() {
        check_for(survey, submission);
    }
}

pub fn check_for(survey: &Survey, submission: &Submission) {
    match survey.accept(submission.clone()) {
        Err(errors) => are_errors(&errors),
        Ok(response) => check_accepted(survey, submission, &response),
    }
}

fn check_accepted(survey: &Survey, submission: &Submission, response: &Response) {
    let id = response.id().as_str();
    assert!(id.eq_ignore_ascii_case(&submission.id), "another id");
    assert_eq!(SubmissionId::parse(id).as_ref(), Some(response.id()));
    assert_eq!(response.survey(), survey.id());
    assert_eq!(response.version(), survey.version());
    assert!((1..=limits::REV_MAX).contains(&response.rev()));
    for (text, max_chars) in [
        (response.event(), limits::EVENT_MAX_CHARS),
        (response.manager(), limits::MANAGER_MAX_CHARS),
        (response.reference(), limits::REFERENCE_MAX_CHARS),
    ] {
        if let Some(text) = text {
            assert!(!text.is_empty(), "an empty text is none");
            is_line(text, max_chars);
        }
    }
    assert!(!response.reference().is_some_and(|it| it.contains('@')));
    check_rows(survey, &response.rows());
    for question in survey
        .questions()
        .iter()
        .filter(|question| question.required)
    {
        let asked = survey.asks(question, |id| response.score(id));
        let answered = response
            .rows()
            .iter()
            .any(|row| row.question == question.id);
        assert!(!asked || answered, "{} is required", question.id);
    }
    check_revisions(response);
    let again = survey.accept(submission_of(response));
    assert_eq!(again.as_ref(), Ok(response), "accepted again it is another");
}

pub fn check_rows(survey: &Survey, rows: &[AnswerRow<'_>]) {
    assert!(rows.len() <= limits::QUESTIONS_MAX * (1 + limits::OPTIONS_MAX));
    for (place, row) in rows.iter().enumerate() {
        let twice = rows[..place]
            .iter()
            .any(|other| (other.question, other.option) == (row.question, row.option));
        assert!(!twice, "{row:?} is there twice");
        let question = survey
            .question(row.question)
            .expect("a question of this survey");
        assert_eq!(row.score.is_some(), question.kind.scale().is_some());
        if let (Some(score), Some(scale)) = (row.score, question.kind.scale()) {
            assert!(scale.range().contains(&score), "{row:?} is off its scale");
            assert_eq!((row.option, row.text), ("", None));
        }
        let options = question.options();
        assert!(row.option.is_empty() || options.iter().any(|it| it == row.option));
        match row.text {
            Some(text) if row.option == OTHER => is_line(text, limits::OTHER_MAX_CHARS),
            Some(day) if question.kind.name() == KindName::Date => {
                assert!(Day::parse(day).is_some(), "{row:?} has no day");
            }
            Some(text) => {
                assert!(row.option.is_empty() && options.is_empty(), "{row:?}");
                is_comment(text, limits::TEXT_MAX_CHARS);
            }
            None => assert!(
                row.score.is_some() || !options.is_empty(),
                "{row:?} is empty"
            ),
        }
    }
}

/// Another revision has the same answers, and there is none past the last.
fn check_revisions(response: &Response) {
    match response.clone().at_rev(response.rev() + 1) {
        Some(next) => assert_eq!(next.rows(), response.rows()),
        None => assert_eq!(response.rev(), limits::REV_MAX),
    }
}

/// The accepted response, as if it were posted.
fn submission_of(response: &Response) -> Submission {
    let mut submission = Submission {
        id: response.id().as_str().to_owned(),
        rev: response.rev(),
        version: response.version(),
        lang: response.lang().map(|lang| lang.code().to_owned()),
        event: response.event().map(str::to_owned),
        touchpoint: response.touchpoint().map(|it| it.as_str().to_owned()),
        channel: Some(response.channel().as_str().to_owned()),
        manager: response.manager().map(str::to_owned),
        reference: response.reference().map(str::to_owned),
        invite: response.invite().map(str::to_owned),
        ..Submission::default()
    };
    for row in response.rows() {
        let answer = submission.answers.entry(row.question.to_owned());
        add(answer.or_default(), &row);
    }
    submission
}

fn add(answer: &mut AnswerDraft, row: &AnswerRow<'_>) {
    let text = row.text.map(str::to_owned);
    if !row.option.is_empty() {
        answer
            .options
            .get_or_insert_default()
            .push(row.option.to_owned());
        answer.other = answer.other.take().or(text);
    } else if let Some(score) = row.score {
        answer.score = Some(score.into());
    } else if text.is_some() {
        answer.text = text;
    }
}
