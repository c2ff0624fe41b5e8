//! The demo site: static files of embed/demo on an origin of their own, so that CORS is real.

use crate::project::Project;
use anyhow::{Context, Result, anyhow};
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::thread;
use tiny_http::{Header, Request, Response, Server};

const N_THREADS: usize = 4;

/// Serves until the process ends. `{{server}}` in a text file becomes `base`.
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
    let page = match file_for(root, request.url()) {
        Some(path) => page(&path, base),
        None => None,
    };
    let sent = match page {
        Some((bytes, kind)) => match header("content-type", kind) {
            Ok(kind) => request.respond(Response::from_data(bytes).with_header(kind)),
            Err(_) => request.respond(Response::empty(500)),
        },
        None => request.respond(Response::from_string("not found").with_status_code(404)),
    };
    // The browser may leave before its answer.
    drop(sent);
}

fn header(name: &str, value: &str) -> Result<Header> {
    Header::from_bytes(name, value)
        .map_err(|()| anyhow!("{name} cannot be a header"))
        .context("content type")
}

/// The file below `root` that a URL names; nothing outside of it.
fn file_for(root: &Path, url: &str) -> Option<PathBuf> {
    let path = url.split(['?', '#']).next()?.trim_start_matches('/');
    let relative = Path::new(path);
    let is_plain = relative
        .components()
        .all(|part| matches!(part, Component::Normal(_)));
    if !is_plain || path.contains('%') {
        return None;
    }
    let wanted = root.join(relative);
    let file = if wanted.is_dir() {
        wanted.join("index.html")
    } else {
        wanted
    };
    file.is_file().then_some(file)
}

fn page(path: &Path, base: &str) -> Option<(Vec<u8>, &'static str)> {
    let kind = content_type(path);
    let bytes = fs::read(path).ok()?;
    if !kind.contains("charset") {
        return Some((bytes, kind));
    }
    let text = String::from_utf8(bytes).ok()?;
    Some((text.replace("{{server}}", base).into_bytes(), kind))
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
    fn only_files_below_the_root_are_served() -> Result<()> {
        let root = std::env::temp_dir().join(format!("otklik-demo-{}", std::process::id()));
        fs::create_dir_all(root.join("uk"))?;
        fs::write(root.join("index.html"), "<script src=\"{{server}}/x.js\">")?;
        fs::write(root.join("uk/index.html"), "")?;
        let found = |url: &str| {
            file_for(&root, url).map(|path| path.strip_prefix(&root).unwrap_or(&path).to_owned())
        };
        assert_eq!(found("/?a=1"), Some(PathBuf::from("index.html")));
        assert_eq!(found("/uk/"), Some(PathBuf::from("uk/index.html")));
        for outside in [
            "/../etc/passwd",
            "/%2e%2e/secret",
            "/missing.html",
            "/uk/../../x",
        ] {
            assert_eq!(found(outside), None, "{outside}");
        }
        let (bytes, kind) =
            page(&root.join("index.html"), "http://localhost:1").context("the page exists")?;
        assert_eq!(bytes, b"<script src=\"http://localhost:1/x.js\">");
        assert_eq!(kind, "text/html; charset=utf-8");
        fs::remove_dir_all(root)?;
        Ok(())
    }
}
