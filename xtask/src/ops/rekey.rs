//! `cargo xtask rekey`: seals every contact anew under `CONTACT_KEY`, after the key was changed. The worker does it, a
//! page a request, so that no key leaves the deployment; it may be stopped and repeated at any time.

use super::import::sender::Sender;
use crate::env::project::Project;
use crate::env::tools;
use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

#[derive(clap::Args)]
pub struct Args {
    /// The deployed worker instead of the local one, with a director's token in OTKLIK_TOKEN
    #[arg(long)]
    remote: bool,
}

/// Pages of one run: five million contacts. A worker that always returns a next page would not end.
const PAGES_MAX: u32 = 100_000;

pub fn command(project: &Project, args: &Args) -> Result<()> {
    tools::ensure_npm_packages(project)?;
    let mut sender = Sender::start(project, args.remote, "/v1/contacts/rekey")?;
    let (mut rekeyed, mut unreadable) = (0, 0);
    let mut after = String::new();
    for _ in 0..PAGES_MAX {
        let page = page(&mut sender, &after)?;
        let number = |name: &str| page[name].as_u64().unwrap_or(0);
        rekeyed += number("rekeyed");
        unreadable += number("unreadable");
        match page["next"].as_str() {
            Some(next) => next.clone_into(&mut after),
            None => return report(rekeyed, unreadable),
        }
    }
    bail!("the worker does not come to an end after {rekeyed} contacts");
}

fn page(sender: &mut Sender, after: &str) -> Result<Value> {
    let answer = sender.send(&json!({ "after": after }).to_string())?;
    let body = answer["body"].as_str().unwrap_or_default();
    if answer["status"] != 200 {
        bail!(
            "not all contacts are sealed anew; correct the error and run the command again: {} {body}",
            answer["status"]
        );
    }
    serde_json::from_str(body).context("the worker's answer is not JSON")
}

fn report(rekeyed: u64, unreadable: u64) -> Result<()> {
    println!("{rekeyed} contacts are sealed by CONTACT_KEY now");
    if unreadable > 0 {
        bail!(
            "{unreadable} contacts are of a key that is neither CONTACT_KEY nor CONTACT_KEY_PREVIOUS: they stay as they are"
        );
    }
    println!("every contact is: CONTACT_KEY_PREVIOUS can be removed");
    Ok(())
}
