//! An event with personal links, as an agency issues them.

use crate::app::{App, fresh};
use crate::database::{fresh_event, rows};
use crate::numbers::{Numbers, Question};
use crate::reply::Reply;
use serde_json::{Value, json};
use std::time::Duration;

/// Longer than the interval within which two answers are a bot's.
const BETWEEN_IDS: Duration = Duration::from_millis(5_200);

#[derive(Debug)]
pub struct Invited<'w> {
    pub id: String,
    pub app: &'w App,
}

impl<'w> Invited<'w> {
    /// An event for one test.
    pub async fn event(app: &'w App) -> Invited<'w> {
        let id = fresh_event(app).await.id;
        Invited { id, app }
    }

    pub fn path(&self) -> String {
        format!("/v1/events/{}/invites", self.id)
    }

    /// Issues invites to the guests' survey.
    pub async fn issues(&self, asked: &Value) -> Reply {
        self.issues_for("guest", asked).await
    }

    pub async fn issues_for(&self, survey: &str, asked: &Value) -> Reply {
        let path = format!("{}?survey={survey}", self.path());
        let request = self.app.request("POST", &path);
        let request = request.bearer_auth(&self.app.parts.token);
        Reply::to(request.body(asked.to_string())).await
    }

    /// The codes of some people's links, whose letters were sent long ago.
    pub async fn codes<const N: usize>(&self, references: [&str; N]) -> [String; N] {
        self.codes_for("guest", references).await
    }

    pub async fn codes_for<const N: usize>(
        &self,
        survey: &str,
        references: [&str; N],
    ) -> [String; N] {
        let asked = json!({"references": references.to_vec(), "sent_at_ms": 1_700_000_000_000_u64});
        let reply = self.issues_for(survey, &asked).await;
        let codes = csv_rows(&reply.is(200).body).into_iter();
        let codes: Vec<String> = codes.map(|row| code_of(&row[1])).collect();
        codes.try_into().expect("a link for each")
    }

    /// The codes of so many guests.
    pub async fn codes_of(&self, count: usize) -> Vec<String> {
        let asked = json!({"count": count, "sent_at_ms": 1_700_000_000_000_u64});
        let reply = self.issues(&asked).await;
        let table = csv_rows(&reply.is(200).body);
        table.iter().map(|row| code_of(&row[1])).collect()
    }

    /// The references of those who have not answered.
    pub async fn unanswered(&self) -> Vec<String> {
        let reply = self.app.director().reads(&self.path()).await;
        let rows = reply.is(200).body.lines().skip(1);
        let references = rows.filter_map(|row| row.split(',').next());
        references.map(str::to_owned).collect()
    }

    /// The widget's submission of a guest who tapped a score.
    pub fn submission(&self, code: &str, score: i64) -> Value {
        json!({
            "id": fresh(), "rev": 1, "version": 1, "lang": "ru", "invite": code, "user_activation": true,
            "answers": {"enjoyed": {"score": score}},
        })
    }

    /// The director's numbers of the first question, by invites to this event.
    pub async fn enjoyed(&self) -> Question {
        let filter = format!("survey=guest&event={}", self.id);
        let numbers = Numbers::read(self.app, &filter).await;
        numbers.question("invite", "enjoyed")
    }

    /// Waits until another id through the same invite is no longer taken for a bot's.
    pub fn pause_between_ids(&self) {
        self.app.passes(BETWEEN_IDS);
    }
}

/// The stored result of all posts through a link: `status`, `flag` and `score` of its one response, and its
/// `history` in the order of receipt, `quarantined:honeypot accepted:`. Null without a response.
pub async fn kept(code: &str) -> Value {
    let sql = format!(
        "select r.status, coalesce(r.flag, '') as flag,
           (select score from answer where response = r.id and question = 'enjoyed') as score,
           (select group_concat(status || ':' || coalesce(flag, ''), ' ') from
             (select * from revision where response = r.id order by at_ms, submission_rev)) as history
         from response as r where r.invite = '{code}'"
    );
    rows(&sql).await.first().cloned().unwrap_or_default()
}

/// The code at the end of a link.
pub fn code_of(url: &str) -> String {
    let code = url.rsplit('/').next().unwrap_or_default();
    assert_eq!(code.len(), 12, "{url}");
    code.to_owned()
}

/// The rows of a table of two columns below its heading.
pub fn csv_rows(table: &str) -> Vec<[String; 2]> {
    let mut lines = table.split("\r\n");
    assert_eq!(lines.next(), Some("ref,url"), "{table}");
    let row = |line: &str| {
        let (reference, url) = line.rsplit_once(',').expect("two cells");
        let quoted = reference
            .strip_prefix('"')
            .and_then(|it| it.strip_suffix('"'));
        let reference = quoted.map_or(reference.to_owned(), |it| it.replace("\"\"", "\""));
        [reference, url.to_owned()]
    };
    lines.filter(|line| !line.is_empty()).map(row).collect()
}
