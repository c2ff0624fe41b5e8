//! nginx before the worker, as on an agency's own domain: own addresses must come from the settings.
//!
//! It also compresses: in production Cloudflare's edge does, local workerd does not.

use crate::http;
use crate::machine::{self, BROTLI_MODULE};
use crate::process::Service;
use crate::project::Project;
use anyhow::{Context, Result};
use std::fs;
use std::time::Duration;

pub fn start(project: &Project, port: u16, upstream: u16) -> Result<Service> {
    let prefix = project.scratch("nginx");
    fs::create_dir_all(prefix.join("tmp"))
        .with_context(|| format!("cannot create {}", prefix.display()))?;
    let config = prefix.join("nginx.conf");
    fs::write(&config, configuration(port, upstream))
        .with_context(|| format!("cannot write {}", config.display()))?;
    let program = machine::find("nginx").context("nginx is not installed")?;
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

fn configuration(port: u16, upstream: u16) -> String {
    // Its workers read the prefix folder, which root's checkout may keep to root.
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
    client_max_body_size 1m;
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
    server {{
        listen 127.0.0.1:{port};
        server_name localhost;
        proxy_http_version 1.1;
        proxy_set_header Connection "";
        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
        proxy_set_header X-Forwarded-Proto $scheme;
        proxy_set_header Accept-Encoding $upstream_encoding;
        # No Host: the worker must not need it.
        location / {{
            proxy_pass http://127.0.0.1:{upstream};
        }}
    }}
}}
"#
    )
}
