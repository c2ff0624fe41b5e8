//! worker/wrangler.jsonc, and the configuration of a local run derived from it.

use crate::env::project::Project;
use anyhow::{Context, Result, anyhow};
use jiff::civil::{Date, time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use otklik_embed::settings::Settings as Agency;
use otklik_survey::calendar::moment::Moment;
use otklik_survey::callback::Window;
use serde_json::{Value, json};
use std::fs;

pub struct Addresses {
    /// The worker's public address; a proxy's where there is one.
    pub public_url: String,
    pub allowed_origins: Vec<String>,
}

pub struct Settings(pub Value);

impl Settings {
    pub fn read(project: &Project) -> Result<Self> {
        let path = project.path("worker/wrangler.jsonc");
        let text =
            fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        parse(&text).with_context(|| format!("{} is not valid JSON with comments", path.display()))
    }

    /// The agency's zone, in which days are counted.
    pub fn zone(&self) -> Result<TimeZone> {
        let name = self
            .0
            .pointer("/vars/SETTINGS/zone")
            .and_then(Value::as_str);
        let name = name.context("worker/wrangler.jsonc has no vars.SETTINGS.zone")?;
        TimeZone::get(name)
            .with_context(|| format!("vars.SETTINGS.zone: no time zone is called {name:?}"))
    }

    /// The worker's public address.
    pub fn public_url(&self) -> Result<String> {
        let url = self.0.pointer("/vars/SETTINGS/public_url");
        let url = url.and_then(Value::as_str);
        Ok(url
            .context("there is no vars.SETTINGS.public_url")?
            .to_owned())
    }

    /// The due time of a callback requested at `received`; none where the agency has no working hours.
    pub fn due_at(&self, received: Timestamp, window: Window) -> Result<Option<Timestamp>> {
        let zone = self.zone()?;
        let settings = self.0.pointer("/vars/SETTINGS").cloned();
        let settings = settings.context("worker/wrangler.jsonc has no vars.SETTINGS")?;
        let settings: Agency = serde_json::from_value(settings).context("vars.SETTINGS")?;
        let schedule = settings.schedule();
        let schedule = schedule.map_err(|error| anyhow!("vars.SETTINGS: {error}"))?;
        let local = zone.to_datetime(received).strftime("%Y-%m-%d %H:%M");
        let receipt = Moment::parse(&local.to_string()).context("a day that does not exist")?;
        let Some(due_at) = schedule.due_at(receipt, settings.callback_minutes, window) else {
            return Ok(None);
        };
        let day: Date = due_at.day.to_string().parse()?;
        let local = day.to_datetime(time(0, 0, 0, 0)) + i64::from(due_at.minute).minutes();
        Ok(Some(zone.to_ambiguous_timestamp(local).compatible()?))
    }

    /// The same worker with local addresses. Paths become absolute: the result lies in the state folder.
    pub fn local(&self, project: &Project, addresses: &Addresses) -> Result<Value> {
        let mut config = self.0.clone();
        let absolute = |relative: &str| {
            project
                .path("worker")
                .join(relative)
                .to_string_lossy()
                .into_owned()
        };
        for pointer in [
            "/main",
            "/assets/directory",
            "/d1_databases/0/migrations_dir",
        ] {
            let value = config
                .pointer_mut(pointer)
                .with_context(|| format!("worker/wrangler.jsonc has no {pointer}"))?;
            let relative = value
                .as_str()
                .with_context(|| format!("{pointer} is not a text"))?;
            *value = Value::String(absolute(relative));
        }
        let settings = config
            .pointer_mut("/vars/SETTINGS")
            .and_then(Value::as_object_mut)
            .context("worker/wrangler.jsonc has no object vars.SETTINGS")?;
        settings.insert("public_url".to_owned(), json!(addresses.public_url));
        settings.insert(
            "allowed_origins".to_owned(),
            json!(addresses.allowed_origins),
        );
        // Seeds and tests ask for more calls in a minute than an agency gets in a month.
        settings.insert(
            "callback_flood".to_owned(),
            json!({ "hour": 100_000, "day": 100_000 }),
        );
        // The first of them is the demo site, which has the document that the consent links to.
        if let Some(site) = addresses.allowed_origins.first() {
            settings.insert("site_url".to_owned(), json!(format!("{site}/")));
            settings.insert(
                "consent_url".to_owned(),
                json!(format!("{site}/consent.html")),
            );
        }
        let limits = config.pointer_mut("/ratelimits");
        let limits = limits.and_then(Value::as_array_mut).into_iter().flatten();
        for limit in limits.filter(|limit| limit["name"] == "LIMIT_CALLBACKS") {
            limit["simple"]["limit"] = json!(100_000);
        }
        if let Some(top) = config.as_object_mut() {
            // A build command would run at every start; xtask has built already.
            top.remove("build");
            top.remove("$schema");
        }
        Ok(config)
    }
}

fn parse(text: &str) -> Result<Settings> {
    let value = jsonc_parser::parse_to_serde_value(text, &jsonc_parser::ParseOptions::default())?;
    Ok(Settings(value.context("the file is empty")?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    const CONFIG: &str = r#"{
        // the agency
        "main": "build/index.js",
        "build": { "command": "worker-build" },
        "assets": { "directory": "./assets" },
        "d1_databases": [{ "binding": "DB", "migrations_dir": "migrations" }],
        "vars": { "SETTINGS": {
            "zone": "Europe/Kyiv", "public_url": "https://example.org",
            "agency": { "ru": "a", "uk": "a", "en": "a" }, "default_lang": "ru",
            "hours": [{ "days": [1, 5], "from": "10:00", "to": "19:00" }],
            "special_days": [{ "date": "2026-05-19" }],
            "allowed_origins": [], "consent_url": "https://example.org/consent",
            "phone_example": "+380 67 123-45-67",
        } },
    }"#;

    #[test]
    fn the_local_config_points_into_the_checkout_and_at_loopback() -> Result<()> {
        let project = Project {
            root: PathBuf::from("/repo"),
        };
        let addresses = Addresses {
            public_url: "http://localhost:1".to_owned(),
            allowed_origins: vec!["http://localhost:2".to_owned()],
        };
        let local = parse(CONFIG)?.local(&project, &addresses)?;
        assert_eq!(local["main"], "/repo/worker/build/index.js");
        assert_eq!(
            local["d1_databases"][0]["migrations_dir"],
            "/repo/worker/migrations"
        );
        assert_eq!(
            local["vars"]["SETTINGS"]["public_url"],
            "http://localhost:1"
        );
        assert_eq!(
            local["vars"]["SETTINGS"]["allowed_origins"],
            json!(["http://localhost:2"])
        );
        assert_eq!(local["vars"]["SETTINGS"]["site_url"], "http://localhost:2/");
        assert_eq!(local["vars"]["SETTINGS"]["zone"], "Europe/Kyiv");
        assert!(local.get("build").is_none());
        Ok(())
    }

    #[test]
    fn seeded_due_time_keeps_the_agencys_hours() -> Result<()> {
        let settings = parse(CONFIG)?;
        // A Friday evening in Kyiv; due on Monday, in summer time.
        let received: Timestamp = "2026-05-15T18:30:00Z".parse()?;
        let due_at = settings.due_at(received, Window::Any)?;
        assert_eq!(due_at, Some("2026-05-18T07:15:00Z".parse()?));
        let evening = settings.due_at(received, Window::Evening)?;
        assert_eq!(evening, Some("2026-05-18T14:15:00Z".parse()?));
        // The next day is closed.
        let late = settings.due_at("2026-05-18T16:00:00Z".parse()?, Window::Any)?;
        assert_eq!(late, Some("2026-05-20T07:15:00Z".parse()?));
        Ok(())
    }

    #[test]
    fn the_zone_must_exist() -> Result<()> {
        assert!(parse(CONFIG)?.zone().is_ok());
        assert!(
            parse(&CONFIG.replace("Europe/Kyiv", "Europe/Nowhere"))?
                .zone()
                .is_err()
        );
        assert!(parse("{}")?.zone().is_err());
        Ok(())
    }
}
