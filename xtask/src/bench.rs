use crate::project::Project;
use anyhow::{Result, bail};
#[derive(clap::Args)]
pub struct Args {}
pub fn command(_project: &Project, _args: &Args) -> Result<()> {
    bail!("not yet")
}
