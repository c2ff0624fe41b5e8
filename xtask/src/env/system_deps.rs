//! Debian packages of the end-to-end checks: a browser, its driver, a reverse proxy, its certificates, a spreadsheet.

use crate::env::process::run_logged;
use crate::env::progress::step;
use crate::env::project::Project;
use anyhow::{Context, Result, bail};
use std::env;
use std::path::{Path, PathBuf};

/// Where Debian puts modules that nginx loads at run time.
pub const BROTLI_MODULE: &str = "/usr/lib/nginx/modules/ngx_http_brotli_filter_module.so";

struct Need {
    package: &'static str,
    present: fn() -> bool,
}

const NEEDS: [Need; 6] = [
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

/// A program in PATH, or where Debian keeps programs of root.
pub fn find(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path)
        .chain([PathBuf::from("/usr/sbin"), PathBuf::from("/usr/bin")])
        .map(|dir| dir.join(program))
        .find(|candidate| candidate.is_file())
}

/// Names that [`ensure_for_tests`] would install.
pub fn missing_for_tests() -> Vec<String> {
    let missing = missing().into_iter();
    missing
        .map(|package| format!("Debian's {package}"))
        .collect()
}

fn missing() -> Vec<&'static str> {
    NEEDS
        .iter()
        .filter(|need| !(need.present)())
        .map(|need| need.package)
        .collect()
}

pub fn ensure_for_tests(project: &Project) -> Result<()> {
    let wanted = missing();
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
    let left = missing();
    if !left.is_empty() {
        bail!(
            "installed, yet not found: {}. Run as root: {by_hand}",
            left.join(", ")
        );
    }
    Ok(())
}
