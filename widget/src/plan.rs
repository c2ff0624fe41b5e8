//! What stays the same while a guest answers: the survey, the sentences, which question is on
//! which step.

use otklik_survey::{Lang, Question, Survey};

/// Which of a survey's two forms is taken over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FormKind {
    Survey,
    Callback,
}

#[derive(Debug)]
pub(crate) struct Plan {
    pub kind: FormKind,
    pub survey: Survey,
    pub lang: Lang,
    /// Origin of the server, without a slash at the end.
    pub server: String,
    /// The product's sentences by key.
    words: Vec<(String, String)>,
    /// Offered after a vote: title and address.
    pub links: Vec<(String, String)>,
    /// For each question the step it stands on.
    steps: Vec<usize>,
}

/// The callback's fields that can have an error beside them.
pub(crate) const CALLBACK_FIELDS: [&str; 6] =
    ["phone", "name", "topic", "window", "comment", "consent"];

impl Plan {
    pub fn new(
        kind: FormKind,
        survey: Survey,
        lang: Lang,
        server: String,
        words: Vec<(String, String)>,
    ) -> Plan {
        let steps = match kind {
            FormKind::Survey => steps_of(survey.questions()),
            FormKind::Callback => Vec::new(),
        };
        Plan {
            kind,
            survey,
            lang,
            server,
            words,
            links: Vec::new(),
            steps,
        }
    }

    /// A sentence; empty where the server sent none.
    pub fn word(&self, key: &str) -> &str {
        let found = self.words.iter().find(|(known, _)| known == key);
        found.map_or("", |(_, word)| word)
    }

    /// Every question with its step. The callback form has none.
    pub fn items(&self) -> impl Iterator<Item = (&Question, usize)> {
        let steps = self.steps.iter().copied();
        self.survey.questions().iter().zip(steps)
    }

    pub fn last_step(&self) -> usize {
        self.steps.iter().copied().max().unwrap_or(0)
    }

    /// The step on which `field`, a place in the submission, is answered; `None` where no control
    /// belongs to it.
    pub fn step_of_field(&self, field: &str) -> Option<usize> {
        match self.kind {
            FormKind::Survey => self.step_of(field.strip_prefix("answers.")?),
            FormKind::Callback => CALLBACK_FIELDS.contains(&field).then_some(0),
        }
    }

    /// The field that a control of this name, `q.liked.other`, belongs to.
    pub fn field_of_control(&self, name: &str) -> String {
        match name.strip_prefix("q.") {
            Some(rest) => ["answers.", rest.split('.').next().unwrap_or(rest)].concat(),
            None => name.to_owned(),
        }
    }

    fn step_of(&self, id: &str) -> Option<usize> {
        self.items()
            .find(|(question, _)| question.id == id)
            .map(|(_, step)| step)
    }
}

/// A question that follows another stands on that one's step: it appears where the guest is
/// looking, as in the plain form.
fn steps_of(questions: &[Question]) -> Vec<usize> {
    let mut steps: Vec<usize> = Vec::new();
    let mut leaders = 0;
    for question in questions {
        let leader = question.after.as_ref().and_then(|after| {
            let place = questions.iter().position(|it| it.id == after.question)?;
            steps.get(place).copied()
        });
        steps.push(leader.unwrap_or_else(|| {
            leaders += 1;
            leaders - 1
        }));
    }
    steps
}
