//! `cargo xtask import` from the command line: a whole file in parts, and with `cargo xtask stress` a hundred
//! thousand rows within two minutes.

use crate::actors::vote;
use crate::app::{App, fresh};
use crate::database::{rows, while_locked};
use crate::share;
use futures_util::future::join;
use serde_json::json;
use std::fmt::Write;
use std::path::Path;
use std::time::{Duration, Instant};
use tokio::process::Command;

/// The command's output, and whether it succeeded.
async fn import(app: &App, file: &Path, mapping: &Path, words: &[&str]) -> (bool, String) {
    let mut command = Command::new(app.parts.root.join("target/debug/xtask"));
    command
        .arg("import")
        .arg(file)
        .arg("--mapping")
        .arg(mapping);
    command.args(words).current_dir(&app.parts.root);
    let output = command.output().await.expect("xtask runs");
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said).into_owned();
    (output.status.success(), said)
}

/// The agency's events, and a table of that many votes on them: a score, two options, a comment.
async fn events_and_votes(run: &str, n_events: usize, n_rows: usize) -> String {
    let sql = format!(
        "with recursive n (i) as (select 0 union all select i + 1 from n where i < {n_events} - 1)
         insert into event (id, title, date, kind, manager, client, zone)
         select '{run}-' || i, 'Праздник', '2024-06-01', '', '', '', 'Europe/Kyiv' from n"
    );
    rows(&sql).await;
    let mut table = String::from("Отметка времени;Событие;Оценка;Понравилось;Слова\n");
    for n in 0..n_rows {
        let day = 1 + n % 28;
        let month = 1 + n / 28 % 12;
        let (hour, minute, second) = (9 + n / 336 % 12, n / 4032 % 60, n % 60);
        let (event, score) = (n % n_events, 1 + n / n_events % 5);
        writeln!(
            table,
            "{day:02}.{month:02}.2024 {hour}:{minute:02}:{second:02};{run}-{event};{score};Музыка, Еда;\"Вечер удался; спасибо за {n}-й танец\""
        )
        .expect("a line");
    }
    table
}

#[tokio::test]
async fn a_file_is_stored_once_however_often_it_is_sent() {
    let app = App::enter_alone().await;
    let (n_events, n_rows) = (share::of(20, 2_000), share::of(1_500, 100_000));
    let run = format!("past-{}", &fresh()[..8]);
    let mut table = events_and_votes(&run, n_events, n_rows).await;
    // Equal rows in different parts, and invalid rows.
    let second = table.lines().nth(1).expect("a row").to_owned();
    table += &format!("{second}\nвчера;{run}-0;5;;\n01.06.2024 12:00:00;{run}-0;6;;\n");
    let folder = app.parts.artifacts("imports");
    let (file, mapping) = (folder.join("past.csv"), folder.join("past.json"));
    let mapped = json!({
        "name": run,
        "fields": {
            "survey": {"value": "guest"}, "channel": {"value": "messenger"},
            "time": {"columns": ["Отметка времени"], "formats": ["DD.MM.YYYY hh:mm:ss"]},
            "event": {"columns": ["Событие"]},
            "guest.enjoyed": {"columns": ["Оценка"]},
            "guest.liked": {
                "columns": ["Понравилось"], "separator": ", ", "words": {"Музыка": "music", "Еда": "food"},
            },
            "guest.comment": {"columns": ["Слова"]},
        },
    });
    std::fs::write(&file, table).expect("target/ can be written");
    std::fs::write(&mapping, mapped.to_string()).expect("target/ can be written");
    let stored = async || {
        let like = format!("{run}-%");
        let sql = format!("select count(*) as n from response where event like '{like}'");
        rows(&sql).await[0]["n"].as_u64().expect("a number") as usize
    };
    let count = n_rows + 1;
    for (words, there, total) in [
        (
            &["--dry-run"][..],
            0,
            format!("{count} would be stored, 0 there already"),
        ),
        (&[], count, format!("{count} stored, 0 there already")),
        (
            &["--rows", "777"],
            count,
            format!("0 stored, {count} there already"),
        ),
    ] {
        let began = Instant::now();
        let (is_done, said) = import(&app, &file, &mapping, words).await;
        let took = began.elapsed();
        assert!(is_done, "{said}");
        // After 1 and 2 nobody is asked what was good.
        let left_out = n_rows / 5 * 2 + 1;
        let total = format!(
            "{} rows: {total}, 2 rejected; cells left out: {left_out}",
            n_rows + 3
        );
        assert!(said.contains(&total), "{said}");
        for (line, column) in [(n_rows + 3, "Отметка времени"), (n_rows + 4, "Оценка")]
        {
            assert!(said.contains(&format!("line {line}, {column}: ")), "{said}");
        }
        assert_eq!(stored().await, there);
        if share::is_full() {
            let what = format!(
                "{n_rows} rows of {n_events} events, `import {}`",
                words.join(" ")
            );
            share::report(&what, &format!("{:.0} s", took.as_secs_f64()));
            assert!(took < Duration::from_secs(120), "took {took:?}");
        }
    }
    let aggregates = format!("survey=guest&event={run}-0");
    let report = app.director().aggregates(&aggregates).await;
    let liked = |group: &serde_json::Value| group.to_string().contains("\"music\"");
    assert!(
        report["groups"]
            .as_array()
            .is_some_and(|it| it.iter().any(liked)),
        "{report}"
    );
}

/// A database that is unavailable for a while costs the retry delays, and no row.
#[tokio::test]
async fn unavailable_database_is_retried() {
    let app = App::enter_alone().await;
    let folder = app.parts.artifacts("imports");
    let (file, mapping) = (folder.join("later.csv"), folder.join("later.json"));
    let name = fresh();
    let mapped = json!({
        "name": name,
        "fields": {
            "survey": {"value": "guest"}, "reference": {"value": name},
            "time": {"columns": ["Когда"], "formats": ["DD.MM.YYYY"]},
            "guest.enjoyed": {"columns": ["Оценка"]},
        },
    });
    std::fs::write(&file, "Когда,Оценка\n01.06.2024,5\n").expect("target/ can be written");
    std::fs::write(&mapping, mapped.to_string()).expect("target/ can be written");
    // Long enough for the command to start and to be refused: each vote is tried for two seconds.
    let locked = while_locked(async {
        for _ in 0..2 {
            let refused = app.guest().answers("guest", &vote("", 5)).await;
            refused.refused(503, "unavailable", "");
        }
    });
    let ((is_done, said), ()) = join(import(&app, &file, &mapping, &[]), locked).await;
    assert!(is_done && said.contains("1 rows: 1 stored"), "{said}");
    let sql = format!("select count(*) as n from response where reference = '{name}'");
    assert_eq!(rows(&sql).await[0]["n"], 1);
}

#[tokio::test]
async fn invalid_imports_are_reported() {
    let app = App::enter().await;
    let folder = app.parts.artifacts("imports");
    let (file, mapping) = (folder.join("wrong.csv"), folder.join("wrong.json"));
    let write =
        |path: &Path, text: &str| std::fs::write(path, text).expect("target/ can be written");
    write(&file, "Когда,Оценка\n01.06.2024,5\n");
    for (mapped, says) in [
        ("{\n\"nane\": 1}", "unknown field `nane`, expected"),
        (
            r#"{"name": "x", "fields": {"survey": {"value": "quests"}}}"#,
            "fields.survey.value: There is no such survey",
        ),
    ] {
        write(&mapping, mapped);
        let (is_done, said) = import(&app, &file, &mapping, &[]).await;
        assert!(!is_done && said.contains(says), "{said}");
    }
    write(&file, "Когда,Оценка\n01.06.2024,\"5\n01.06.2024,4\n");
    let (is_done, said) = import(&app, &file, Path::new("own-export"), &[]).await;
    assert!(!is_done && said.contains("line 2: "), "{said}");
    let (is_done, said) = import(&app, &file, Path::new("nowhere"), &[]).await;
    assert!(!is_done && said.contains("no mapping nowhere"), "{said}");
    std::fs::write(&file, b"a,b\n\xff,1\n").expect("target/ can be written");
    let (is_done, said) = import(&app, &file, Path::new("own-export"), &[]).await;
    assert!(!is_done && said.contains("is not UTF-8"), "{said}");
}
