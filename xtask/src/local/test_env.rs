//! The test environment of the end-to-end tests: fresh database, worker, proxy, demo site, browser's driver.

use crate::env::http;
use crate::env::process::Service;
use crate::env::project::Project;
use crate::local::database;
use crate::local::demo;
use crate::local::proxy;
use crate::local::settings::Addresses;
use crate::local::state::State;
use crate::local::webdriver;
use crate::local::workerd::Workerd;
use anyhow::Result;
use std::path::Path;

/// Servers of the end-to-end tests. Dropping it stops all of them.
pub struct TestEnv {
    pub state: State,
    token: String,
    pub base: String,
    public: String,
    demo: String,
    webdriver: String,
    _services: [Service; 2],
    _worker: Workerd,
}

impl TestEnv {
    pub fn start(project: &Project) -> Result<Self> {
        Self::start_for(project, &[])
    }

    /// `hosts` are the origins of host pages that the tests serve by themselves.
    pub fn start_for(project: &Project, hosts: &[String]) -> Result<Self> {
        let [port, proxy_port, demo_port, driver_port] = http::free_ports::<4>()?;
        let [base, public, demo, webdriver] = [port, proxy_port, demo_port, driver_port]
            .map(|port| format!("http://localhost:{port}"));
        let state = State::fresh(project, "test-state")?;
        // Tests also open the worker without the proxy: its own address is then one more origin.
        let allowed_origins = [&[demo.clone(), base.clone()][..], hosts].concat();
        let secrets = state.prepare(
            project,
            &Addresses {
                public_url: public.clone(),
                allowed_origins,
            },
        )?;
        database::migrate(project, &state)?;
        let worker = Workerd::start_for_tests(project, &state, port)?;
        let proxy = proxy::start(project, proxy_port, port)?;
        let driver = webdriver::start(project, driver_port)?;
        demo::start(project, demo_port, &base)?;
        Ok(Self {
            state,
            token: secrets.director_token,
            base,
            public,
            demo,
            webdriver,
            _services: [driver, proxy],
            _worker: worker,
        })
    }

    /// The environment variables by which tests find the servers.
    pub fn environment(&self, project: &Project) -> [(&'static str, String); 8] {
        let text = |path: &Path| path.to_string_lossy().into_owned();
        [
            ("OTKLIK_URL", self.base.clone()),
            ("OTKLIK_PUBLIC_URL", self.public.clone()),
            ("OTKLIK_DEMO_URL", self.demo.clone()),
            ("OTKLIK_TOKEN", self.token.clone()),
            ("OTKLIK_WEBDRIVER", self.webdriver.clone()),
            ("OTKLIK_STATE", text(&self.state.dir)),
            ("OTKLIK_ROOT", text(&project.root)),
            ("OTKLIK_NODE", text(&project.node())),
        ]
    }
}
