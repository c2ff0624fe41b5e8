//! The input of screen readers: the browser's accessibility tree as an outline, a line for each node that is
//! read out, and the expected outlines in `trees/`.

use crate::browser::Browser;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::path::PathBuf;

/// Roles that are not read out themselves.
const SILENT: [&str; 7] = [
    "none",
    "generic",
    "InlineTextBox",
    "LineBreak",
    "LabelText",
    "Legend",
    "ListMarker",
];

/// States that are read out where they are set.
const STATES: [&str; 7] = [
    "checked", "required", "invalid", "disabled", "expanded", "hasPopup", "modal",
];

impl Browser {
    /// The page's outline: `radio "5, очень" checked=true`, indented by depth.
    pub async fn outline(&self) -> String {
        let tree = self.cdp("Accessibility.getFullAXTree", json!({})).await;
        let nodes = tree["nodes"].as_array().expect("nodes");
        let by_id: HashMap<&str, &Value> = nodes
            .iter()
            .map(|node| (node["nodeId"].as_str().expect("an id"), node))
            .collect();
        let mut text = String::new();
        write(&by_id, &nodes[0], 0, &mut text);
        text
    }
}

fn write(by_id: &HashMap<&str, &Value>, node: &Value, depth: usize, text: &mut String) {
    let role = node["role"]["value"].as_str().unwrap_or_default();
    // A form without a name is no landmark; older Chromium reads it out all the same.
    let is_nameless = node["name"]["value"].as_str().is_none_or(str::is_empty);
    let is_silent = SILENT.contains(&role) || (role == "form" && is_nameless);
    let is_said = node["ignored"] != true && !is_silent;
    if is_said {
        text.push_str(&"  ".repeat(depth));
        text.push_str(&line(node, role));
        text.push('\n');
    }
    // The text inside a text node, a button or an option is its name.
    let is_leaf = ["StaticText", "button", "link", "option", "textbox"].contains(&role);
    for child in node["childIds"].as_array().into_iter().flatten() {
        if let (Some(child), false) = (by_id.get(child.as_str().unwrap_or_default()), is_leaf) {
            write(by_id, child, depth + usize::from(is_said), text);
        }
    }
}

fn line(node: &Value, role: &str) -> String {
    let mut line = role.to_owned();
    for (key, before, after) in [
        ("name", " \"", "\""),
        ("description", " (", ")"),
        ("value", " = ", ""),
    ] {
        let said = node[key]["value"].as_str().unwrap_or_default();
        if !said.is_empty() {
            line.extend([before, said, after]);
        }
    }
    for property in node["properties"].as_array().into_iter().flatten() {
        let name = property["name"].as_str().unwrap_or_default();
        let value = &property["value"]["value"];
        let is_set = !value.is_null() && value != false && value != "false";
        if STATES.contains(&name) && is_set {
            line.push_str(&format!(" {name}={}", value.to_string().trim_matches('"')));
        }
    }
    line
}

/// Compares the outline with the stored one. `OTKLIK_WRITE_TREES=1` stores the present one, for review by a
/// person.
pub fn is_kept(name: &str, outline: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("e2e/trees")
        .join(name)
        .with_extension("txt");
    if std::env::var_os("OTKLIK_WRITE_TREES").is_some() {
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(&path, outline).expect("the outline is kept");
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(
        outline, kept,
        "{name} reads otherwise than the kept outline; OTKLIK_WRITE_TREES=1 keeps the new one"
    );
}
