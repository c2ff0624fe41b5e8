//! The demo site: pages and files of embed/demo on an origin of their own, so that CORS is real.

mod pages;

use crate::env::project::Project;
use anyhow::{Context, Result, anyhow};
use std::fs;
use std::path::{Component, Path};
use std::thread;
use tiny_http::{Header, Request, Response, Server};

const N_THREADS: usize = 4;

/// Serves until the process ends. `base` is the deployment's address in the pages.
pub fn start(project: &Project, port: u16, base: &str) -> Result<()> {
    let server = Server::http(("127.0.0.1", port))
        .map_err(|error| anyhow!("the demo site cannot listen on port {port}: {error}"))?;
    let server = std::sync::Arc::new(server);
    for _ in 0..N_THREADS {
        let (server, root, base) = (
            std::sync::Arc::clone(&server),
            project.path("embed/demo"),
            base.to_owned(),
        );
        thread::spawn(move || {
            for request in server.incoming_requests() {
                answer(request, &root, &base);
            }
        });
    }
    Ok(())
}

fn answer(request: Request, root: &Path, base: &str) {
    let sent = match found(root, request.url(), base) {
        Ok(Some((bytes, kind))) => match header("content-type", kind) {
            Ok(kind) => request.respond(Response::from_data(bytes).with_header(kind)),
            Err(_) => request.respond(Response::empty(500)),
        },
        Ok(None) => request.respond(Response::from_string("not found").with_status_code(404)),
        Err(error) => {
            request.respond(Response::from_string(format!("{error:#}")).with_status_code(500))
        }
    };
    // The browser may close before the reply.
    drop(sent);
}

fn header(name: &str, value: &str) -> Result<Header> {
    Header::from_bytes(name, value)
        .map_err(|()| anyhow!("{name} cannot be a header"))
        .context("content type")
}

/// The target of a URL: a page in the language of its first segment, or a file.
fn found(root: &Path, url: &str, base: &str) -> Result<Option<(Vec<u8>, &'static str)>> {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let (lang, name) = pages::language(path.trim_start_matches('/'));
    let name = if name.is_empty() { "index.html" } else { name };
    if !is_plain(name) || !root.join(name).is_file() {
        return Ok(None);
    }
    let kind = content_type(Path::new(name));
    let bytes = if name.ends_with(".html") {
        pages::render(root, name, lang, base)?.into_bytes()
    } else {
        fs::read(root.join(name))?
    };
    Ok(Some((bytes, kind)))
}

/// The name of a file directly in the folder: the files below (`parts`, `texts`) are no pages, and nothing
/// outside is served.
fn is_plain(name: &str) -> bool {
    let mut parts = Path::new(name).components();
    matches!(
        (parts.next(), parts.next()),
        (Some(Component::Normal(_)), None)
    )
}

fn content_type(path: &Path) -> &'static str {
    match path
        .extension()
        .and_then(|extension| extension.to_str())
        .unwrap_or_default()
    {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml; charset=utf-8",
        "png" => "image/png",
        "jpg" => "image/jpeg",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_have_a_language_and_only_files_of_the_folder_are_served() -> Result<()> {
        let root = std::env::temp_dir().join(format!("otklik-demo-{}", std::process::id()));
        for folder in ["texts", "parts"] {
            fs::create_dir_all(root.join(folder))?;
        }
        fs::write(root.join("texts/ru.txt"), "hello = Привет")?;
        fs::write(root.join("texts/uk.txt"), "hello = Вітаю")?;
        fs::write(root.join("parts/top.html"), "")?;
        fs::write(root.join("index.html"), "<script src=\"{{server}}/x.js\">")?;
        fs::write(root.join("a.html"), "{{t.hello}}")?;
        fs::write(root.join("a.css"), "p { color: red }")?;
        let served = |url: &str| {
            let found = found(&root, url, "http://localhost:1")?;
            anyhow::Ok(
                found.map(|(bytes, kind)| (String::from_utf8_lossy(&bytes).into_owned(), kind)),
            )
        };
        let page = |text: &str| Some((text.to_owned(), "text/html; charset=utf-8"));
        let script = page("<script src=\"http://localhost:1/x.js\">");
        assert_eq!(served("/?a=1")?, script);
        assert_eq!(served("/uk/")?, script);
        assert_eq!(served("/a.html")?, page("Привет"));
        assert_eq!(served("/uk/a.html#x")?, page("Вітаю"));
        let style = Some(("p { color: red }".to_owned(), "text/css; charset=utf-8"));
        assert_eq!(served("/a.css")?, style);
        assert!(
            served("/en/a.html").is_err(),
            "English has no file of sentences"
        );
        for outside in [
            "/../etc/passwd",
            "/%2e%2e/secret",
            "/missing.html",
            "/uk/../../x",
            "/uk/..",
            "/parts/top.html",
            "/texts/ru.txt",
            "/texts",
        ] {
            assert_eq!(served(outside)?, None, "{outside}");
        }
        fs::remove_dir_all(root)?;
        Ok(())
    }
}
