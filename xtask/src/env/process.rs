//! Children in process groups of their own, so that stopping one stops all its descendants.
//!
//! Every child is started here. On Ctrl-C, SIGTERM or SIGHUP each known group is stopped and xtask exits.

use anyhow::{Context, Result, anyhow, bail};
use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process_group, waitid};
use std::fs::{self, File};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// How long a group may take to end after SIGTERM before it is killed.
const GRACE: Duration = Duration::from_secs(5);

/// The timeout of a command: one that takes longer hangs. The slowest, a full stress run of end-to-end tests,
/// needs a third of it.
const TIMEOUT: Duration = Duration::from_mins(40);

struct Groups {
    running: Vec<Pid>,
    stopping: Stopping,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stopping {
    No,
    Yes,
}

static GROUPS: Mutex<Groups> = Mutex::new(Groups {
    running: Vec::new(),
    stopping: Stopping::No,
});

fn groups() -> MutexGuard<'static, Groups> {
    GROUPS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// From here on a signal ends every child first, then this process.
pub fn stop_children_on_signals() -> Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    let mut signals = signal_hook::iterator::Signals::new([SIGINT, SIGTERM, SIGHUP])
        .context("signals cannot be handled here")?;
    thread::spawn(move || {
        if let Some(signal) = signals.forever().next() {
            let running = {
                let mut groups = groups();
                groups.stopping = Stopping::Yes;
                groups.running.clone()
            };
            end_groups(&running);
            eprintln!();
            // The shell's convention for "ended by this signal".
            std::process::exit(128 + signal);
        }
    });
    Ok(())
}

/// Blocks for good once a signal arrived: its thread ends the process, with the right code.
pub fn wait_if_stopping() {
    let stopping = groups().stopping;
    if stopping == Stopping::Yes {
        loop {
            thread::park();
        }
    }
}

fn spawn(command: &mut Command) -> std::io::Result<Child> {
    wait_if_stopping();
    command.stdin(Stdio::null()).process_group(0);
    // Held across the spawn: a signal in between must not miss the new group.
    let mut groups = groups();
    let child = command.spawn()?;
    groups.running.push(Pid::from_child(&child));
    Ok(child)
}

fn forget(group: Pid) {
    groups().running.retain(|known| *known != group);
}

fn end_groups(running: &[Pid]) {
    for group in running {
        // Fails only where the group no longer exists.
        let _gone = kill_process_group(*group, Signal::TERM);
    }
    let deadline = Instant::now() + GRACE;
    for group in running {
        ends(*group, deadline.saturating_duration_since(Instant::now()));
        // The leader is not reaped yet, so its number cannot belong to another process.
        let _gone = kill_process_group(*group, Signal::KILL);
    }
}

/// Whether a group's leader ends within a time; it is not reaped.
fn ends(group: Pid, within: Duration) -> bool {
    let deadline = Instant::now() + within;
    while leader_runs(group) {
        if Instant::now() >= deadline {
            return false;
        }
        thread::sleep(Duration::from_millis(20));
    }
    true
}

fn leader_runs(group: Pid) -> bool {
    let look = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
    matches!(waitid(WaitId::Pid(group), look), Ok(None))
}

/// Runs to the end, 40 minutes at most, with its output in `log`; a failure carries the log's last lines.
pub fn run_logged(command: &mut Command, log: &Path) -> Result<()> {
    let status = status_logged(command, log)?;
    if !status.success() {
        bail!("{}", failure(command, status, log));
    }
    Ok(())
}

fn failure(command: &Command, status: ExitStatus, log: &Path) -> String {
    format!(
        "`{}` failed ({status}). The end of {}:\n{}",
        brief(command),
        log.display(),
        tail(log, 40)
    )
}

/// Program and first arguments: enough to recognise the command by.
fn brief(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let mut words = vec![
        program
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned(),
    ];
    words.extend(
        command
            .get_args()
            .take(3)
            .map(|arg| arg.to_string_lossy().into_owned()),
    );
    words.join(" ")
}

pub fn status_logged(command: &mut Command, log: &Path) -> Result<ExitStatus> {
    status_within(TIMEOUT, command, log)
}

fn status_within(patience: Duration, command: &mut Command, log: &Path) -> Result<ExitStatus> {
    let mut child = spawn_logged(command, log)?;
    let group = Pid::from_child(&child);
    let hangs = !ends(group, patience);
    if hangs {
        end_groups(&[group]);
    }
    let status = child.wait();
    forget(group);
    wait_if_stopping();
    if hangs {
        bail!(
            "`{}` was stopped after {patience:?}. The end of {}:\n{}",
            brief(command),
            log.display(),
            tail(log, 40)
        );
    }
    status.with_context(|| format!("`{}` could not be awaited", brief(command)))
}

fn spawn_logged(command: &mut Command, log: &Path) -> Result<Child> {
    if let Some(folder) = log.parent() {
        fs::create_dir_all(folder)
            .with_context(|| format!("cannot create {}", folder.display()))?;
    }
    let out = File::create(log).with_context(|| format!("cannot write {}", log.display()))?;
    let err = out.try_clone().context("a log file cannot be shared")?;
    command.stdout(out).stderr(err);
    spawn(command).map_err(|error| not_started(command, &error))
}

fn not_started(command: &Command, error: &std::io::Error) -> anyhow::Error {
    anyhow!(
        "`{}` cannot be started: {error}",
        command.get_program().to_string_lossy()
    )
}

/// The output of a command; its errors go into the message when it fails.
pub fn capture(command: &mut Command) -> Result<String> {
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let child = spawn(command).map_err(|error| not_started(command, &error))?;
    let group = Pid::from_child(&child);
    let output = child.wait_with_output();
    forget(group);
    wait_if_stopping();
    let output = output.with_context(|| format!("`{}` could not be awaited", brief(command)))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    if !output.status.success() {
        let errors = String::from_utf8_lossy(&output.stderr);
        bail!(
            "`{}` failed ({}):\n{}{}",
            brief(command),
            output.status,
            last_lines(&text, 30),
            last_lines(&errors, 30)
        );
    }
    Ok(text)
}

/// Runs works concurrently; the first that fails ends the commands of the others, and its error is returned.
pub fn side_by_side<'a, const N: usize>(
    works: [Box<dyn FnOnce() -> Result<()> + Send + 'a>; N],
) -> Result<()> {
    let first_error = Mutex::new(None);
    thread::scope(|scope| {
        for work in works {
            let first_error = &first_error;
            scope.spawn(move || {
                if let Err(error) = work() {
                    let mut first_error =
                        first_error.lock().unwrap_or_else(PoisonError::into_inner);
                    if first_error.is_none() {
                        *first_error = Some(error);
                        let running = groups().running.clone();
                        end_groups(&running);
                    }
                }
            });
        }
    });
    let first_error = first_error
        .into_inner()
        .unwrap_or_else(PoisonError::into_inner);
    first_error.map_or(Ok(()), Err)
}

/// A long-running child. Dropping it stops its whole group.
pub struct Service {
    child: Child,
    name: &'static str,
    log: PathBuf,
}

impl Service {
    pub fn start(name: &'static str, command: &mut Command, log: PathBuf) -> Result<Self> {
        let child = spawn_logged(command, &log)?;
        Ok(Self { child, name, log })
    }

    pub fn pid(&self) -> Pid {
        Pid::from_child(&self.child)
    }

    /// Fails where the service ended by itself.
    pub fn check(&mut self) -> Result<()> {
        match self.child.try_wait() {
            Ok(None) => Ok(()),
            Ok(Some(status)) => {
                wait_if_stopping();
                bail!(
                    "{} ended by itself ({status}). The end of {}:\n{}",
                    self.name,
                    self.log.display(),
                    tail(&self.log, 40)
                )
            }
            Err(error) => bail!("{} cannot be watched: {error}", self.name),
        }
    }

    /// Waits until `ready` returns true, the service ends, or `limit` has passed.
    pub fn wait_until(&mut self, limit: Duration, ready: impl Fn() -> bool) -> Result<()> {
        let deadline = Instant::now() + limit;
        while !ready() {
            self.check()?;
            if Instant::now() >= deadline {
                bail!(
                    "{} did not answer within {} s. The end of {}:\n{}",
                    self.name,
                    limit.as_secs(),
                    self.log.display(),
                    tail(&self.log, 40)
                );
            }
            thread::sleep(Duration::from_millis(50));
        }
        Ok(())
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let group = Pid::from_child(&self.child);
        end_groups(&[group]);
        forget(group);
        let _reaped = self.child.wait();
    }
}

fn tail(log: &Path, n_lines: usize) -> String {
    let bytes = fs::read(log).unwrap_or_default();
    last_lines(&String::from_utf8_lossy(&bytes), n_lines)
}

fn last_lines(text: &str, n_lines: usize) -> String {
    // cargo redraws its progress bar after a carriage return.
    let lines: Vec<&str> = text
        .lines()
        .filter_map(|line| line.rsplit('\r').find(|part| !part.trim().is_empty()))
        .filter(|line| !line.trim().is_empty())
        .collect();
    let from = lines.len().saturating_sub(n_lines);
    lines[from..]
        .iter()
        .map(|line| format!("    {line}\n"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dropped_service_takes_its_grandchildren_along() -> Result<()> {
        let folder = std::env::temp_dir().join(format!("otklik-xtask-{}", std::process::id()));
        let log = folder.join("service.log");
        let mut command = Command::new("sh");
        command.args(["-c", "sleep 600 & echo $!; wait"]);
        let mut service = Service::start("sh", &mut command, log.clone())?;
        service.wait_until(Duration::from_secs(10), || {
            fs::read_to_string(&log).is_ok_and(|text| text.ends_with('\n'))
        })?;
        let grandchild = fs::read_to_string(&log)?.trim().to_owned();
        drop(service);
        // It was killed, and ends when the kernel schedules it. A zombie counts as ended: reaping depends on
        // the system's first process.
        let stat = || fs::read_to_string(format!("/proc/{grandchild}/stat")).unwrap_or_default();
        let runs =
            |stat: &str| !(stat.is_empty() || stat.contains(") Z ") || stat.contains(") X "));
        let deadline = Instant::now() + Duration::from_secs(10);
        while runs(&stat()) {
            assert!(Instant::now() < deadline, "still running: {}", stat());
            thread::yield_now();
        }
        fs::remove_dir_all(folder)?;
        Ok(())
    }

    #[test]
    fn command_past_its_timeout_is_stopped_with_its_children() -> Result<()> {
        let log =
            std::env::temp_dir().join(format!("otklik-xtask-{}-hangs.log", std::process::id()));
        let mut command = Command::new("sh");
        command.args(["-c", "sleep 600 & echo last words; wait"]);
        let started = Instant::now();
        let error =
            status_within(Duration::from_secs(1), &mut command, &log).expect_err("it does not end");
        assert!(error.to_string().contains("last words"), "{error}");
        assert!(started.elapsed() < Duration::from_secs(60));
        fs::remove_file(log)?;
        Ok(())
    }

    #[test]
    fn a_failed_command_shows_the_end_of_its_log() -> Result<()> {
        let log =
            std::env::temp_dir().join(format!("otklik-xtask-{}-fail.log", std::process::id()));
        let mut command = Command::new("sh");
        command.args(["-c", "echo first; echo last words >&2; exit 3"]);
        let error = run_logged(&mut command, &log).expect_err("exit code 3 is a failure");
        assert!(error.to_string().contains("last words"), "{error}");
        fs::remove_file(log)?;
        Ok(())
    }
}
