//! `POST /v1/import`: tables as other programs write them.

use super::imports::{HEADER, counts, imports, mapping, sends, stored, table};
use crate::app::{App, fresh};
use crate::database::fresh_event;
use serde_json::json;

/// A later table of the same form has a question more, other columns first, and another program's times.
#[tokio::test]
async fn a_later_table_adds_its_new_rows_alone() {
    let app = App::enter().await;
    let event = fresh_event(&app).await;
    let mut mapping = mapping(&event);
    let first = [
        "01.05.2024 09:41:00,Свадьба,,4,Музыка,раз,",
        "01.05.2024 12:00:00,Свадьба,,5,Еда,два,",
    ];
    let result = imports(&app, &mapping, &table(&first), false).await;
    assert_eq!(counts(&result), [2, 2, 0, 0], "{result}");
    mapping["ignore"] = json!(["Почта", "Телефон"]);
    let later = "Оценка,Когда,Праздник,Язык,Что,\" Слова \",Телефон\r\n\
                 4,1.5.2024 9:41:00,Свадьба,,Музыка,раз,\r\n\
                 5,01.05.2024 12:00:00,Свадьба,,Еда,два,12\r\n\
                 3,02.05.2024 9:00:00,Свадьба,,,три,\r\n";
    let result = imports(&app, &mapping, later, false).await;
    assert_eq!(counts(&result), [3, 1, 2, 0], "{result}");
}

#[tokio::test]
async fn a_time_is_read_in_the_zone_that_the_table_names() {
    let app = App::enter().await;
    let event = fresh_event(&app).await;
    let mut mapping = mapping(&event);
    // Half past midnight of the agency.
    let line = "12.05.2024 22:30:00,Свадьба,,5,,,";
    let header = HEADER.replace("Когда", "Когда (UTC)");
    mapping["fields"]["time"]["columns"] = json!(["Когда (UTC)"]);
    let result = imports(&app, &mapping, &[&header, line].concat(), false).await;
    assert_eq!(counts(&result), [1, 1, 0, 0], "{result}");
    mapping["name"] = json!(fresh());
    mapping["fields"]["time"]["zone"] = json!("Asia/Novosibirsk");
    let result = imports(&app, &mapping, &[&header, line].concat(), false).await;
    assert_eq!(counts(&result), [1, 1, 0, 0], "{result}");
    let days: Vec<_> = stored(&event)
        .await
        .into_iter()
        .map(|it| (it["received_at_ms"].clone(), it["day"].clone()))
        .collect();
    let expected = [
        (1_715_527_800_000_i64, "2024-05-12"),
        (1_715_553_000_000, "2024-05-13"),
    ];
    assert_eq!(
        days,
        expected.map(|(at_ms, day)| (json!(at_ms), json!(day)))
    );
    mapping["fields"]["time"]["zone"] = json!("Asia/Nowhere");
    let table = [&header, line].concat();
    let body = json!({"mapping": mapping, "csv": table});
    let refused = sends(&app, &body, "en").await;
    refused.refused(422, "unknown_zone", "fields.time.zone");
}

#[tokio::test]
async fn answers_that_nobody_asked_for_are_named() {
    let app = App::enter().await;
    let event = fresh_event(&app).await;
    let mapping = mapping(&event);
    let lines = [
        "01.05.2024 12:00:00,Свадьба,,5,Музыка,,",
        "01.05.2024 12:00:00,Свадьба,,1,Музыка,,",
    ];
    for is_dry in [true, false] {
        let result = imports(&app, &mapping, &table(&lines), is_dry).await;
        assert_eq!(counts(&result), [2, 2, 0, 0], "{result}");
        let left_out = &result["left_out"];
        let cell = (
            &left_out[0]["row"],
            &left_out[0]["code"],
            &left_out[0]["column"],
        );
        assert_eq!(cell, (&json!(2), &json!("not_asked"), &json!("Что")));
        assert_eq!(left_out.as_array().map(Vec::len), Some(1));
    }
}

#[tokio::test]
async fn a_quotation_mark_that_is_not_closed_has_its_line() {
    let app = App::enter().await;
    let event = fresh_event(&app).await;
    let lines = [
        "01.05.2024 12:00:00,Свадьба,,5,,\"Уютно; спасибо,",
        "01.05.2024 13:00:00,Свадьба,,1,,ужасно,",
    ];
    let table = ["sep=,\r\n", &table(&lines)].concat();
    let body = json!({"mapping": mapping(&event), "csv": table});
    let refused = sends(&app, &body, "uk").await;
    refused.refused(422, "bad_quote", "csv.lines.3");
    assert_eq!(stored(&event).await.len(), 0);
}
