//! Routes for monitors, browsers and generators: health, the bare address, OpenAPI, headers.

use crate::app::App;
use crate::reply::Reply;

#[tokio::test]
async fn healthz_answers_ok() {
    let app = App::enter().await;
    for path in ["/healthz", "/healthz?deep=1"] {
        let health = Reply::to(app.get(path)).await.is(200).json();
        assert_eq!(health["status"], "ok", "{path}");
    }
}

#[tokio::test]
async fn root_redirects_a_browser_to_the_agencys_site() {
    let app = App::enter().await;
    for method in ["GET", "HEAD"] {
        let reply = Reply::to(app.request(method, "/")).await;
        reply.is(302);
        assert_eq!(reply.header("location"), format!("{}/", app.parts.demo_url));
        assert_eq!(reply.header("cache-control"), "no-store");
    }
    let posted = Reply::to(app.request("POST", "/")).await;
    assert_eq!(posted.is(405).header("allow"), "GET, HEAD, OPTIONS");
}

#[tokio::test]
async fn openapi_lists_every_route() {
    let app = App::enter().await;
    let reply = Reply::to(app.get("/openapi.json")).await;
    let api = reply.is(200).json();
    assert!(reply.header("content-type").starts_with("application/json"));
    assert!(
        api["openapi"]
            .as_str()
            .expect("a version")
            .starts_with("3.1"),
        "{}",
        api["openapi"]
    );
    for (path, method) in [
        ("/s/{survey}", "get"),
        ("/s/{survey}", "post"),
        ("/c/{survey}", "get"),
        ("/c/{survey}", "post"),
        ("/cancel/{id}", "get"),
        ("/cancel/{id}", "post"),
        ("/embed/{survey}.js", "get"),
        ("/embed/{survey}.json", "get"),
        ("/v1/responses", "post"),
        ("/v1/callbacks", "post"),
        ("/v1/callbacks", "get"),
        ("/v1/aggregates", "get"),
        ("/e/{code}", "get"),
        ("/e/{code}", "post"),
        ("/v1/events", "get"),
        ("/v1/events/{id}", "get"),
        ("/v1/events/{id}", "put"),
        ("/director", "get"),
        ("/director/session", "post"),
        ("/director/session/end", "post"),
        ("/healthz", "get"),
        ("/openapi.json", "get"),
    ] {
        let operation = &api["paths"][path][method];
        assert!(
            operation["responses"].is_object(),
            "{method} {path} is missing"
        );
    }
    let servers = api["servers"].to_string();
    assert!(servers.contains(&app.parts.public_url), "{servers}");
}

/// A reference that does not resolve makes the file useless to generators.
#[tokio::test]
async fn openapi_references_resolve() {
    let app = App::enter().await;
    let reply = Reply::to(app.get("/openapi.json")).await;
    let api = reply.is(200).json();
    let mut n_refs = 0;
    for piece in api.to_string().split(r##""$ref":"#"##).skip(1) {
        let pointer = piece.split('"').next().unwrap_or_default();
        assert!(api.pointer(pointer).is_some(), "{pointer} leads nowhere");
        n_refs += 1;
    }
    assert!(n_refs > 0, "the schemas are not used");
}

#[tokio::test]
async fn pages_have_security_headers() {
    let app = App::enter().await;
    for path in ["/s/guest?lang=ru", "/c/site?lang=ru", "/director"] {
        let reply = Reply::to(app.get(path)).await;
        reply.is(200);
        assert_eq!(reply.header("referrer-policy"), "same-origin", "{path}");
        assert_eq!(reply.header("x-content-type-options"), "nosniff", "{path}");
        let policy = reply.header("content-security-policy");
        assert!(policy.contains("default-src 'none'"), "{path}: {policy}");
        assert!(!policy.contains("unsafe"), "{path}: {policy}");
    }
}

#[tokio::test]
async fn loader_is_publicly_cached_only_with_a_language_in_its_url() {
    let app = App::enter().await;
    let named = Reply::to(app.get("/embed/guest.js?lang=uk")).await;
    let named = named.header("cache-control").to_owned();
    assert!(
        named.contains("public") && named.contains("max-age=300"),
        "{named}"
    );
    let guessed = Reply::to(app.get("/embed/guest.js")).await;
    let cache = guessed.header("cache-control");
    assert!(!cache.contains("public"), "{cache}");
    assert!(
        guessed
            .header("vary")
            .to_ascii_lowercase()
            .contains("accept-language")
    );
}

#[tokio::test]
async fn language_sources_have_an_order() {
    let app = App::enter().await;
    for (path, browser, lang) in [
        ("/s/guest", "", "ru"),
        ("/s/guest", "uk-UA,uk;q=0.9,en;q=0.8", "uk"),
        ("/s/guest", "de,en;q=0.8,ru;q=0.5", "en"),
        ("/s/guest", "ru;q=0.2,en;q=0.8", "en"),
        ("/s/guest", "de,fr", "ru"),
        ("/s/guest?lang=en", "uk", "en"),
        ("/s/guest?lang=xx", "uk", "uk"),
        ("/c/site?lang=uk", "en", "uk"),
    ] {
        let request = app.get(path).header("accept-language", browser);
        let page = Reply::to(request).await;
        page.is(200).holds(&format!("<html lang=\"{lang}\""));
    }
}

#[tokio::test]
async fn the_widget_is_immutable_and_compressed() {
    let app = App::enter().await;
    let payload = Reply::to(app.get("/embed/guest.json?lang=ru"))
        .await
        .is(200)
        .json();
    let address = payload["widget"].as_str().expect("the widget's address");
    let name = address.strip_prefix(&app.parts.public_url).expect("ours");
    for (end, kind) in [("js", "text/javascript"), ("wasm", "application/wasm")] {
        let path = format!("{name}.{end}");
        let request = app.get(&path).header("accept-encoding", "br");
        let (client, request) = request.build_split();
        let response = client
            .execute(request.expect("a request"))
            .await
            .expect("an answer");
        assert_eq!(response.status(), 200, "{path}");
        let header = |name| {
            response
                .headers()
                .get(name)
                .and_then(|value| value.to_str().ok())
                .unwrap_or_default()
        };
        assert!(
            header("content-type").starts_with(kind),
            "{path}: {}",
            header("content-type")
        );
        assert!(header("cache-control").contains("immutable"), "{path}");
        assert_eq!(header("content-encoding"), "br", "{path}");
        assert_eq!(header("access-control-allow-origin"), "*", "{path}");
        assert!(
            header("vary")
                .to_ascii_lowercase()
                .contains("accept-encoding"),
            "{path}"
        );
    }
}
