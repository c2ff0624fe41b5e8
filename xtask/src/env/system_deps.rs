//! Debian packages of the end-to-end checks: browsers, their drivers, a reverse proxy, its certificates, a spreadsheet.

use crate::env::process::run_logged;
use crate::env::progress::step;
use crate::env::project::Project;
use anyhow::{Context, Result, bail};
use std::env;
use std::path::{Path, PathBuf};

/// Where Debian puts modules that nginx loads at run time.
pub const BROTLI_MODULE: &str = "/usr/lib/nginx/modules/ngx_http_brotli_filter_module.so";

pub struct Need {
    package: &'static str,
    present: fn() -> bool,
}

pub const FOR_TESTS: [Need; 6] = [
    Need {
        package: "chromium",
        present: || find("chromium").is_some(),
    },
    Need {
        package: "chromium-driver",
        present: || find("chromedriver").is_some(),
    },
    Need {
        package: "nginx",
        present: || find("nginx").is_some(),
    },
    Need {
        package: "libnginx-mod-http-brotli-filter",
        present: || Path::new(BROTLI_MODULE).is_file(),
    },
    Need {
        package: "openssl",
        present: || find("openssl").is_some(),
    },
    // 90 MB to download, 276 MB on the disk, half a minute.
    Need {
        package: "libreoffice-calc-nogui",
        present: || find("soffice").is_some(),
    },
];

/// The browsers of other engines: 140 MB to download. WebKitGTK has no mode without a screen.
pub const FOR_BROWSERS: [Need; 4] = [
    Need {
        package: "firefox-esr",
        present: || find("firefox-esr").is_some(),
    },
    Need {
        package: "webkit2gtk-driver",
        present: || find("WebKitWebDriver").is_some(),
    },
    Need {
        package: "xvfb",
        present: || find("xvfb-run").is_some(),
    },
    // xvfb-run calls it.
    Need {
        package: "xauth",
        present: || find("xauth").is_some(),
    },
];

/// A program in PATH, or where Debian keeps programs of root.
pub fn find(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path)
        .chain([PathBuf::from("/usr/sbin"), PathBuf::from("/usr/bin")])
        .map(|dir| dir.join(program))
        .find(|candidate| candidate.is_file())
}

/// Names that [`ensure`] would install.
pub fn missing(needs: &[Need]) -> Vec<String> {
    let missing = packages_missing(needs).into_iter();
    missing
        .map(|package| format!("Debian's {package}"))
        .collect()
}

fn packages_missing(needs: &[Need]) -> Vec<&'static str> {
    needs
        .iter()
        .filter(|need| !(need.present)())
        .map(|need| need.package)
        .collect()
}

pub fn ensure_for_tests(project: &Project) -> Result<()> {
    ensure(project, &FOR_TESTS)
}

pub fn ensure(project: &Project, needs: &[Need]) -> Result<()> {
    let wanted = packages_missing(needs);
    if wanted.is_empty() {
        return Ok(());
    }
    let by_hand = format!("apt-get install -y {}", wanted.join(" "));
    if !rustix::process::geteuid().is_root() || find("apt-get").is_none() {
        bail!(
            "these Debian packages are missing: {}. Run as root: {by_hand}",
            wanted.join(", ")
        );
    }
    step("Debian packages", |detail| {
        detail.follow(&project.log("apt-install"));
        let mut update = project.command("apt-get");
        update.arg("update");
        run_logged(&mut update, &project.log("apt-update"))
            .context("the package lists could not be fetched: check the network")?;
        let mut install = project.command("apt-get");
        install
            .env("DEBIAN_FRONTEND", "noninteractive")
            .args(["install", "-y", "--no-install-recommends"])
            .args(&wanted);
        run_logged(&mut install, &project.log("apt-install"))
            .with_context(|| format!("`{by_hand}` failed"))
    })?;
    let left = packages_missing(needs);
    if !left.is_empty() {
        bail!(
            "installed, yet not found: {}. Run as root: {by_hand}",
            left.join(", ")
        );
    }
    Ok(())
}
