//! `cargo xtask token`: tokens for other programs and people than the director's secret, created, listed and
//! revoked. The database holds their hashes alone: a token is printed once.

use crate::env::project::Project;
use crate::env::tools;
use crate::local::database::{Database, Row};
use crate::local::state;
use anyhow::{Result, bail};
use clap::Subcommand;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use otklik_survey::audit::{ActorKind, AuditAction};
use otklik_survey::event::{Event, EventDraft};
use otklik_survey::role::{Role, TOKEN_PREFIX};
use sha2::{Digest, Sha256};

#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    action: Action,
    /// The deployed database instead of the local one
    #[arg(long, global = true)]
    remote: bool,
}

#[derive(Subcommand)]
enum Action {
    /// Create a token and print it, once
    Create {
        #[arg(long, value_parser = role_parser())]
        role: Role,
        /// Its owner or purpose, shown in the list
        #[arg(long)]
        name: String,
        /// For the role manager: the name that events have
        #[arg(long)]
        manager: Option<String>,
        /// After how many days it expires
        #[arg(long, default_value_t = 365, value_parser = clap::value_parser!(u32).range(1..=DAYS_MAX))]
        days: u32,
    },
    /// List all tokens, without their secrets
    List,
    /// Revoke a token, by its number in the list
    Revoke { id: u32 },
}

fn role_parser() -> impl TypedValueParser<Value = Role> {
    let values = Role::ALL
        .iter()
        .map(|role| PossibleValue::new(role.as_str()).help(help(*role)));
    PossibleValuesParser::new(values).try_map(|word| Role::parse(&word).ok_or("no such role"))
}

fn help(role: Role) -> &'static str {
    match role {
        Role::Director => "Everything",
        Role::Manager => "The events of one manager, their invites and numbers; callbacks",
        Role::Reader => "Numbers alone",
        Role::Integration => "Events and invites",
    }
}

/// Two years: an unused token expires in the end.
const DAYS_MAX: i64 = 730;

/// The limit of the column `token.name`.
const NAME_MAX_CHARS: usize = 64;

const LIST: &str = "
SELECT
  id, role, name, coalesce(manager, '') AS manager, date(expires_at_ms / 1000, 'unixepoch') AS until,
  CASE
    WHEN revoked_at_ms IS NOT NULL THEN 'revoked'
    WHEN expires_at_ms <= unixepoch() * 1000 THEN 'expired'
    ELSE 'in force'
  END AS state
FROM token ORDER BY id";

pub fn command(project: &Project, args: &Args) -> Result<()> {
    tools::ensure_npm_packages(project)?;
    let database = Database::chosen(project, args.remote)?;
    match &args.action {
        Action::Create {
            role,
            name,
            manager,
            days,
        } => create(&database, *role, name, manager.as_deref(), *days),
        Action::List => list(&database),
        Action::Revoke { id } => revoke(&database, *id),
    }
}

fn create(
    database: &Database<'_>,
    role: Role,
    name: &str,
    manager: Option<&str>,
    days: u32,
) -> Result<()> {
    let token = format!("{TOKEN_PREFIX}{}", hex::encode(state::random_32()?));
    let sql = insertion(&token, role, name, manager, days)?;
    if let [row, ..] = database.query(&sql)?.as_slice() {
        println!(
            "token {} until {}, printed only now:\n",
            row["id"],
            text(row, "until")
        );
        println!("{token}");
        // A misspelt name would match no event, without any error.
        if row["is_nobodys"] == 1 {
            println!("\nno event names this manager yet");
        }
        return Ok(());
    }
    bail!("the token was not stored");
}

/// Adds to the audit log what the statement before has done to a token, if it did anything. The token's name is the
/// operator's own text, possibly a person's, and stays in the list of tokens.
fn audit(action: AuditAction, which: &str) -> String {
    let (actor, action) = (ActorKind::Command.as_str(), action.as_str());
    format!(
        "INSERT INTO audit (id, at_ms, actor, action, subject, detail)
         SELECT
           lower(hex(randomblob(16))), unixepoch() * 1000, '{actor}', '{action}', id,
           json_object('role', role, 'manager', manager)
         FROM token WHERE {which} AND changes() > 0"
    )
}

/// Stores a token's hash; prints its number and its last day.
fn insertion(
    token: &str,
    role: Role,
    name: &str,
    manager: Option<&str>,
    days: u32,
) -> Result<String> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > NAME_MAX_CHARS || name.contains(char::is_control) {
        bail!("a token's name has 1-{NAME_MAX_CHARS} characters, on one line");
    }
    let manager = match (role, manager) {
        (Role::Manager, Some(manager)) => quoted(&as_events_name(manager)?),
        (Role::Manager, None) => bail!("whose events? Add `--manager`, as events name the manager"),
        (_, Some(_)) => bail!("`--manager` belongs to `--role manager` alone"),
        (_, None) => "NULL".to_owned(),
    };
    let hash = hex::encode(Sha256::digest(token));
    let (role, name) = (role.as_str(), quoted(name));
    let audit = audit(AuditAction::TokenCreated, &format!("hash = '{hash}'"));
    Ok(format!(
        "INSERT INTO token (hash, name, role, manager, made_at_ms, expires_at_ms)
         VALUES ('{hash}', {name}, '{role}', {manager}, unixepoch() * 1000, (unixepoch() + {days} * 86400) * 1000);
         {audit};
         SELECT
           id, date(expires_at_ms / 1000, 'unixepoch') AS until,
           role = 'manager' AND manager NOT IN (SELECT manager FROM event) AS is_nobodys
         FROM token WHERE hash = '{hash}'"
    ))
}

/// A manager's name normalized by the code that stores an event, so that both are equal.
fn as_events_name(manager: &str) -> Result<String> {
    let draft = EventDraft {
        title: "-".to_owned(),
        date: "2026-01-01".to_owned(),
        manager: manager.to_owned(),
        ..EventDraft::default()
    };
    match Event::accept("e", &draft) {
        Ok(event) if !event.manager().is_empty() => Ok(event.manager().to_owned()),
        _ => bail!("no event can name a manager like that"),
    }
}

fn list(database: &Database<'_>) -> Result<()> {
    let rows = database.query(LIST)?;
    if rows.is_empty() {
        println!("no tokens but the secret DIRECTOR_TOKEN");
    }
    for row in &rows {
        let words = ["state", "until", "role", "manager", "name"].map(|name| text(row, name));
        let [state, until, role, manager, name] = words;
        println!(
            "{:>4}  {state:<8}  {until}  {role:<11}  {name}  {manager}",
            row["id"]
        );
    }
    Ok(())
}

fn revoke(database: &Database<'_>, id: u32) -> Result<()> {
    let audit = audit(AuditAction::TokenRevoked, &format!("id = {id}"));
    let sql = format!(
        "UPDATE token SET revoked_at_ms = unixepoch() * 1000 WHERE id = {id} AND revoked_at_ms IS NULL;
         {audit};
         SELECT name FROM token WHERE id = {id}"
    );
    match database.query(&sql)?.first() {
        Some(row) => println!("token {id} ({}) is revoked", text(row, "name")),
        None => bail!("there is no token {id}: see `cargo xtask token list`"),
    }
    Ok(())
}

fn text<'row>(row: &'row Row, name: &str) -> &'row str {
    row[name].as_str().unwrap_or_default()
}

/// A text as an SQL literal.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_hash_is_stored() -> Result<()> {
        let sql = insertion("otk_secret", Role::Reader, " O'Hara ", None, 30)?;
        assert!(!sql.contains("otk_secret"), "{sql}");
        // By another program: `printf otk_secret | sha256sum`.
        let hash = "8908dae517d8eed149aac24cfbfe5f3099ce5fb70524e63213e6fa63af808f8d";
        assert!(
            sql.contains(&format!("('{hash}', 'O''Hara', 'reader', NULL, ")),
            "{sql}"
        );
        assert!(sql.contains("+ 30 * 86400"), "{sql}");
        Ok(())
    }

    #[test]
    fn only_the_role_manager_has_a_manager() -> Result<()> {
        let of = |role, manager: Option<&str>| insertion("otk_x", role, "name", manager, 1);
        assert!(of(Role::Manager, Some(" Д'Артаньян\u{7} "))?.contains("'Д''Артаньян'"));
        assert!(of(Role::Manager, None).is_err());
        assert!(of(Role::Manager, Some("  ")).is_err());
        assert!(of(Role::Manager, Some(&"я".repeat(65))).is_err());
        assert!(of(Role::Manager, Some(&"я".repeat(64))).is_ok());
        for role in [Role::Director, Role::Reader, Role::Integration] {
            assert!(of(role, Some("Анна")).is_err(), "{role:?}");
        }
        Ok(())
    }

    #[test]
    fn names_have_one_line() {
        let named = |name: &str| insertion("otk_x", Role::Director, name, None, 1).is_ok();
        assert!(named("CRM") && named(&"я".repeat(64)));
        for name in ["", "  ", "a\nb", &"я".repeat(65)] {
            assert!(!named(name), "{name:?}");
        }
    }
}
