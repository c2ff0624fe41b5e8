//! The lock file of the archive: of the checkout's the part that wrangler needs, so that an agency deploys with the
//! same tools, down to their bytes, as were tested.

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// The lock file for a `package.json` whose only dependencies are those of `root`, whose versions `lock` has.
pub fn of(root: &Value, lock: &str) -> Result<String> {
    let lock: Value = serde_json::from_str(lock).context("package-lock.json is not JSON")?;
    let packages = lock["packages"]
        .as_object()
        .context("package-lock.json has no packages")?;
    let mut needed: BTreeMap<String, Value> = BTreeMap::new();
    let mut next: Vec<(String, String)> = names(root, "dependencies")
        .map(|it| (String::new(), it))
        .collect();
    while let Some((from, name)) = next.pop() {
        let Some(place) = place(packages, &from, &name) else {
            bail!("package-lock.json has no {name} for {from:?}");
        };
        if needed.contains_key(place) {
            continue;
        }
        let mut package = packages[place].clone();
        // In the checkout all are tools of development.
        if let Some(fields) = package.as_object_mut() {
            fields.remove("dev");
        }
        let needs = names(&package, "dependencies");
        next.extend(needs.map(|name| (place.to_owned(), name)));
        // For some platforms, or for those who have them: not every one is in the lock file.
        for kind in ["optionalDependencies", "peerDependencies"] {
            let known =
                names(&package, kind).filter(|name| self::place(packages, place, name).is_some());
            next.extend(known.map(|name| (place.to_owned(), name)));
        }
        needed.insert(place.to_owned(), package);
    }
    needed.insert(String::new(), root.clone());
    let lock = json!({
        "name": root["name"], "version": root["version"], "lockfileVersion": 3, "requires": true,
        "packages": needed,
    });
    serde_json::to_string_pretty(&lock).context("package-lock.json cannot be written")
}

fn names(package: &Value, kind: &str) -> impl Iterator<Item = String> + use<> {
    let names = package[kind]
        .as_object()
        .map(|it| it.keys().cloned().collect::<Vec<_>>());
    names.unwrap_or_default().into_iter()
}

/// Where Node finds a package that the one at `from` names: in its own folder, or in that of one above it.
fn place<'a>(packages: &'a Map<String, Value>, from: &str, name: &str) -> Option<&'a str> {
    let mut folder = from;
    loop {
        let wanted = format!("{folder}/node_modules/{name}");
        if let Some((place, _)) = packages.get_key_value(wanted.trim_start_matches('/')) {
            return Some(place);
        }
        if folder.is_empty() {
            return None;
        }
        folder = folder
            .rfind("/node_modules/")
            .map_or("", |end| &folder[..end]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_file_has_what_is_needed_and_nothing_else() -> Result<()> {
        let lock = json!({"packages": {
            "": {"devDependencies": {"a": "1", "z": "1"}},
            "node_modules/a": {"dev": true, "integrity": "sha512-a", "dependencies": {"b": "1"},
                "optionalDependencies": {"for-linux": "1", "for-plan9": "1"}},
            "node_modules/a/node_modules/b": {"dev": true, "dependencies": {"c": "1"}},
            "node_modules/b": {"dependencies": {"z": "1"}},
            "node_modules/c": {"dependencies": {"a": "1"}},
            "node_modules/for-linux": {"optional": true},
            "node_modules/z": {},
        }});
        let root = json!({"name": "otklik", "version": "1.0.0", "dependencies": {"a": "1"}});
        let made: Value = serde_json::from_str(&of(&root, &lock.to_string())?)?;
        let places: Vec<&String> = made["packages"]
            .as_object()
            .context("packages")?
            .keys()
            .collect();
        assert_eq!(
            places,
            [
                "",
                "node_modules/a",
                "node_modules/a/node_modules/b",
                "node_modules/c",
                "node_modules/for-linux"
            ]
        );
        assert_eq!(made["packages"][""], root);
        assert_eq!(made["packages"]["node_modules/a"]["integrity"], "sha512-a");
        assert!(made["packages"]["node_modules/a"].get("dev").is_none());
        let unknown = json!({"dependencies": {"nowhere": "1"}});
        assert!(of(&unknown, &lock.to_string()).is_err());
        Ok(())
    }
}
