//! Bots that speak HTTP, and the requests that each makes for one link.

use crate::actors::with;
use crate::app::fresh;
use crate::client::{Client, Form, Opened, with_field, without_field};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::time::Duration;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    HeadOfEveryLink,
    GetOfEveryLink,
    Prefetch,
    ScannerAgents,
    Previews,
    Crawler,
    PostsAtOnce,
    PostsNothing,
    PostsWithoutFormToken,
    PostsForgedFormToken,
    PostsAnothersFormToken,
    PostsAsScanner,
    PostsToTheSurvey,
    PostsEveryScoreAtOnce,
    PostsEveryScore,
    JsonWithoutUserActivation,
    JsonWithoutAPerson,
    FormToTheEndpoint,
    PressesTheHiddenButton,
    FollowsTheHiddenLink,
}

pub const ALL: [Profile; 20] = [
    Profile::PostsEveryScore,
    Profile::PostsWithoutFormToken,
    Profile::PostsForgedFormToken,
    Profile::PostsAnothersFormToken,
    Profile::PostsAsScanner,
    Profile::PressesTheHiddenButton,
    Profile::FollowsTheHiddenLink,
    Profile::HeadOfEveryLink,
    Profile::GetOfEveryLink,
    Profile::Prefetch,
    Profile::ScannerAgents,
    Profile::Previews,
    Profile::Crawler,
    Profile::PostsAtOnce,
    Profile::PostsNothing,
    Profile::PostsToTheSurvey,
    Profile::PostsEveryScoreAtOnce,
    Profile::JsonWithoutUserActivation,
    Profile::JsonWithoutAPerson,
    Profile::FormToTheEndpoint,
];

/// The delay of a scanner that imitates a person.
pub const WAIT: Duration = Duration::from_secs(2);

/// The score of bots that need one; no guest in these tests gives it.
const SCORE: i64 = 1;

const SCANNERS: [&str; 4] = [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) BarracudaCentral Link Scanner",
    "Mozilla/5.0 (compatible; Mimecast URL Protect)",
    "Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/140.0.0.0 Safari/537.36",
    "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
];

const PREVIEWS: [&str; 5] = [
    "TelegramBot (like TwitterBot)",
    "WhatsApp/2.23.20.0",
    "Viber/13.3.0.5 (link preview)",
    "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    "Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5",
];

/// A crawler's maximum of requests for one link.
const CRAWL_MAX: usize = 24;

impl Profile {
    pub fn name(self) -> &'static str {
        match self {
            Profile::HeadOfEveryLink => "HEAD of every link of the letter",
            Profile::GetOfEveryLink => "GET of every link, the hidden one and the languages too",
            Profile::Prefetch => "a browser that fetches links ahead",
            Profile::ScannerAgents => "mail scanners that open the link",
            Profile::Previews => "messengers that make a preview",
            Profile::Crawler => "a crawler that follows links, scripts and pictures",
            Profile::PostsAtOnce => "posts the form as soon as it has it",
            Profile::PostsNothing => "posts an empty form",
            Profile::PostsWithoutFormToken => "waits, posts the form without its form_token",
            Profile::PostsForgedFormToken => "waits, posts the form with a forged form_token",
            Profile::PostsAnothersFormToken => {
                "waits, posts the form with another link's form_token"
            }
            Profile::PostsAsScanner => "waits, posts the form, calls itself a scanner",
            Profile::PostsToTheSurvey => "posts the form to the survey's own page",
            Profile::PostsEveryScoreAtOnce => "opens the link of every score, posts each at once",
            Profile::PostsEveryScore => "opens the link of every score, waits, posts each",
            Profile::JsonWithoutUserActivation => "posts JSON that says nothing of a person",
            Profile::JsonWithoutAPerson => "posts JSON after no trusted event",
            Profile::FormToTheEndpoint => "posts the form to the endpoint of scripts",
            Profile::PressesTheHiddenButton => "waits, presses the hidden button",
            Profile::FollowsTheHiddenLink => "follows the hidden link, waits, posts",
        }
    }

    /// Whether it sends exactly what a person could: only two answers within seconds reveal it, so no person's
    /// answer may fall within those seconds.
    pub fn is_like_a_person(self) -> bool {
        self == Profile::PostsEveryScore
    }

    /// Whether the server keeps any of its submissions.
    pub fn is_kept(self) -> bool {
        !matches!(
            self,
            Profile::HeadOfEveryLink
                | Profile::GetOfEveryLink
                | Profile::Prefetch
                | Profile::ScannerAgents
                | Profile::Previews
                | Profile::Crawler
                | Profile::PostsNothing
        )
    }

    /// Visits the link of `code`; `other` is somebody else's code.
    pub async fn visits(self, bot: &Client<'_>, code: &str, other: &str) {
        let path = format!("/r/{code}");
        match self {
            Profile::HeadOfEveryLink => {
                for link in letter(code) {
                    bot.head(&link).await.is(200);
                }
            }
            Profile::GetOfEveryLink => {
                let mut links = letter(code);
                links.extend(bot.opens(&path).await.links());
                assert!(
                    links.iter().any(|link| link.contains("honeypot=")),
                    "{links:?}"
                );
                assert!(links.len() >= 10, "{links:?}");
                for link in links {
                    bot.get(&link).await.is(200);
                }
            }
            Profile::Prefetch => {
                for (name, value) in [
                    ("sec-purpose", "prefetch;prerender"),
                    ("purpose", "prefetch"),
                    ("x-moz", "prefetch"),
                ] {
                    bot.clone().saying(name, value).get(&path).await.is(200);
                }
            }
            Profile::ScannerAgents => {
                for agent in SCANNERS {
                    let bot = bot.clone().saying("user-agent", agent);
                    bot.get(&path).await.is(200);
                }
            }
            Profile::Previews => {
                for agent in PREVIEWS {
                    let bot = bot.clone().saying("user-agent", agent);
                    bot.head(&path).await.is(200);
                    let page = bot.saying("range", "bytes=0-65535").opens(&path).await;
                    assert!(matches!(page.reply.status, 200 | 206), "{:?}", page.reply);
                }
            }
            Profile::Crawler => crawls(bot, &path).await,
            Profile::PostsAtOnce => {
                let page = bot.opens(&path).await;
                posts(bot, &page, |form| form).await;
            }
            Profile::PostsNothing => {
                let reply = bot.posts_form(&path, &Form::new()).await;
                reply.is(422);
            }
            Profile::PostsEveryScoreAtOnce => {
                for score in 1..=5 {
                    let page = bot.opens(&format!("{path}?score={score}")).await;
                    let form = page.form(score);
                    bot.posts_form(&page.path, &form).await.is(200);
                }
            }
            Profile::PostsEveryScore => {
                let mut pages = Vec::new();
                for score in 1..=5 {
                    pages.push(bot.opens(&format!("{path}?score={score}")).await);
                }
                bot.looks(WAIT);
                for (page, score) in pages.iter().zip(1..) {
                    let form = page.form(score);
                    bot.posts_form(&page.path, &form).await.is(200);
                }
            }
            Profile::JsonWithoutUserActivation => posts_json(bot, code, Value::Null).await,
            Profile::JsonWithoutAPerson => posts_json(bot, code, json!(false)).await,
            Profile::PostsToTheSurvey => {
                let form = bot.opens(&path).await.form(SCORE);
                let form = with_field(&form, "invite", code);
                bot.posts_form("/s/guest", &form).await.is(200);
            }
            Profile::FormToTheEndpoint => {
                let form = bot.opens(&path).await.form(SCORE);
                let form = with_field(&form, "invite", code);
                let reply = bot.posts_form("/v1/responses?survey=guest", &form).await;
                assert!(matches!(reply.status, 200 | 201), "{reply:?}");
            }
            Profile::PostsWithoutFormToken => {
                let page = waited(bot, &path).await;
                posts(bot, &page, |form| without_field(&form, "form_token")).await;
            }
            Profile::PostsForgedFormToken => {
                let page = waited(bot, &path).await;
                let form_token = format!("{}.{}", 1_790_000_000_000_u64, "0".repeat(32));
                posts(bot, &page, |form| {
                    with_field(&form, "form_token", &form_token)
                })
                .await;
            }
            Profile::PostsAnothersFormToken => {
                let other = bot.opens(&format!("/r/{other}")).await.form(SCORE);
                let form_token = other.iter().find(|(name, _)| name == "form_token");
                let (_, form_token) = form_token.expect("a form_token");
                let page = waited(bot, &path).await;
                posts(bot, &page, |form| {
                    with_field(&form, "form_token", form_token)
                })
                .await;
            }
            Profile::PostsAsScanner => {
                let bot = bot.clone().saying("user-agent", SCANNERS[0]);
                let page = waited(&bot, &path).await;
                posts(&bot, &page, |form| form).await;
            }
            Profile::PressesTheHiddenButton => {
                let page = waited(bot, &path).await;
                posts(bot, &page, |mut form| {
                    form.push(("honeypot".to_owned(), "1".to_owned()));
                    form
                })
                .await;
            }
            Profile::FollowsTheHiddenLink => {
                let links = bot.opens(&path).await.links();
                let hidden = links.iter().find(|link| link.contains("honeypot="));
                let page = waited(bot, hidden.expect("the hidden link")).await;
                posts(bot, &page, |form| form).await;
            }
        }
    }
}

/// The links of a letter: one for each score, and those that a page adds.
fn letter(code: &str) -> Vec<String> {
    let scores = (1..=5).map(|score| format!("/r/{code}?score={score}&lang=ru&channel=email"));
    let others = ["", "?lang=uk", "?lang=en"];
    scores
        .chain(others.map(|query| format!("/r/{code}{query}")))
        .collect()
}

async fn waited(bot: &Client<'_>, path: &str) -> Opened {
    let page = bot.opens(path).await;
    bot.looks(WAIT);
    page
}

/// Sends the page's form, changed. A bot gets the ordinary thank-you page.
async fn posts(bot: &Client<'_>, page: &Opened, change: impl Fn(Form) -> Form) {
    let form = change(page.form(SCORE));
    let reply = bot.posts_form(&page.path, &form).await;
    reply.is(200).holds("otklik-thanks");
}

async fn posts_json(bot: &Client<'_>, code: &str, user_activation: Value) {
    let submission = json!({
        "id": fresh(), "rev": 1, "version": 1, "lang": "ru", "invite": code,
        "answers": {"enjoyed": {"score": SCORE}},
    });
    let reply = bot
        .posts_json(&with(&submission, "/user_activation", user_activation))
        .await;
    assert!(matches!(reply.status, 200 | 201), "{reply:?}");
}

/// Requests every link, script and picture that a page names, and those named there.
async fn crawls(bot: &Client<'_>, path: &str) {
    let mut seen = BTreeSet::new();
    let mut next = vec![path.to_owned()];
    while let Some(link) = next.pop() {
        if seen.len() >= CRAWL_MAX || !seen.insert(link.clone()) {
            continue;
        }
        let page = bot.opens(&link).await;
        assert!(page.reply.status < 500, "{link}: {}", page.reply.status);
        next.extend(page.links().into_iter().filter(|it| it.starts_with('/')));
        next.extend(page.pictures().iter().filter_map(|url| path_of(url)));
        next.push("/v1/responses?survey=guest".to_owned());
        next.extend(paths_in(&page.reply.body));
    }
    assert!(seen.iter().any(|link| link.contains(".js")), "{seen:?}");
    assert!(
        seen.iter().any(|link| link.contains("honeypot=")),
        "{seen:?}"
    );
}

fn path_of(url: &str) -> Option<String> {
    let (_, rest) = url.split_once("//")?;
    rest.find('/').map(|at| rest[at..].to_owned())
}

/// The quoted texts of a script that begin like a path of the server.
fn paths_in(script: &str) -> Vec<String> {
    let quoted = script.split(['"', '\'', '`']);
    let is_path = |text: &&str| text.starts_with("/embed/") || text.starts_with("/widget/");
    quoted.filter(is_path).map(str::to_owned).collect()
}
