//! The servers that `cargo xtask test` starts, and the plain HTTP client.

use crate::clock::{self, Clock};
use std::future::Future;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::{Duration, Instant};
use tokio::sync::{RwLock, RwLockReadGuard, RwLockWriteGuard};

/// The timeout of every wait for an expected event. Generous: build and browser share two cores.
pub const TIMEOUT: Duration = Duration::from_secs(45);
const POLL_EVERY: Duration = Duration::from_millis(40);

/// Addresses have no slash at their end.
#[derive(Debug)]
pub struct Parts {
    /// The worker itself.
    pub url: String,
    /// The same worker behind nginx, as on the agency's domain.
    pub public_url: String,
    /// The host page of another origin, on the list of allowed ones.
    pub demo_url: String,
    /// The director's token.
    pub token: String,
    pub webdriver: String,
    /// The folder of the local database.
    pub state: PathBuf,
    /// The repository.
    pub root: PathBuf,
    pub node: PathBuf,
}

/// Read once; every test shares them.
pub fn parts() -> &'static Parts {
    static PARTS: OnceLock<Parts> = OnceLock::new();
    PARTS.get_or_init(|| {
        let read = |name: &str| match std::env::var(name) {
            Ok(value) if !value.is_empty() => value.trim_end_matches('/').to_owned(),
            _ => panic!(
                "{name} is missing: the parts under test are not running; run `cargo xtask test`"
            ),
        };
        Parts {
            url: read("OTKLIK_URL"),
            public_url: read("OTKLIK_PUBLIC_URL"),
            demo_url: read("OTKLIK_DEMO_URL"),
            token: read("OTKLIK_TOKEN"),
            webdriver: read("OTKLIK_WEBDRIVER"),
            state: PathBuf::from(read("OTKLIK_STATE")),
            root: PathBuf::from(read("OTKLIK_ROOT")),
            node: PathBuf::from(read("OTKLIK_NODE")),
        }
    })
}

impl Parts {
    /// The folder for pictures and other output for people.
    pub fn artifacts(&self, folder: &str) -> PathBuf {
        let path = self.root.join("target").join(folder);
        std::fs::create_dir_all(&path).expect("target/ can be written");
        path
    }

    pub fn axe(&self) -> PathBuf {
        self.root.join("node_modules/axe-core/axe.min.js")
    }
}

/// Tests share one database and run concurrently, each with its own ids. The few tests that check the whole
/// database take an exclusive lock.
static DOOR: RwLock<()> = RwLock::const_new(());

#[derive(Debug)]
pub struct App {
    pub parts: &'static Parts,
    http: reqwest::Client,
    /// The client address of this test's requests, as the platform reports it.
    address: String,
    /// The clock of all this app's requests, once a browser has looked at a page.
    clock: OnceLock<Clock>,
    _door: Pass,
}

#[derive(Debug)]
enum Pass {
    Shared {
        _pass: RwLockReadGuard<'static, ()>,
    },
    Alone {
        _pass: RwLockWriteGuard<'static, ()>,
    },
}

impl App {
    pub async fn enter() -> App {
        let parts = parts();
        crate::database::prepare(DOOR.write()).await;
        App::with(
            parts,
            Pass::Shared {
                _pass: DOOR.read().await,
            },
        )
    }

    /// Excludes posts of other tests as long as this app exists.
    pub async fn enter_alone() -> App {
        let parts = parts();
        crate::database::prepare(DOOR.write()).await;
        App::with(
            parts,
            Pass::Alone {
                _pass: DOOR.write().await,
            },
        )
    }

    fn with(parts: &'static Parts, door: Pass) -> App {
        // No pool: a connection belongs to the runtime of one test.
        let http = reqwest::Client::builder()
            .no_proxy()
            .pool_max_idle_per_host(0)
            .redirect(reqwest::redirect::Policy::none())
            .timeout(TIMEOUT)
            .build()
            .expect("the HTTP client builds");
        App {
            parts,
            http,
            address: fresh_address(),
            clock: OnceLock::new(),
            _door: door,
        }
    }

    /// Continues from another network.
    pub fn moves(&mut self) {
        self.address = fresh_address();
    }

    /// Serves all further requests by this clock.
    pub fn clock(&self) -> &Clock {
        self.clock.get_or_init(Clock::of_now)
    }

    /// Moves that clock.
    pub fn passes(&self, time: Duration) {
        self.clock().passes(time);
    }

    /// A request to the worker; `path` starts with a slash.
    pub fn get(&self, path: &str) -> reqwest::RequestBuilder {
        self.request("GET", path)
    }

    pub fn request(&self, method: &str, path: &str) -> reqwest::RequestBuilder {
        self.request_at(method, &format!("{}{path}", self.parts.url))
    }

    /// A request to a whole address.
    pub fn request_at(&self, method: &str, url: &str) -> reqwest::RequestBuilder {
        let method = method.parse().expect("a method's name");
        let request = self.http.request(method, url);
        let request = request.header("cf-connecting-ip", &self.address);
        match self.clock.get() {
            Some(clock) => request.header(clock::HEADER, clock.next()),
            None => request,
        }
    }
}

/// Uses a network of its own: no test uses up another's limit.
fn fresh_address() -> String {
    format!("2001:db8:{}::1", &fresh()[..4])
}

/// A new id for a submission, a comment or a name: the database does not contain it.
pub fn fresh() -> String {
    uuid::Uuid::new_v4().to_string()
}

/// Polls until `probe` returns a value; panics with `missing` at the timeout.
pub async fn until<T, F>(what: &str, mut probe: impl FnMut() -> F) -> T
where
    F: Future<Output = Option<T>>,
{
    let deadline = Instant::now() + TIMEOUT;
    let mut ticks = tokio::time::interval(POLL_EVERY);
    while Instant::now() < deadline {
        ticks.tick().await;
        if let Some(found) = probe().await {
            return found;
        }
    }
    panic!("waited {} s in vain: {what}", TIMEOUT.as_secs());
}

/// Every file below `folder`; at most 10,000.
pub fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut folders = vec![folder.to_owned()];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else {
            continue;
        };
        for entry in entries.flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push(path);
            }
            assert!(files.len() < 10_000, "the state folder does not end");
        }
    }
    files
}
