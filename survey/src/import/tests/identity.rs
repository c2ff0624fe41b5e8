//! What a row is known by.

use super::*;

fn identity_by(mapping: &Value, header: &str, line: &str) -> Identity {
    let draft: MappingDraft = serde_json::from_value(mapping.clone()).unwrap();
    Columns::of(&draft, &[cells(header)]).identity(&cells(line))
}

fn identity(line: &str) -> Identity {
    identity_by(&mapping(), HEADER, line)
}

const LINE: &str = "01.05.2024 9:41,Свадьба Ивановых,ru,5,Музыка,\"Всё, спасибо\",a@b.example";

#[test]
fn a_row_is_known_in_a_later_table() {
    let known = identity(LINE);
    for (header, line) in [
        // What is ignored, how the time is written, spaces, line ends.
        (
            HEADER,
            "1.5.2024 09:41,Свадьба  Ивановых,ru, 5,Музыка,\"Всё, спасибо \",",
        ),
        // A question more, whose cell was empty; columns moved.
        (
            "Почта,Слова,Возраст,Оценка,Что,Язык,Праздник,Время",
            ",\"Всё, спасибо\",,5,Музыка,ru,Свадьба Ивановых,01.05.2024 09:41",
        ),
    ] {
        assert_eq!(identity_by(&mapping(), header, line), known, "{line}");
    }
    // Meanings and fixed values of the mapping say nothing of the row.
    let mut corrected = with("/fields/guest.enjoyed/words", json!({"5": "1"}));
    corrected["fields"]["channel"]["value"] = json!("qr");
    assert_eq!(identity_by(&corrected, HEADER, LINE), known);
    assert_eq!(identity(LINE).own_id, "");
}

#[test]
fn another_word_that_the_mapping_reads_is_another_row() {
    let known = identity(LINE);
    for line in [
        "01.05.2024 9:42,Свадьба Ивановых,ru,5,Музыка,\"Всё, спасибо\",",
        "01.05.2024 9:41,Свадьба Петровых,ru,5,Музыка,\"Всё, спасибо\",",
        "01.05.2024 9:41,Свадьба Ивановых,ru,4,Музыка,\"Всё, спасибо\",",
        "01.05.2024 9:41,Свадьба Ивановых,ru,5,,\"Всё, спасибо\",",
        // The same words in other columns.
        "01.05.2024 9:41,Свадьба Ивановых,ru,5,\"Всё, спасибо\",Музыка,",
    ] {
        assert_ne!(identity(line), known, "{line}");
    }
    let event = |id: &str| {
        let fixed = with("/fields/event", json!({"value": id}));
        identity_by(&fixed, HEADER, LINE)
    };
    assert_ne!(event("ev-01"), event("ev-02"));
    let client = with("/fields/survey/value", json!("client"));
    assert_ne!(identity_by(&client, HEADER, LINE), known);
}

#[test]
fn ticks_are_the_same_in_any_words() {
    let mapping = json!({"fields": {
        "survey": {"value": "guest"}, "guest.liked": {"options": {"Музыка": "music", "Еда": "food"}},
    }});
    let of = |line| identity_by(&mapping, "Музыка,Еда", line).contents;
    assert_eq!(of("Да,Нет"), of("1,"));
    assert_ne!(of("Да,Нет"), of("Нет,Да"));
    assert_ne!(of("Да,возможно"), of("Да,Нет"));
}

#[test]
fn an_id_with_two_contents_is_found() {
    let mut mapping = with("/fields/id", json!({"columns": ["Почта"]}));
    mapping["ignore"] = json!([]);
    let rows = |lines: &[(&str, &str)]| {
        let rows = lines.iter().map(|(score, id)| {
            let line = format!("2024-05-01,,,{score},,,{id}");
            identity_by(&mapping, HEADER, &line)
        });
        reused_ids(&rows.collect::<Vec<_>>())
            .into_iter()
            .collect::<Vec<_>>()
    };
    assert_eq!(
        rows(&[("5", "17"), ("5", "17"), ("4", "18"), ("4", ""), ("3", "")]),
        []
    );
    let reused = rows(&[("5", "17"), ("4", "18"), ("5", "17"), ("4", "17")]);
    assert_eq!(reused, [(0, 3), (2, 0), (3, 0)]);
}
