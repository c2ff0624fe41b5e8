//! nginx before the worker, as on an agency's own domain: addresses on pages must come from the settings.
//!
//! Its server block is docs/nginx.conf, with loopback instead of the example's names. Around it, nginx also
//! compresses: in production Cloudflare's edge does, local workerd does not. The worker is behind plain HTTP here, and all
//! requests come from one address: `tests/e2e/pages/own_domain.rs` runs the block with TLS and its limits.

use crate::env::http;
use crate::env::process::Service;
use crate::env::project::Project;
use crate::env::system_deps::{self, BROTLI_MODULE};
use anyhow::{Context, Result, bail};
use std::fs;
use std::time::Duration;

pub fn start(project: &Project, port: u16, upstream: u16) -> Result<Service> {
    let prefix = project.scratch("nginx");
    // Cached files of an earlier build are useless.
    if prefix.exists() {
        fs::remove_dir_all(&prefix)
            .with_context(|| format!("cannot remove {}", prefix.display()))?;
    }
    fs::create_dir_all(prefix.join("tmp"))
        .with_context(|| format!("cannot create {}", prefix.display()))?;
    let config = prefix.join("nginx.conf");
    fs::write(&config, configuration(&server(project, port, upstream)?))
        .with_context(|| format!("cannot write {}", config.display()))?;
    let program = system_deps::find("nginx").context("nginx is not installed")?;
    let mut command = project.command(program);
    command
        .arg("-p")
        .arg(&prefix)
        .arg("-c")
        .arg(&config)
        .args(["-e", "stderr"]);
    let mut service = Service::start("nginx", &mut command, project.log("nginx"))?;
    let health = format!("http://127.0.0.1:{port}/healthz");
    service.wait_until(Duration::from_secs(20), || http::answers_ok(&health))?;
    Ok(service)
}

/// The example that agencies copy; each name that it no longer contains is an error.
fn server(project: &Project, port: u16, upstream: u16) -> Result<String> {
    let path = project.path("docs/nginx.conf");
    let mut text =
        fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let upstream = format!("http://127.0.0.1:{upstream}");
    let listen = format!("listen 127.0.0.1:{port};");
    // The worker's own compression passes unchanged; all other replies arrive plain.
    let asked = "proxy_set_header Connection \"\";\n    proxy_set_header Accept-Encoding $upstream_encoding;";
    for (example, ours) in [
        ("listen 443 ssl;", listen.as_str()),
        ("https://otklik.example.workers.dev", &upstream),
        ("/var/cache/nginx/otklik", "cache"),
        ("server_name ask.agency.example;", "server_name localhost;"),
        ("ssl_certificate /etc/ssl/ask.agency.example.pem;", ""),
        ("ssl_certificate_key /etc/ssl/ask.agency.example.key;", ""),
        ("proxy_set_header Connection \"\";", asked),
        ("/var/log/nginx/otklik", "otklik"),
        ("proxy_ssl_verify on;", ""),
        (
            "proxy_ssl_trusted_certificate /etc/ssl/certs/ca-certificates.crt;",
            "",
        ),
        ("limit_req zone=otklik_requests burst=400 nodelay;", ""),
    ] {
        if !text.contains(example) {
            bail!("{} has no `{example}`", path.display());
        }
        text = text.replace(example, ours);
    }
    Ok(text)
}

fn configuration(server: &str) -> String {
    // Its workers read the prefix folder, which may be readable by root alone.
    let user = if rustix::process::geteuid().is_root() {
        "user root;"
    } else {
        ""
    };
    format!(
        r#"load_module {BROTLI_MODULE};
daemon off;
{user}
worker_processes 1;
pid nginx.pid;
error_log stderr warn;
events {{ worker_connections 512; }}
http {{
    access_log off;
    client_body_temp_path tmp/body;
    proxy_temp_path tmp/proxy;
    fastcgi_temp_path tmp/fastcgi;
    uwsgi_temp_path tmp/uwsgi;
    scgi_temp_path tmp/scgi;
    gzip on;
    gzip_vary on;
    gzip_min_length 256;
    gzip_proxied any;
    gzip_types text/javascript text/css application/json application/wasm image/svg+xml;
    brotli on;
    brotli_comp_level 9;
    brotli_min_length 256;
    brotli_types text/javascript text/css application/json application/wasm image/svg+xml;
    # The worker's own brotli passes untouched; all else arrives plain and is compressed here.
    map "$uri $http_accept_encoding" $upstream_encoding {{
        default "identity";
        "~^/widget/.*\bbr\b" "br";
    }}
{server}
}}
"#
    )
}
