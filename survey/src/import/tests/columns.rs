//! Which columns of a table are read, and how.

use super::*;

/// The options of `liked`, the text of its free field, and the comment.
fn answers(row: &Row) -> (Vec<&str>, Option<&str>, Option<&str>) {
    let rows = row.response.rows();
    let liked = rows.iter().filter(|it| it.question == "liked");
    let options = liked.map(|it| it.option).filter(|it| !it.is_empty());
    let text = |question, option| {
        let mut rows = rows.iter();
        let row = rows.find(|it| it.question == question && it.option == option);
        row.and_then(|it| it.text)
    };
    (
        options.collect(),
        text("liked", "other"),
        text("comment", ""),
    )
}

fn refused(code: &'static str, column: &str) -> Vec<(&'static str, String)> {
    vec![(code, column.to_owned())]
}

#[test]
fn names_and_words_are_compared_tidied() {
    let header = "Время,Праздник,Язык,\" Оценка\u{a0}\",Что\u{200b},\"С\nлова\",Почта";
    let mut tidy = with("/fields/guest.comment/columns", json!(["С  лова "]));
    tidy["fields"]["guest.enjoyed"]["columns"] = json!(["Оценка  "]);
    tidy["fields"]["guest.liked"]["words"] =
        json!({"И\u{306}огурт ": "food", " Живая  музыка": "music"});
    let line = "2024-05-01,,,5,\"Йогурт, Живая\u{a0}музыка\",да,";
    let row = read_by(&tidy, header, line).unwrap();
    assert_eq!(answers(&row), (vec!["food", "music"], None, Some("да")));
    // Two words that are one when tidied cannot mean two things.
    tidy["fields"]["guest.liked"]["words"] = json!({"Еда": "food", "Еда ": "music"});
    let place = "fields.guest.liked.words.Еда ";
    assert_eq!(mapping_errors(&tidy, header), refused("bad_mapping", place));
}

#[test]
fn of_a_renamed_question_the_cell_with_a_word_counts() {
    let renamed = with("/fields/guest.comment/columns", json!(["Слова", "Почта"]));
    let comment = |words: &str| {
        let line = ["2024-05-01,,,5,,", words].concat();
        let row = read_by(&renamed, HEADER, &line)?;
        Ok::<_, Vec<(&'static str, String)>>(answers(&row).2.map(str::to_owned))
    };
    assert_eq!(comment("старый,"), Ok(Some("старый".to_owned())));
    assert_eq!(comment(",новый"), Ok(Some("новый".to_owned())));
    assert_eq!(comment("оба,оба "), Ok(Some("оба".to_owned())));
    assert_eq!(
        comment("старый,новый"),
        Err(refused("cells_differ", "Почта"))
    );
    // As every field beside the answers.
    let renamed = with("/fields/locale/columns", json!(["Почта", "Язык"]));
    let locale = |line: &str| read_by(&renamed, HEADER, line).map(|it| it.response.lang());
    assert_eq!(locale("2024-05-01,,uk,5,,,"), Ok(Some(Lang::Uk)));
    assert_eq!(locale("2024-05-01,,русский,5,,,ru"), Ok(Some(Lang::Ru)));
    assert_eq!(
        locale("2024-05-01,,uk,5,,,ru"),
        Err(refused("cells_differ", "Язык"))
    );
}

#[test]
fn columns_of_single_options_are_one_answer() {
    let header = "Время,Оценка,Музыка,Еда,Ведущий,Другое";
    let mut mapping = json!({
        "name": "test",
        "fields": {
            "survey": {"value": "guest"},
            "time": {"columns": ["Время"], "formats": ["YYYY-MM-DD"]},
            "guest.enjoyed": {"columns": ["Оценка"]},
            "guest.liked": {
                "columns": ["Музыка", "Еда", "Ведущий"], "other": ["Другое"],
                "words": {"Музыка": "music", "Еда": "food", "Ведущий": "host"},
            },
        },
    });
    let row = read_by(&mapping, header, "2024-05-01,4,,Еда,Ведущий,фейерверк").unwrap();
    let all = vec!["food", "host", "other"];
    assert_eq!(answers(&row), (all, Some("фейерверк"), None));
    // Columns that say yes or no need the option beside their names.
    mapping["fields"]["guest.liked"] = json!({
        "options": {"Музыка": "music", "Еда": "food", "Ведущий": "host"}, "other": ["Другое"],
        "words": {"не выбрано": ""},
    });
    let row = read_by(&mapping, header, "2024-05-01,4,Да,нет,не выбрано,").unwrap();
    assert_eq!(answers(&row), (vec!["music"], None, None));
    let unclear = read_by(&mapping, header, "2024-05-01,4,Да,возможно,,");
    assert_eq!(unclear.unwrap_err(), refused("unknown_option", "Еда"));
    for (options, code, place) in [
        (
            json!({"Музыка": "dance"}),
            "unknown_option",
            ".options.Музыка",
        ),
        (json!({"Танцы": "music"}), "missing_column", ".options"),
    ] {
        mapping["fields"]["guest.liked"]["options"] = options;
        let place = ["fields.guest.liked", place].concat();
        assert!(mapping_errors(&mapping, header).contains(&(code, place)));
    }
    mapping["fields"]["guest.enjoyed"]["options"] = json!({"Еда": "5"});
    let errors = mapping_errors(&mapping, header);
    assert!(errors.contains(&("wrong_kind", "fields.guest.enjoyed.options".to_owned())));
}

#[test]
fn two_rows_of_names_are_one_name() {
    let header = ["Когда,Как вам?,Что понравилось?,,", ",Ответ,Музыка,Еда,"].map(cells);
    let draft: MappingDraft = serde_json::from_value(json!({
        "name": "test", "two_header_rows": true,
        "fields": {
            "survey": {"value": "guest"},
            "time": {"columns": ["Когда"], "formats": ["YYYY-MM-DD"]},
            "guest.enjoyed": {"columns": ["Как вам? / Ответ"]},
            "guest.liked": {
                "options": {"Что понравилось? / Музыка": "music", "Что понравилось? / Еда": "food"},
            },
        },
    }))
    .unwrap();
    assert_eq!(draft.n_header_rows(), 2);
    let surveys = surveys();
    let surveys: Vec<&Survey> = surveys.iter().collect();
    let mapping = Mapping::accept(&draft, &header, &surveys).unwrap();
    let row = mapping.read(&cells("2024-05-01,3,,Еда"), ID).unwrap();
    assert_eq!(row.response.score("enjoyed"), Some(3));
    assert_eq!(answers(&row), (vec!["food"], None, None));
}

#[test]
fn cells_that_are_missing_at_the_end_are_empty() {
    assert_eq!(
        answers(&read("2024-05-01,,,5").unwrap()),
        (vec![], None, None)
    );
    let without_score = read("2024-05-01,,").unwrap_err();
    assert_eq!(without_score, refused("missing_answer", "Оценка"));
}

#[test]
fn columns_without_a_name_may_be_empty_alone() {
    let header = [HEADER, ",,"].concat();
    let read = |end: &str| read_by(&mapping(), &header, &["2024-05-01,,,5,,,,", end].concat());
    assert!(read(", ").is_ok());
    assert!(read(",,,,").is_ok());
    assert_eq!(read(",x").unwrap_err(), refused("wrong_width", "#9"));
    assert_eq!(read(",,x").unwrap_err(), refused("wrong_width", "#10"));
    let left = with("/ignore_others", json!(true));
    assert!(read_by(&left, &header, "2024-05-01,,,5,,,,x,x").is_ok());
}

#[test]
fn nothing_of_the_free_field_is_lost() {
    let both = with("/fields/guest.liked/other", json!(["Почта"]));
    let row = read_by(&both, HEADER, "2024-05-01,,,5,\"Музыка, танцы\",,торт").unwrap();
    assert_eq!(
        answers(&row),
        (vec!["music", "other"], Some("танцы, торт"), None)
    );
    let row = read_by(&both, HEADER, "2024-05-01,,,5,торт,,торт").unwrap();
    assert_eq!(answers(&row), (vec!["other"], Some("торт"), None));
}

#[test]
fn lines_of_a_cell_may_be_its_options() {
    let lines = with("/fields/guest.liked/separator", json!("\n"));
    let row = read_by(
        &lines,
        HEADER,
        "2024-05-01,,,5,\"Еда,  напитки\r\nМузыка\",,",
    )
    .unwrap();
    assert_eq!(answers(&row).0, ["food", "music"]);
}

#[test]
fn words_past_a_limit_are_refused_and_not_cut() {
    let long = "я".repeat(65);
    let event = read(&format!("2024-05-01,{long},,5,,,"));
    assert_eq!(event.unwrap_err(), refused("text_too_long", "Праздник"));
    let mut referred = with("/fields/reference", json!({"columns": ["Почта"]}));
    referred["ignore"] = json!([]);
    let long = "я".repeat(limits::REFERENCE_MAX_CHARS + 1);
    let reference = read_by(&referred, HEADER, &format!("2024-05-01,,,5,,,{long}"));
    assert_eq!(reference.unwrap_err(), refused("text_too_long", "Почта"));
}

#[test]
fn an_answer_that_nobody_asked_for_is_named() {
    let guest: Survey = serde_json::from_value(json!({
        "id": "guest", "version": 1, "audience": "guest",
        "questions": [
            {"id": "enjoyed", "kind": "csat", "required": true},
            {"id": "liked", "kind": "choice", "several": true, "options": ["music", "food", "other"],
             "after": {"question": "enjoyed", "buckets": ["high"]}},
        ],
    }))
    .unwrap();
    let client: Survey = serde_json::from_value(json!({
        "id": "client", "version": 1, "audience": "client",
        "questions": [{"id": "nps", "kind": "nps", "required": true}, {"id": "why", "kind": "text"}],
    }))
    .unwrap();
    let draft: MappingDraft = serde_json::from_value(json!({
        "name": "test",
        "fields": {
            "survey": {"columns": ["Анкета"]},
            "time": {"columns": ["Время"], "formats": ["YYYY-MM-DD"]},
            "guest.enjoyed": {"columns": ["Оценка"]},
            "guest.liked": {"columns": ["Что"], "options": {"Еда": "food"}, "other": ["Иное"]},
            "client.nps": {"columns": ["Оценка"]},
            "client.why": {"columns": ["Почему"]},
        },
    }))
    .unwrap();
    let header = [cells("Анкета,Время,Оценка,Что,Еда,Иное,Почему")];
    let surveys = [&guest, &client];
    let mapping = Mapping::accept(&draft, &header, &surveys).unwrap();
    let left_out = |line: &str| {
        let row = mapping.read(&cells(line), ID).unwrap();
        let columns = codes(row.left_out).into_iter().map(|(code, column)| {
            assert_eq!(code, "not_asked");
            column
        });
        columns.collect::<Vec<_>>()
    };
    let none: [&str; 0] = [];
    assert_eq!(left_out("guest,2024-05-01,5,music,да,торт,"), none);
    assert_eq!(left_out("guest,2024-05-01,1,,нет,,"), none);
    assert_eq!(
        left_out("guest,2024-05-01,1,music,да,торт,"),
        ["Что", "Еда", "Иное"]
    );
    assert_eq!(left_out("guest,2024-05-01,5,,,,ждали"), ["Почему"]);
    assert_eq!(left_out("client,2024-05-01,9,music,,,ждали"), ["Что"]);
}
