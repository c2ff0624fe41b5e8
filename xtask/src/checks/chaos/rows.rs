//! Compares the rows at the end with the acks.

use super::guests::Acknowledged;
use crate::env::project::Project;
use crate::local::sqlite;
use anyhow::{Context, Result, bail};
use std::collections::HashMap;
use std::path::Path;

/// A row for each submission, by its own id or its invite's code; its last revision and its score.
const STORED: &str = "
SELECT coalesce(invite, id) AS key, rev,
  (SELECT score FROM answer WHERE response = r.id AND score IS NOT NULL) AS score
FROM response AS r
UNION ALL
SELECT id, rev, NULL FROM callback";

pub type Stored = Vec<(String, Acknowledged)>;

pub fn read(project: &Project, file: &Path) -> Result<Stored> {
    let rows = sqlite::query(project, file, STORED)?;
    let rows = rows.iter().map(|row| {
        let stored = Acknowledged {
            rev: row["rev"].as_u64()?,
            score: row["score"].as_i64(),
        };
        Some((row["key"].as_str()?.to_owned(), stored))
    });
    rows.collect::<Option<_>>().context("a row without its key")
}

/// Checks that every acknowledged submission is one row with the content of the last ack, and that there are no
/// other rows.
pub fn compare(stored: &Stored, acknowledged: &HashMap<String, Acknowledged>) -> Result<()> {
    let mut by_key: HashMap<&str, Acknowledged> = HashMap::new();
    for (key, row) in stored {
        if by_key.insert(key, *row).is_some() {
            bail!("{key} is stored twice");
        }
        if !acknowledged.contains_key(key) {
            bail!("{key} is stored without an ack");
        }
    }
    let lost: Vec<&String> = acknowledged
        .iter()
        .filter(|(key, row)| by_key.get(key.as_str()) != Some(row))
        .map(|(key, _)| key)
        .collect();
    if let Some(key) = lost.first() {
        bail!(
            "{} of {} acknowledged submissions are lost, such as {key}: acknowledged {:?}, stored {:?}",
            lost.len(),
            acknowledged.len(),
            acknowledged[*key],
            by_key.get(key.as_str())
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(key: &str, rev: u64, score: i64) -> (String, Acknowledged) {
        let score = Some(score);
        (key.to_owned(), Acknowledged { rev, score })
    }

    #[test]
    fn lost_doubled_changed_and_extra_rows_are_found() {
        let acknowledged: HashMap<_, _> = [row("a", 1, 5), row("b", 2, 3)].into();
        let compared = |stored: &[(String, Acknowledged)]| compare(&stored.to_vec(), &acknowledged);
        assert!(compared(&[row("a", 1, 5), row("b", 2, 3)]).is_ok());
        for wrong in [
            vec![row("a", 1, 5)],
            vec![row("a", 1, 5), row("b", 1, 3)],
            vec![row("a", 1, 5), row("b", 2, 4)],
            vec![row("a", 1, 5), row("b", 2, 3), row("b", 2, 3)],
            vec![row("a", 1, 5), row("b", 2, 3), row("c", 1, 1)],
        ] {
            assert!(compared(&wrong).is_err(), "{wrong:?}");
        }
    }
}
