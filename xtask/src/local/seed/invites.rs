//! Personal links for the clients of the year, who are invited one by one.

use super::Post;
use crate::env::http;
use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Invited clients without an answer, for each who answered.
const N_SILENT: usize = 1;

/// Issues the links, and writes the code of each into its post.
pub fn issue(base: &str, token: &str, posts: &mut [Post]) -> Result<()> {
    let mut orders: BTreeMap<(String, &str), Vec<String>> = BTreeMap::new();
    for invited in posts.iter().filter_map(|post| post.invited.as_ref()) {
        let order = orders.entry((invited.event.clone(), invited.survey));
        let references = order.or_default();
        references.push(invited.reference.clone());
        references.extend((0..N_SILENT).map(|n| format!("{}s{n}", invited.reference)));
    }
    let agent = http::agent();
    let mut codes = BTreeMap::new();
    for ((event, survey), references) in orders {
        let url = format!("{base}/v1/events/{event}/invites?survey={survey}");
        // Their letters were sent long ago.
        let order = json!({ "references": references, "sent_at_ms": 1_700_000_000_000_u64 });
        let answer = http::post_signed(&agent, &url, token, &order.to_string())?;
        if answer.status != 200 {
            bail!("{url} answered {}: {}", answer.status, answer.body);
        }
        for line in answer.body.lines().skip(1) {
            let (reference, link) = line.split_once(',').context("a line of two cells")?;
            let code = link.rsplit('/').next().unwrap_or_default();
            codes.insert(reference.to_owned(), code.to_owned());
        }
    }
    for post in posts {
        let Some(invited) = &post.invited else {
            continue;
        };
        let code = codes.get(&invited.reference);
        let code = code.with_context(|| format!("no link for {}", invited.reference))?;
        let mut body: Value = serde_json::from_str(&post.body)?;
        body["invite"] = json!(code);
        body["user_activation"] = json!(true);
        post.body = body.to_string();
    }
    Ok(())
}
