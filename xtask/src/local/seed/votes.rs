//! Answers of that year's guests, clients and visitors, as submissions.

use super::agency::Event;
use super::comments::{Lang, Mood, Subject, comment};
use super::rng::Rng;
use super::{Invited, Post, Table, moment_on};
use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use otklik_survey::Bucket;
use serde_json::{Map, Value, json};

const N_GUEST: usize = 2_050;
const N_CLIENT: usize = 60;
const N_STAGE: usize = 180;
const N_EFFORT: usize = 110;
const N_SITE: usize = 600;
pub const N_VOTES: usize = N_GUEST + N_CLIENT + N_STAGE + N_EFFORT + N_SITE;

const LANGS: [(Lang, u32); 3] = [(Lang::Ru, 50), (Lang::Uk, 35), (Lang::En, 15)];
const ASPECTS: [&str; 5] = ["host", "music", "food", "decor", "organisation"];
/// Kinder answers are more frequent than harsh ones, as in the field.
const CSAT: Scale = Scale {
    low: 1,
    high: 5,
    mean: 4.2,
    by_mood: 0.7,
    spread: 0.8,
};
const NPS: Scale = Scale {
    low: 0,
    high: 10,
    mean: 8.3,
    by_mood: 1.6,
    spread: 1.9,
};
const CES: Scale = Scale {
    low: 1,
    high: 7,
    mean: 5.6,
    by_mood: 0.8,
    spread: 1.2,
};

struct Scale {
    low: i64,
    high: i64,
    mean: f64,
    by_mood: f64,
    spread: f64,
}

impl Scale {
    fn draw(&self, rng: &mut Rng, mood: f64) -> i64 {
        let felt = self.mean + self.by_mood * mood + self.spread * rng.noise();
        (felt.round() as i64).clamp(self.low, self.high)
    }

    /// A comment's tone follows its score.
    fn tone(&self, score: i64) -> Mood {
        if (score - self.low) * 3 >= (self.high - self.low) * 2 {
            Mood::Good
        } else {
            Mood::Bad
        }
    }
}

/// Origin and time of a vote; the survey adds the answers.
struct Vote<'year> {
    survey: &'static str,
    event: Option<&'year Event>,
    touchpoint: Option<&'static str>,
    channel: &'static str,
    day: Date,
}

pub fn votes(rng: &mut Rng, events: &[Event], today: Date, zone: &TimeZone) -> Vec<Post> {
    let mut posts = Vec::with_capacity(N_VOTES);
    // Weighted by guests: about half of them answer.
    let by_guests: Vec<(usize, u32)> = events
        .iter()
        .enumerate()
        .map(|(index, event)| (index, u32::try_from(event.guests).unwrap_or_default()))
        .collect();
    for _ in 0..N_GUEST {
        let event = &events[rng.weighted(&by_guests)];
        posts.push(guest(rng, event).post(rng, zone));
    }
    for _ in 0..N_CLIENT {
        let event = &events[rng.index(events.len())];
        posts.push(client(rng, event).post(rng, zone));
    }
    for _ in 0..N_STAGE {
        let event = &events[rng.index(events.len())];
        posts.push(stage(rng, event).post(rng, zone));
    }
    for _ in 0..N_EFFORT {
        let event = &events[rng.index(events.len())];
        posts.push(effort(rng, event).post(rng, zone));
    }
    for _ in 0..N_SITE {
        let vote = Vote {
            survey: "site",
            event: None,
            touchpoint: rng.happens(0.5).then_some("search"),
            channel: "site",
            day: today.saturating_sub(rng.between(1, 364).days()),
        };
        posts.push(vote.post(rng, zone));
    }
    posts
}

/// Sent a day or two after the end; the last ones arrive when the survey closes.
fn guest<'year>(rng: &mut Rng, event: &'year Event) -> Vote<'year> {
    let late = if rng.happens(0.3) {
        rng.between(3, 14)
    } else {
        rng.between(1, 2)
    };
    Vote {
        survey: "guest",
        event: Some(event),
        touchpoint: Some("event"),
        channel: rng.weighted(&[
            ("qr", 45),
            ("messenger", 35),
            ("email", 12),
            ("sms", 5),
            ("site", 3),
        ]),
        day: event.date.saturating_add(late.days()),
    }
}

fn client<'year>(rng: &mut Rng, event: &'year Event) -> Vote<'year> {
    Vote {
        survey: "client",
        event: Some(event),
        touchpoint: Some(rng.weighted(&[("after", 80), ("loyalty", 20)])),
        channel: rng.weighted(&[("email", 55), ("messenger", 35), ("sms", 10)]),
        day: event.date.saturating_add(rng.between(3, 14).days()),
    }
}

fn stage<'year>(rng: &mut Rng, event: &'year Event) -> Vote<'year> {
    let touchpoint = rng.weighted(&[("consult", 40), ("concept", 35), ("event", 25)]);
    let days = match touchpoint {
        "consult" => rng.between(-90, -45),
        "concept" => rng.between(-40, -15),
        _after_the_event => rng.between(3, 10),
    };
    Vote {
        survey: "stage",
        event: Some(event),
        touchpoint: Some(touchpoint),
        channel: rng.weighted(&[("email", 60), ("messenger", 30), ("sms", 10)]),
        day: event.date.saturating_add(days.days()),
    }
}

fn effort<'year>(rng: &mut Rng, event: &'year Event) -> Vote<'year> {
    let (touchpoint, days) = rng.weighted(&[
        (("consult", -60), 35),
        (("callback", -75), 25),
        (("after", 7), 40),
    ]);
    Vote {
        survey: "effort",
        event: Some(event),
        touchpoint: Some(touchpoint),
        channel: rng.weighted(&[("email", 50), ("messenger", 30), ("sms", 20)]),
        day: event
            .date
            .saturating_add((days + rng.between(-4, 4)).days()),
    }
}

impl Vote<'_> {
    fn post(self, rng: &mut Rng, zone: &TimeZone) -> Post {
        let lang = rng.weighted(&LANGS);
        let id = rng.uuid();
        let mut body = Map::new();
        body.insert("id".to_owned(), json!(id));
        body.insert("rev".to_owned(), json!(1));
        body.insert("version".to_owned(), json!(1));
        body.insert("lang".to_owned(), json!(lang.tag()));
        if let Some(event) = self.event {
            body.insert("event".to_owned(), json!(event.code));
        }
        if let Some(touchpoint) = self.touchpoint {
            body.insert("touchpoint".to_owned(), json!(touchpoint));
        }
        body.insert("channel".to_owned(), json!(self.channel));
        body.insert("answers".to_owned(), Value::Object(self.answers(rng, lang)));
        Post {
            path: format!("/v1/responses?survey={}", self.survey),
            table: Table::Response,
            received: moment_on(rng, self.day, zone),
            body: Value::Object(body).to_string(),
            // Clients are asked one by one, by a link of their own.
            invited: self
                .event
                .filter(|_| self.survey != "guest")
                .map(|event| Invited {
                    event: event.id.clone(),
                    survey: self.survey,
                    reference: format!("c{}", &id[..8]),
                }),
            id,
            callback_state: None,
        }
    }

    fn answers(&self, rng: &mut Rng, lang: Lang) -> Map<String, Value> {
        let mood = self.event.map_or(0.1, |event| event.mood);
        let mut answers = Map::new();
        let mut score = |rng: &mut Rng, question: &str, scale: &Scale| {
            let score = scale.draw(rng, mood);
            answers.insert(question.to_owned(), json!({ "score": score }));
            scale.tone(score)
        };
        let (text, subject, tone, share) = match self.survey {
            "guest" => ("comment", Subject::Event, score(rng, "enjoyed", &CSAT), 0.3),
            "client" => {
                let tone = score(rng, "nps", &NPS);
                score(rng, "satisfied", &CSAT);
                ("why", Subject::Event, tone, 0.6)
            }
            "stage" => (
                "comment",
                Subject::Work,
                score(rng, "satisfied", &CSAT),
                0.35,
            ),
            "effort" => ("comment", Subject::Work, score(rng, "ease", &CES), 0.35),
            _site => ("comment", Subject::Site, score(rng, "found", &CSAT), 0.3),
        };
        if self.survey == "guest" && rng.happens(0.7) {
            let question = choice_after(&answers["enjoyed"]["score"]);
            answers.insert(question.to_owned(), choice(rng, lang, question));
        }
        if rng.happens(share) {
            answers.insert(
                text.to_owned(),
                json!({ "text": comment(rng, lang, subject, tone) }),
            );
        }
        answers
    }
}

/// The choice that guests are asked after their score, as the survey has it.
fn choice_after(score: &Value) -> &'static str {
    let score = score.as_u64().and_then(|it| u8::try_from(it).ok());
    match otklik_survey::Scale::Csat.bucket(score.unwrap_or_default()) {
        Bucket::Low => "disappointed",
        Bucket::Middle | Bucket::High => "liked",
    }
}

fn choice(rng: &mut Rng, lang: Lang, question: &str) -> Value {
    let mut options: Vec<&str> = ASPECTS.into_iter().filter(|_| rng.happens(0.4)).collect();
    if options.is_empty() {
        options.push(rng.pick(&ASPECTS));
    }
    if !rng.happens(0.08) {
        return json!({ "options": options });
    }
    options.push("other");
    let other = match (question, lang) {
        ("liked", Lang::Ru) => "фотозона",
        ("liked", Lang::Uk) => "фотозона та подарунки",
        ("liked", Lang::En) => "the photo corner",
        (_, Lang::Ru) => "парковка",
        (_, Lang::Uk) => "задуха в залі",
        (_, Lang::En) => "the queue at the cloakroom",
    };
    json!({ "options": options, "other": other })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::local::seed::agency;
    use anyhow::Context;
    use otklik_embed::survey_doc::surveys;
    use otklik_survey::Submission;
    use std::collections::{BTreeMap, BTreeSet};

    const TODAY: Date = jiff::civil::date(2026, 11, 22);

    fn year() -> (Vec<Event>, Vec<Post>) {
        let mut rng = Rng::new(1);
        let events = agency::events(&mut rng, TODAY);
        let posts = votes(&mut rng, &events, TODAY, &TimeZone::UTC);
        (events, posts)
    }

    #[test]
    fn the_same_seed_gives_the_same_bodies() {
        let bodies = |posts: &[Post]| {
            posts
                .iter()
                .map(|post| post.body.clone())
                .collect::<Vec<_>>()
        };
        assert_eq!(bodies(&year().1), bodies(&year().1));
    }

    #[test]
    fn no_event_has_more_guests_votes_than_guests_and_none_is_from_tomorrow() -> anyhow::Result<()>
    {
        let (events, posts) = year();
        assert_eq!(posts.len(), 3000);
        let mut n_of: BTreeMap<String, i64> = BTreeMap::new();
        let end_of_today = TODAY.tomorrow()?.to_zoned(TimeZone::UTC)?.timestamp();
        for post in &posts {
            assert!(post.received < end_of_today, "{}", post.body);
            let body: Value = serde_json::from_str(&post.body)?;
            if post.path.ends_with("guest") {
                *n_of
                    .entry(body["event"].as_str().unwrap_or_default().to_owned())
                    .or_default() += 1;
            }
        }
        for event in &events {
            assert!(
                n_of[&event.code] <= event.guests,
                "{event:?}: {}",
                n_of[&event.code]
            );
        }
        Ok(())
    }

    /// The worker leaves out an answer to a question that is not asked after this score.
    #[test]
    fn every_answer_is_to_a_question_that_is_asked() -> anyhow::Result<()> {
        let (_, posts) = year();
        let mut n_of: BTreeMap<String, usize> = BTreeMap::new();
        for post in &posts {
            let id = post.path.rsplit('=').next().unwrap_or_default();
            let survey = surveys::find(id).context("a built-in survey")?;
            let submission: Submission = serde_json::from_str(&post.body)?;
            let sent: BTreeSet<String> = submission.answers.keys().cloned().collect();
            let accepted = survey.accept(submission);
            let response = accepted.map_err(|errors| anyhow::anyhow!("{errors:?}"))?;
            let rows = response.rows();
            let kept: BTreeSet<String> = rows.iter().map(|row| row.question.to_owned()).collect();
            assert_eq!(kept, sent, "{}", post.body);
            for question in kept {
                *n_of.entry(question).or_default() += 1;
            }
        }
        assert!(
            n_of["liked"] > 1_000 && n_of["disappointed"] > 20,
            "{n_of:?}"
        );
        Ok(())
    }

    #[test]
    fn scores_differ_between_events_and_stay_on_their_scale() -> anyhow::Result<()> {
        let (_, posts) = year();
        let mut sums: BTreeMap<String, (i64, i64)> = BTreeMap::new();
        for post in posts.iter().filter(|post| post.path.ends_with("guest")) {
            let body: Value = serde_json::from_str(&post.body)?;
            let score = body["answers"]["enjoyed"]["score"]
                .as_i64()
                .unwrap_or_default();
            assert!((1..=5).contains(&score));
            let sum = sums
                .entry(body["event"].as_str().unwrap_or_default().to_owned())
                .or_default();
            *sum = (sum.0 + score, sum.1 + 1);
        }
        let means: Vec<f64> = sums
            .values()
            .map(|(sum, n)| *sum as f64 / *n as f64)
            .collect();
        let low = means.iter().copied().fold(f64::MAX, f64::min);
        let high = means.iter().copied().fold(f64::MIN, f64::max);
        assert!(high - low > 0.5, "means from {low} to {high}");
        Ok(())
    }
}
