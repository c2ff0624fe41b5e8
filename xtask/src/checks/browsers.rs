//! `cargo xtask browsers`: every form in Firefox and in WebKitGTK, on a host page and on its own page.
//!
//! Apart from `cargo xtask test`: on a fresh machine the browsers and Firefox's driver take minutes to install.

use crate::build::artifacts;
use crate::checks::report::Checks;
use crate::checks::test::{Run, SERVERS, end_to_end};
use crate::env::http;
use crate::env::process::Service;
use crate::env::project::Project;
use crate::env::tools;
use crate::local::test_env::TestEnv;
use crate::local::webdriver;
use anyhow::Result;
use std::net::{Ipv4Addr, TcpListener};

pub fn command(project: &Project) -> Result<()> {
    tools::ensure_for_browsers(project)?;
    artifacts::build(project)?;
    let mut checks = Checks::default();
    if let Some(engines) = checks.run("drivers", |_| Engines::start(project)) {
        let test_env = checks.run(SERVERS, |_| engines.test_env(project));
        if let Some(test_env) = test_env {
            let run = Run {
                filters: vec!["browsers::"],
                is_ignored: true,
                environment: engines.environment(),
                ..Run::default()
            };
            end_to_end(project, &mut checks, &test_env, &run);
        }
    }
    checks.close()
}

/// The drivers of Firefox and WebKit, and a port each for host pages.
struct Engines {
    driver_ports: [u16; 2],
    host_ports: [u16; 2],
    _drivers: [Service; 2],
}

impl Engines {
    fn start(project: &Project) -> Result<Self> {
        let [firefox, webkit, firefox_host, webkit_host] = http::free_ports::<4>()?;
        Ok(Self {
            driver_ports: [firefox, webkit],
            host_ports: [firefox_host, webkit_host],
            _drivers: [
                webdriver::start_firefox(project, firefox)?,
                webdriver::start_webkit(project, webkit)?,
            ],
        })
    }

    /// The servers; none of them gets a port where the tests will listen.
    fn test_env(&self, project: &Project) -> Result<TestEnv> {
        let [firefox, webkit] = self.host_ports;
        let _held = [
            TcpListener::bind((Ipv4Addr::LOCALHOST, firefox))?,
            TcpListener::bind((Ipv4Addr::LOCALHOST, webkit))?,
        ];
        TestEnv::start_for(project, &self.host_ports.map(url))
    }

    /// The environment variables by which the tests find the drivers, and where they serve host pages.
    fn environment(&self) -> Vec<(&'static str, String)> {
        let drivers = ["OTKLIK_FIREFOX_DRIVER", "OTKLIK_WEBKIT_DRIVER"];
        let hosts = ["OTKLIK_FIREFOX_HOST", "OTKLIK_WEBKIT_HOST"];
        let drivers = drivers.into_iter().zip(self.driver_ports.map(url));
        drivers
            .chain(hosts.into_iter().zip(self.host_ports.map(url)))
            .collect()
    }
}

fn url(port: u16) -> String {
    format!("http://localhost:{port}")
}
