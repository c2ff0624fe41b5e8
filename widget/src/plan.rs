//! What stays the same while a guest answers: the sheet, the server, which question is on which step.

use otklik_survey::sheet::{Sheet, Wording};
use otklik_survey::{Question, Survey};

#[derive(Debug)]
pub(crate) struct Plan {
    pub sheet: Sheet,
    /// Origin of the server, without a slash at the end.
    pub server: String,
    /// For each question the step it stands on.
    steps: Vec<usize>,
}

impl Plan {
    /// A question that follows another stands on that one's step: it appears where the guest is
    /// looking, as in the plain form.
    pub fn new(sheet: Sheet, server: String) -> Plan {
        let questions = sheet.survey.questions();
        let mut steps: Vec<usize> = Vec::new();
        let mut roots = 0;
        for question in questions {
            let leader = question.after.as_ref().and_then(|after| {
                let place = questions.iter().position(|it| it.id == after.question)?;
                steps.get(place).copied()
            });
            steps.push(leader.unwrap_or_else(|| {
                roots += 1;
                roots - 1
            }));
        }
        Plan {
            sheet,
            server,
            steps,
        }
    }

    pub fn survey(&self) -> &Survey {
        &self.sheet.survey
    }

    /// Every question with its wording and its step, in the order in which they are shown.
    pub fn items(&self) -> impl Iterator<Item = (&Question, &Wording, usize)> {
        let questions = self.survey().questions().iter();
        questions
            .zip(&self.sheet.wordings)
            .zip(&self.steps)
            .map(|((question, wording), step)| (question, wording, *step))
    }

    pub fn last_step(&self) -> usize {
        self.steps.iter().copied().max().unwrap_or(0)
    }

    /// The step of the question that `field`, a place in the submission, names.
    pub fn step_of_field(&self, field: &str) -> Option<usize> {
        self.step_of(field.strip_prefix("answers.")?)
    }

    /// The step of the question that a control of this name, `q.liked.other`, belongs to.
    pub fn step_of_control(&self, name: &str) -> Option<usize> {
        self.step_of(name.strip_prefix("q.")?.split('.').next()?)
    }

    fn step_of(&self, id: &str) -> Option<usize> {
        self.items()
            .find(|(question, _, _)| question.id == id)
            .map(|(_, _, step)| step)
    }
}
