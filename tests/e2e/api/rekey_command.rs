//! What operators keep contacts safe with: `cargo xtask rekey` from the command line, on a worker whose contacts have its
//! key already; a local state that nobody else can read.

use crate::actors::callback;
use crate::app::App;
use crate::database::rows;
use std::os::unix::fs::PermissionsExt;
use tokio::process::Command;

#[tokio::test]
async fn contact_keys_command_seals_what_it_can() {
    let app = App::enter_alone().await;
    app.visitor()
        .asks_for_a_call(&callback("+79161234567"))
        .await
        .is(201);
    let run = async || {
        let mut command = Command::new(app.parts.root.join("target/debug/xtask"));
        command.arg("rekey").current_dir(&app.parts.root);
        // `OTKLIK_TOKEN` and `OTKLIK_STATE` are those of this worker.
        let output = command.output().await.expect("xtask runs");
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8_lossy(&said).into_owned();
        (output.status.success(), said)
    };
    let (is_done, said) = run().await;
    assert!(
        is_done && said.contains("CONTACT_KEY_PREVIOUS can be removed"),
        "{said}"
    );
    let other = "select max(callback) as id, key_id from contact";
    let row = &rows(other).await[0];
    let (id, key_id) = (
        row["id"].as_str().expect("an id"),
        row["key_id"].as_str().expect("a key"),
    );
    let of_key =
        |key_id: &str| format!("update contact set key_id = '{key_id}' where callback = '{id}'");
    rows(&of_key("00000000")).await;
    let (is_done, said) = run().await;
    assert!(
        !is_done && said.contains("1 contacts are of a key"),
        "{said}"
    );
    rows(&of_key(key_id)).await;
}

/// The hashes that recognize a retry do not show who asked twice.
#[tokio::test]
async fn contact_keys_hide_equal_requests() {
    let app = App::enter().await;
    let requests = [callback("+79161234567"), callback("+79161234567")];
    let mut hashes = Vec::new();
    for request in &requests {
        app.visitor().asks_for_a_call(request).await.is(201);
        let id = request["id"].as_str().expect("an id");
        let sql = format!("select payload_hash from callback where id = '{id}'");
        hashes.push(rows(&sql).await[0]["payload_hash"].clone());
        app.visitor()
            .asks_for_a_call(request)
            .await
            .acknowledged(200, "same");
    }
    assert_ne!(hashes[0], hashes[1]);
}

#[tokio::test]
async fn contact_keys_and_database_are_their_owners_alone() {
    let app = App::enter().await;
    let mode = |path: &std::path::Path| {
        let metadata = std::fs::metadata(path).expect("it exists");
        metadata.permissions().mode() & 0o777
    };
    let state = &app.parts.state;
    assert_eq!(mode(state), 0o700, "{}", state.display());
    assert_eq!(mode(&state.join(".dev.vars")), 0o600);
}
