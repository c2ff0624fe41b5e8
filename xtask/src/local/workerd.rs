//! The worker in one workerd, by Miniflare alone: it restarts in a third of a second, where wrangler needs
//! several; for runs that kill it or start it often.

use crate::env::http;
use crate::env::process::Service;
use crate::env::project::Project;
use crate::local::state::State;
use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process};
use std::ffi::OsStr;
use std::fs;
use std::thread;
use std::time::{Duration, Instant};

const READY_LIMIT: Duration = Duration::from_secs(60);

pub struct Workerd {
    service: Service,
    pub base: String,
}

impl Workerd {
    /// Starts it over the state's database and waits until it answers.
    pub fn start(project: &Project, state: &State) -> Result<Self> {
        let [port] = http::free_ports::<1>()?;
        Self::start_with(project, state, port, &[])
    }

    /// The same with a debugger.
    pub fn start_inspected(project: &Project, state: &State, inspector: u16) -> Result<Self> {
        // Not the debugger's: that port is not open yet.
        let ports = http::free_ports::<2>()?;
        let port = ports.into_iter().find(|port| *port != inspector);
        let port = port.context("no free port")?;
        let inspector = inspector.to_string();
        Self::start_with(
            project,
            state,
            port,
            &["--inspector-port".as_ref(), inspector.as_ref()],
        )
    }

    /// The same behind the end-to-end tests' own modules.
    pub fn start_for_tests(project: &Project, state: &State, port: u16) -> Result<Self> {
        let front = project.path("tests/e2e/front");
        Self::start_with(project, state, port, &["--front".as_ref(), front.as_ref()])
    }

    fn start_with(project: &Project, state: &State, port: u16, options: &[&OsStr]) -> Result<Self> {
        let mut command = project.node_script(&project.path("xtask/src/local/workerd.mjs"))?;
        command
            .arg(state.config())
            .arg(port.to_string())
            .args(options)
            // Miniflare reads Cloudflare's description of a request from there.
            .env("CLOUDFLARE_CF_FETCH_ENABLED", "false")
            .env("X_LOCAL_OBSERVABILITY", "false");
        let mut service = Service::start("workerd", &mut command, state.log())?;
        let base = format!("http://127.0.0.1:{port}");
        let health = format!("{base}/healthz");
        service.wait_until(READY_LIMIT, || http::answers_ok(&health))?;
        Ok(Self { service, base })
    }

    /// The resident memory of workerd.
    pub fn resident_mib(&self) -> Result<u64> {
        let pid = child_of(self.service.pid(), "workerd")?.context("no workerd runs")?;
        let path = format!("/proc/{}/status", pid.as_raw_nonzero());
        let status = fs::read_to_string(&path).with_context(|| format!("cannot read {path}"))?;
        let mut lines = status.lines();
        let kib = lines.find_map(|line| line.strip_prefix("VmRSS:")?.trim().strip_suffix(" kB"));
        let kib: u64 = kib.context("no VmRSS")?.parse()?;
        Ok(kib / 1_024)
    }

    /// Kills the running workerd, as a power failure would, and returns its process id. Waits for one that is
    /// still starting after the last kill.
    pub fn kill(&mut self, last: Option<Pid>) -> Result<Pid> {
        let deadline = Instant::now() + READY_LIMIT;
        loop {
            let running = child_of(self.service.pid(), "workerd")?;
            if let Some(pid) = running.filter(|pid| Some(*pid) != last) {
                kill_process(pid, Signal::KILL).context("workerd cannot be killed")?;
                return Ok(pid);
            }
            self.service.check()?;
            if Instant::now() >= deadline {
                bail!("workerd was not started again");
            }
            thread::sleep(Duration::from_millis(5));
        }
    }
}

/// The living process of that name and parent.
fn child_of(parent: Pid, name: &str) -> Result<Option<Pid>> {
    let processes = fs::read_dir("/proc").context("/proc cannot be read: this needs Linux")?;
    let ids = processes.flatten().filter_map(|entry| {
        let id: i32 = entry.file_name().to_str()?.parse().ok()?;
        // `12 (workerd) S 11 ...`; the file of an ended process is missing.
        let stat = fs::read_to_string(entry.path().join("stat")).ok()?;
        let (head, rest) = stat.rsplit_once(") ")?;
        let mut words = rest.split(' ');
        let is_living = !matches!(words.next()?, "Z" | "X");
        let is_child = words.next()?.parse::<i32>().ok()? == parent.as_raw_nonzero().get();
        (is_living && is_child && head.ends_with(&format!("({name}"))).then_some(id)
    });
    Ok(ids.filter_map(Pid::from_raw).next())
}
