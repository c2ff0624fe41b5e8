//! `cargo xtask rekey` from the command line, on a worker whose contacts have its key already.

use crate::actors::callback;
use crate::app::App;
use crate::database::rows;
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
