//! docs/nginx.conf, run by nginx over TLS, before the worker behind TLS as Cloudflare is.

use crate::app::{TIMEOUT, fresh, parts, until};
use serde_json::{Value, json};
use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// What the server behind the agency's domain shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certificate {
    Right,
    SelfSigned,
    Expired,
    OfAnotherName,
}

impl Certificate {
    pub const ALL: [Certificate; 4] = [
        Certificate::Right,
        Certificate::SelfSigned,
        Certificate::Expired,
        Certificate::OfAnotherName,
    ];

    fn file(self) -> &'static str {
        match self {
            Certificate::Right => "right",
            Certificate::SelfSigned => "self-signed",
            Certificate::Expired => "expired",
            Certificate::OfAnotherName => "another-name",
        }
    }
}

/// Both servers, with their files in a folder of their own.
pub struct OwnDomain {
    folder: PathBuf,
    port: u16,
    servers: [Child; 2],
}

impl OwnDomain {
    pub async fn before(certificate: Certificate) -> OwnDomain {
        let folder = parts().artifacts("own-domain").join(fresh());
        for part in ["domain/logs", "domain/tmp", "edge/logs", "edge/tmp"] {
            fs::create_dir_all(folder.join(part)).expect("target/ can be written");
        }
        certify(&folder, certificate);
        let [port, edge_port] = free_ports();
        let edge = edge(edge_port, certificate);
        let domain = domain(&folder, port, edge_port);
        let servers = [
            nginx(&folder.join("edge"), &edge),
            nginx(&folder.join("domain"), &domain),
        ];
        for port in [port, edge_port] {
            let listens = || async move { std::net::TcpStream::connect(("127.0.0.1", port)).ok() };
            until("nginx listens", listens).await;
        }
        OwnDomain {
            folder,
            port,
            servers,
        }
    }

    /// The statuses of the same request, sent `times` over from an address of the loopback network.
    pub async fn asks(
        &self,
        from: &str,
        path: &str,
        token: Option<&str>,
        times: usize,
    ) -> Vec<u64> {
        let request = json!({
            "port": self.port, "ca": self.folder.join("ca.pem"), "from": from, "path": path, "times": times,
            "headers": token.map(|token| json!({"authorization": format!("Bearer {token}")})),
        });
        let mut node = tokio::process::Command::new(&parts().node);
        node.args(["--no-warnings", "-e", CLIENT])
            .arg(request.to_string());
        let output = tokio::time::timeout(TIMEOUT, node.kill_on_drop(true).output()).await;
        let output = output.expect("node ends").expect("node runs");
        let statuses: Vec<Value> = serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|error| panic!("{error}: {output:?}"));
        statuses
            .iter()
            .map(|it| it.as_u64().expect("a status"))
            .collect()
    }

    /// All that the agency's server has logged.
    pub fn logs(&self) -> String {
        logs(&self.folder.join("domain"))
    }

    /// The tokens that arrived behind it, one a line.
    pub fn seen_behind(&self) -> String {
        logs(&self.folder.join("edge"))
    }
}

impl Drop for OwnDomain {
    fn drop(&mut self) {
        for server in &mut self.servers {
            let _ = server.kill();
            let _ = server.wait();
        }
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// The client: reqwest has no TLS here.
const CLIENT: &str = "
const https = require('node:https');
const { port, ca, from, path, headers, times } = JSON.parse(process.argv[1]);
const authority = require('node:fs').readFileSync(ca);
const agent = new https.Agent({ ca: authority, localAddress: from, keepAlive: true, maxSockets: 8 });
const options = { host: '127.0.0.1', servername: 'localhost', port, agent, path, headers: headers ?? {} };
const status = () => new Promise((resolve, reject) => {
  const request = https.get(options, (answer) => answer.resume().on('end', () => resolve(answer.statusCode)));
  request.on('error', reject);
});
Promise.all(Array.from({ length: times }, status)).then((all) => {
  console.log(JSON.stringify(all));
  agent.destroy();
});
";

fn free_ports() -> [u16; 2] {
    // Both are held until both are known.
    let held = [(), ()].map(|()| TcpListener::bind("127.0.0.1:0").expect("a port"));
    held.map(|it| it.local_addr().expect("an address").port())
}

fn nginx(prefix: &Path, server: &str) -> Child {
    let root = if fs::metadata("/proc/self")
        .is_ok_and(|it| std::os::unix::fs::MetadataExt::uid(&it) == 0)
    {
        "user root;"
    } else {
        ""
    };
    // Both logs as Debian's nginx has them, for what the server block leaves to them.
    let config = format!(
        "daemon off; master_process off; worker_processes 1; pid nginx.pid; {root}
         error_log logs/error.log;
         events {{ worker_connections 1024; }}
         http {{
           access_log logs/access.log;
           client_body_temp_path tmp/body; proxy_temp_path tmp/proxy; fastcgi_temp_path tmp/fastcgi;
           uwsgi_temp_path tmp/uwsgi; scgi_temp_path tmp/scgi;
           {server}
         }}"
    );
    let path = prefix.join("nginx.conf");
    fs::write(&path, config).expect("target/ can be written");
    // Debian keeps it where only root's PATH leads.
    let program = ["/usr/sbin/nginx", "/usr/bin/nginx"]
        .into_iter()
        .find(|it| Path::new(it).is_file());
    let mut command = Command::new(program.unwrap_or("nginx"));
    command.arg("-p").arg(prefix).arg("-c").arg(&path);
    command
        .args(["-e", "logs/error.log"])
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command.spawn().expect("nginx runs")
}

/// The worker behind TLS, which notes the tokens that reach it.
fn edge(port: u16, certificate: Certificate) -> String {
    let (worker, file) = (&parts().url, certificate.file());
    let worker = worker.replace("localhost", "127.0.0.1");
    format!(
        "log_format seen '$http_authorization';
         server {{
           listen 127.0.0.1:{port} ssl;
           ssl_certificate ../{file}.pem; ssl_certificate_key ../{file}.key;
           access_log logs/seen.log seen;
           location / {{ proxy_pass {worker}; }}
         }}"
    )
}

/// The example that agencies copy, with other names, paths and ports.
fn domain(folder: &Path, port: u16, edge_port: u16) -> String {
    let mut text =
        fs::read_to_string(parts().root.join("docs/nginx.conf")).expect("docs/nginx.conf");
    let at = |file: &str| folder.join(file).display().to_string();
    for (example, ours) in [
        ("listen 443 ssl;", format!("listen 127.0.0.1:{port} ssl;")),
        (
            "https://otklik.example.workers.dev",
            format!("https://localhost:{edge_port}"),
        ),
        (
            "server_name ask.agency.example;",
            "server_name localhost;".to_owned(),
        ),
        ("/etc/ssl/ask.agency.example", at("right")),
        ("/etc/ssl/certs/ca-certificates.crt", at("ca.pem")),
        ("/var/cache/nginx/otklik", at("domain/cache")),
        ("/var/log/nginx/", at("domain/logs/")),
    ] {
        assert!(text.contains(example), "docs/nginx.conf has no `{example}`");
        text = text.replace(example, &ours);
    }
    text
}

/// An authority, the right certificate, and the one of that kind.
fn certify(folder: &Path, certificate: Certificate) {
    fs::write(folder.join("index.txt"), "").expect("target/ can be written");
    fs::write(folder.join("ca.cnf"), AUTHORITY).expect("target/ can be written");
    let openssl = |words: &str, name: &str| {
        let mut command = Command::new("openssl");
        command
            .args(words.split(' '))
            .current_dir(folder)
            .env("NAME", name);
        let output = command.output().expect("openssl runs");
        assert!(output.status.success(), "{words}: {output:?}");
    };
    let new = "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes";
    openssl(
        &format!("{new} -x509 -days 2 -subj /CN=authority -keyout ca.key -out ca.pem"),
        "",
    );
    for certificate in [Certificate::Right, certificate] {
        let file = certificate.file();
        let files = format!("-subj /CN=localhost -keyout {file}.key -out");
        if certificate == Certificate::SelfSigned {
            let named = "-addext subjectAltName=DNS:localhost";
            openssl(
                &format!("{new} -x509 -days 2 {named} {files} {file}.pem"),
                "",
            );
            continue;
        }
        let (name, end) = match certificate {
            Certificate::OfAnotherName => ("another.example", "20991231235959Z"),
            Certificate::Expired => ("localhost", "20200201000000Z"),
            Certificate::Right | Certificate::SelfSigned => ("localhost", "20991231235959Z"),
        };
        openssl(&format!("{new} {files} {file}.csr"), name);
        let signed =
            format!("-in {file}.csr -out {file}.pem -startdate 20200101000000Z -enddate {end}");
        openssl(&format!("ca -batch -notext -config ca.cnf {signed}"), name);
    }
}

const AUTHORITY: &str = "
[ca]
default_ca = own
[own]
database = index.txt
rand_serial = yes
unique_subject = no
new_certs_dir = .
certificate = ca.pem
private_key = ca.key
default_md = sha256
policy = any
x509_extensions = names
[any]
commonName = supplied
[names]
subjectAltName = DNS:$ENV::NAME
";

fn logs(prefix: &Path) -> String {
    let files = fs::read_dir(prefix.join("logs")).expect("a folder");
    let text =
        |file: std::io::Result<fs::DirEntry>| fs::read_to_string(file.expect("a file").path());
    files.map(|file| text(file).expect("a log")).collect()
}
