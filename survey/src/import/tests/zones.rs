//! The zone of a row's time.

use super::*;

/// UTC hours of a row's noon, where the agency is two hours ahead and every named zone seven; or the errors.
fn hour(header: &str, time: &Value, line: &str) -> Result<i64, Vec<(&'static str, String)>> {
    let mapping = json!({
        "name": "test",
        "fields": {
            "survey": {"value": "guest"}, "time": time, "guest.enjoyed": {"columns": ["Оценка"]},
        },
    });
    let row = read_by(&mapping, header, line)?;
    let ahead = |minute, zone: Option<&str>| {
        assert!(zone.is_none_or(|it| it == "Asia/Novosibirsk"), "{zone:?}");
        Ok::<i64, core::convert::Infallible>(minute - zone.map_or(120, |_| 420))
    };
    let Ok(at_ms) = row.stamp.at_ms(ahead);
    Ok(at_ms / 3_600_000 % 24)
}

#[test]
fn the_zone_nearest_to_the_time_counts() {
    let formats = json!(["YYYY-MM-DD hh:mm zone", "YYYY-MM-DD hh:mm"]);
    let plain = |name: &str| json!({"columns": [name], "formats": formats});
    let zoned =
        |name: &str, zone: &str| json!({"columns": [name], "formats": formats, "zone": zone});
    for (name, time, text, utc) in [
        ("Date", plain("Date"), "2024-05-12 12:00", 10),
        ("Date (UTC)", plain("Date (UTC)"), "2024-05-12 12:00", 12),
        (
            "Date (Asia/Novosibirsk)",
            plain("Date (Asia/Novosibirsk)"),
            "2024-05-12 12:00",
            5,
        ),
        ("Date", zoned("Date", "GMT+3"), "2024-05-12 12:00", 9),
        (
            "Date (UTC)",
            zoned("Date (UTC)", "Asia/Novosibirsk"),
            "2024-05-12 12:00",
            5,
        ),
        (
            "Date (UTC)",
            zoned("Date (UTC)", "GMT+3"),
            "2024-05-12 12:00 EET",
            10,
        ),
    ] {
        let header = [name, ",Оценка"].concat();
        assert_eq!(
            hour(&header, &time, &[text, ",5"].concat()),
            Ok(utc),
            "{text} below {name}"
        );
    }
}

#[test]
fn a_column_has_the_zone_of_each_row() {
    let time = json!({
        "columns": ["Date"], "formats": ["YYYY-MM-DD hh:mm"], "zone_columns": ["Zone"], "zone": "UTC",
    });
    let hour = |zone: &str| {
        hour(
            "Date,Zone,Оценка",
            &time,
            &format!("2024-05-12 12:00,{zone},5"),
        )
    };
    assert_eq!(hour("МСК"), Ok(9));
    assert_eq!(hour("Asia/Novosibirsk"), Ok(5));
    assert_eq!(hour(""), Ok(12));
    // A zone that nobody can read is not another one.
    assert_eq!(
        hour("BST"),
        Err(vec![("unreadable_time", "Date".to_owned())])
    );
}

#[test]
fn a_zone_of_the_mapping_must_be_one() {
    for (path, value, code, place) in [
        (
            "fields/time/zone",
            json!("BST"),
            "unknown_zone",
            "fields.time.zone",
        ),
        (
            "fields/locale/zone",
            json!("UTC"),
            "unknown_zone",
            "fields.locale.zone",
        ),
        (
            "fields/locale/zone_columns",
            json!(["Почта"]),
            "bad_mapping",
            "fields.locale.zone_columns",
        ),
        (
            "fields/time/zone_columns",
            json!(["Пояс"]),
            "missing_column",
            "fields.time.zone_columns",
        ),
    ] {
        let found = mapping_errors(&with(&["/", path].concat(), value), HEADER);
        assert_eq!(found, [(code, place.to_owned())]);
    }
    let draft: MappingDraft =
        serde_json::from_value(with("/fields/time/zone", json!("Europe/Nowhere"))).unwrap();
    let surveys = surveys();
    let surveys: Vec<&Survey> = surveys.iter().collect();
    let mapping = Mapping::accept(&draft, &[cells(HEADER)], &surveys).unwrap();
    let expected = ("fields.time.zone".to_owned(), "Europe/Nowhere".to_owned());
    assert_eq!(mapping.zones(), [expected]);
}
