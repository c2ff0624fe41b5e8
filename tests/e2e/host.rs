//! Host pages: sites of agencies with the snippet, each with its language and its policy.
//!
//! Each page has a port of its own; the browser resolves the demo's address to it, so that its origin is one
//! that the deployment lists.

use crate::app::Parts;
use std::fmt::Write as _;
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// The content of a host page; the rest is the same for all.
#[derive(Clone, Debug)]
pub struct Page<'a> {
    /// `<html lang>`.
    pub lang: &'a str,
    /// Attributes of the script tag, such as `data-event="ev-01"`.
    pub data: &'a str,
    /// The page's `Content-Security-Policy`; empty is none.
    pub policy: &'a str,
    pub form: Snippet,
    pub doctype: &'a str,
    /// More of the page's head.
    pub head: &'a str,
    /// Replaces the snippet; `{server}` and `{event}` are filled in.
    pub markup: Option<&'a str>,
    /// Below the survey.
    pub below: &'a str,
    /// A service worker's script, served at `/worker.js`.
    pub worker: &'a str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Snippet {
    Survey(&'static str),
    Callback,
}

impl Default for Page<'_> {
    fn default() -> Self {
        Page {
            lang: "ru",
            data: "",
            policy: "",
            form: Snippet::Survey("guest"),
            doctype: "<!doctype html>",
            head: "",
            markup: None,
            below: "",
            worker: "",
        }
    }
}

#[derive(Debug)]
pub struct Host {
    pub address: SocketAddr,
    server: JoinHandle<()>,
}

impl Host {
    pub async fn serve(parts: &Parts, page: &Page<'_>) -> Host {
        let worker = whole("text/javascript", "", page.worker);
        Host::serve_at("127.0.0.1:0", vec![answer(parts, page), worker]).await
    }

    /// Serves several pages, the first at `/0` and at every path that is no page's, the next at `/1`.
    pub async fn serve_all(parts: &Parts, address: &str, pages: &[Page<'_>]) -> Host {
        let answers = pages.iter().map(|page| answer(parts, page)).collect();
        Host::serve_at(address, answers).await
    }

    async fn serve_at(address: &str, answers: Vec<String>) -> Host {
        let listener = TcpListener::bind(address).await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let server = tokio::spawn(async move {
            while let Ok((mut client, _)) = listener.accept().await {
                let answers = answers.clone();
                tokio::spawn(async move {
                    let mut request = [0; 4096];
                    // A browser may close the connection early.
                    if client.read(&mut request).await.is_ok() {
                        let answer = answers.get(place_of(&request)).unwrap_or(&answers[0]);
                        let _ = client.write_all(answer.as_bytes()).await;
                        let _ = client.shutdown().await;
                    }
                });
            }
        });
        Host { address, server }
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        self.server.abort();
    }
}

/// The page that a request names, and 0 where it names none.
fn place_of(request: &[u8]) -> usize {
    let request = String::from_utf8_lossy(request);
    match request.split(' ').nth(1).unwrap_or_default() {
        "/worker.js" => 1,
        path => path.trim_start_matches('/').parse().unwrap_or_default(),
    }
}

fn answer(parts: &Parts, page: &Page<'_>) -> String {
    whole("text/html", page.policy, &html(&parts.public_url, page))
}

fn whole(kind: &str, policy: &str, body: &str) -> String {
    let mut answer = format!("HTTP/1.1 200 OK\r\nContent-Type: {kind}; charset=utf-8\r\n");
    if !policy.is_empty() {
        let _ = write!(answer, "Content-Security-Policy: {policy}\r\n");
    }
    let _ = write!(answer, "Content-Length: {}\r\n", body.len());
    answer.push_str("Cache-Control: no-store\r\nConnection: close\r\n\r\n");
    answer.push_str(body);
    answer
}

fn html(server: &str, page: &Page<'_>) -> String {
    let Page {
        lang,
        data,
        doctype,
        head,
        below,
        ..
    } = page;
    let (link, script) = match page.form {
        Snippet::Survey(survey) => (
            format!(
                r#"<a href="{server}/s/{survey}" data-otklik="{survey}">Оцените мероприятие</a>"#
            ),
            format!("{server}/embed/{survey}.js"),
        ),
        Snippet::Callback => (
            format!(r#"<a href="{server}/c/site" data-otklik="callback">Заказать звонок</a>"#),
            format!("{server}/embed/site.js?form=callback"),
        ),
    };
    let survey = match page.markup {
        Some(markup) => markup.replace("{server}", server),
        None => format!(r#"{link}<script async src="{script}" {data}></script>"#),
    };
    format!(
        r#"{doctype}<html lang="{lang}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><title>Агентство</title>
<link rel="icon" href="data:,">{head}</head>
<body><main><h1>Агентство праздников</h1>
{survey}
{below}</main></body></html>"#
    )
}
