//! `cargo xtask token` from the command line: the printed token works until it is revoked.

use crate::app::App;
use crate::database::{fresh_event, rows};
use crate::reply::Reply;
use tokio::process::Command;

/// The command's output, and whether it succeeded.
async fn xtask(app: &App, words: &[&str]) -> (bool, String) {
    let mut command = Command::new(app.parts.root.join("target/debug/xtask"));
    command
        .arg("token")
        .args(words)
        .current_dir(&app.parts.root);
    let output = command.output().await.expect("xtask runs");
    let said = [output.stdout, output.stderr].concat();
    (
        output.status.success(),
        String::from_utf8_lossy(&said).into_owned(),
    )
}

#[tokio::test]
async fn a_token_is_made_listed_and_revoked() {
    let app = App::enter_alone().await;
    let words = [
        "create",
        "--role",
        "reader",
        "--name",
        "It's a report",
        "--days",
        "30",
    ];
    let (is_done, said) = xtask(&app, &words).await;
    assert!(is_done, "{said}");
    let token = said.lines().find(|line| line.starts_with("otk_"));
    let token = token.expect("a token on a line of its own");
    assert_eq!(token.len(), "otk_".len() + 64, "{said}");
    let numbers = || async {
        let request = app.get("/v1/aggregates").bearer_auth(token);
        Reply::to(request).await
    };
    numbers().await.is(200);
    let stored = rows(
        "select id, hash, name, role, (expires_at_ms - made_at_ms) / 86400000 as days
         from token order by id desc limit 1",
    )
    .await;
    let row = &stored[0];
    assert_eq!(
        (&row["name"], &row["role"]),
        (&"It's a report".into(), &"reader".into())
    );
    assert_eq!(row["days"], 30, "{row}");
    let id = row["id"].to_string();
    let logged = || {
        let sql =
            format!("select action, actor, detail from audit where subject = '{id}' order by seq");
        async move { rows(&sql).await }
    };
    let actions = logged().await;
    assert_eq!(
        [&actions[0]["action"], &actions[0]["actor"]],
        ["token_created", "command"]
    );
    assert!(!actions[0].to_string().contains("report"), "{actions:?}");

    let (is_done, list) = xtask(&app, &["list"]).await;
    assert!(is_done, "{list}");
    let line = list
        .lines()
        .find(|line| line.trim_start().starts_with(&format!("{id} ")));
    let line = line.expect("the token in the list");
    assert!(
        line.contains("in force") && line.contains("It's a report"),
        "{line}"
    );
    let hash = row["hash"].as_str().expect("a hash");
    assert!(!list.contains(token) && !list.contains(hash), "{list}");

    let (is_done, said) = xtask(&app, &["revoke", &id]).await;
    assert!(is_done, "{said}");
    numbers().await.refused(401, "unauthorized", "");
    let (is_done, said) = xtask(&app, &["revoke", &id]).await;
    assert!(is_done, "{said}");
    let actions = logged().await;
    assert_eq!(actions.len(), 2, "revoked once: {actions:?}");
    assert_eq!(actions[1]["action"], "token_revoked");
    let (is_done, said) = xtask(&app, &["revoke", "999999"]).await;
    assert!(!is_done && said.contains("no token 999999"), "{said}");
    let words = ["create", "--role", "manager", "--name", "x"];
    let (is_done, said) = xtask(&app, &words).await;
    assert!(!is_done && said.contains("--manager"), "{said}");
    let event = fresh_event(&app).await;
    for (manager, is_nobodys) in [(event.manager.as_str(), false), ("misspelt", true)] {
        let words = [words.as_slice(), &["--manager", manager]].concat();
        let (is_done, said) = xtask(&app, &words).await;
        assert!(is_done && said.contains("otk_"), "{said}");
        assert_eq!(said.contains("no event names"), is_nobodys, "{said}");
    }
}
