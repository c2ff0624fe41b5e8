//! Every error by itself, at the edge of each limit and one past it.

use crate::{errors_of, example, with};
use otklik_survey::Lang;
use serde_json::{Value, json};

/// A JSON pointer into the example, the value to put there (`-`: none; `я*3`: three of them), and the errors: codes at
/// the pointer itself, or with another path.
const ERRORS: &str = r#"
/id | "Wedding" | bad_part_id
/id | "a*32" |
/id | "a*33" | bad_part_id
/id | 7 | wrong_type
/id | - | missing_field
/version | 0 | bad_version
/version | 1.5 | bad_version
/version | "1" | wrong_type
/audience | "staff" | unknown_value
/touchpoint | "party" | unknown_value
/anonymous | "yes" | wrong_type
/colour | 1 | unknown_field
/title | - | missing_field
/title/uk | - | missing_field
/title/de | "x" | unknown_field
/title/en | " \u0007" | missing_text
/title/en | "я*80" |
/title/en | "я*81" | text_too_long
/title/en | "{agency}" | unknown_placeholder
/theme/brand | "red" | bad_color
/theme/radius_px | 24 |
/theme/radius_px | 25 | radius_out_of_range
/theme/radius_px | -1 | radius_out_of_range
/theme/scheme | "pink" | unknown_value
/theme/scale | "hearts" | unknown_value
/theme/logo | "x" | unknown_field
/targets/satisfied | 100 |
/targets/satisfied | 100.5 | target_out_of_range
/targets/nps | -100 |
/targets/nps | -101 | target_out_of_range
/targets/comment | 1 | not_scored
/allowed_origins/- | "https://a.example/" | allowed_origins[1]: bad_origin
/questions | {} | targets.nps: not_scored, targets.satisfied: not_scored, questions: wrong_type
/questions | [] | targets.nps: not_scored, targets.satisfied: not_scored, questions: questions_out_of_range
/questions/0/id | "nps" | targets.satisfied: not_scored, questions[1].after.question: not_scored, questions[2].id: same_id
/questions/3/kind | "stars" | unknown_value
/questions/3/kind | - | missing_field
/questions/0/required | 1 | wrong_type
/questions/0/options | ["a", "b"] | unknown_field
/questions/1/options/0 | 1 | wrong_type, questions[1].texts.ru.options.host: unknown_field, questions[1].texts.ru.options.: missing_field, questions[1].texts.uk.options.host: unknown_field, questions[1].texts.uk.options.: missing_field, questions[1].texts.en.options.host: unknown_field, questions[1].texts.en.options.: missing_field
/questions/1/texts/uk/options/host | - | missing_field
/questions/1/texts/uk/options/band | "x" | unknown_field
/questions/1/texts/en/options/food | "я*60" |
/questions/1/texts/en/options/food | "я*61" | text_too_long
/questions/1/texts/en/options/food | "{agency}" | unknown_placeholder
/questions/1/after/question | "nps" | not_scored
/questions/1/after/buckets/0 | "bad" | unknown_value
/questions/1/texts/en/after | - | missing_field
/questions/1/texts/en/after/low | - | missing_field
/questions/1/texts/en/after/high | "x" | unknown_field
/questions/3/texts/en/after | {"low": "x"} | unknown_field
/questions/2/texts/en/touchpoints | - | missing_field
/questions/2/texts/en/touchpoints/after | "x" | questions[2].texts.ru.touchpoints.after: missing_field, questions[2].texts.uk.touchpoints.after: missing_field
/questions/2/texts/en/touchpoints/party | "x" | unknown_field
/questions/0/texts | - | missing_field
/questions/0/texts/uk | - | missing_field
/questions/0/texts/uk | "x" | wrong_type
/questions/0/texts/uk/text | "я*200" |
/questions/0/texts/uk/text | "я*201" | text_too_long
/questions/0/texts/uk/text | "{agancy}?" | unknown_placeholder
/questions/0/texts/uk/ends | - | missing_field
/questions/0/texts/uk/ends/- | "x" | questions[0].texts.uk.ends: wrong_count
/questions/0/texts/uk/ends/1 | 1 | wrong_type
/questions/0/texts/uk/values | ["a", "b", "c", "d", "e"] | questions[0].texts.ru.values: missing_field, questions[0].texts.en.values: missing_field
/questions/3/texts/uk/ends | ["a", "b"] | unknown_field
"#;

#[test]
fn every_error_has_its_path() {
    for line in ERRORS.trim().lines() {
        let [place, value, errors] = <[&str; 3]>::try_from(line.split('|').collect::<Vec<_>>())
            .unwrap()
            .map(str::trim);
        let value = match value {
            "-" => None,
            json => Some(many(serde_json::from_str(json).unwrap())),
        };
        let errors = errors.split(", ").filter(|error| !error.is_empty());
        let expected = errors.map(|error| {
            if error.contains(':') {
                error.to_owned()
            } else {
                format!("{}: {error}", path(place))
            }
        });
        let expected: Vec<String> = expected.collect();
        assert_eq!(errors_of(&with(place, value)), expected, "{line}");
    }
    assert_eq!(errors_of(&json!([])), [": wrong_type"]);
}

/// `я*3` as three of them.
fn many(value: Value) -> Value {
    let repeated = value.as_str().and_then(|text| {
        let (sign, count) = text.split_once('*')?;
        Some(json!(sign.repeat(count.parse().ok()?)))
    });
    repeated.unwrap_or(value)
}

/// A JSON pointer as the path of an error.
fn path(pointer: &str) -> String {
    let mut path = String::new();
    for part in pointer.split('/').skip(1) {
        match part.parse::<usize>() {
            Ok(place) => path += &format!("[{place}]"),
            Err(_) if path.is_empty() => path += part,
            Err(_) => path += &format!(".{part}"),
        }
    }
    path
}

#[test]
fn many_errors_are_returned_in_reading_order() {
    let mut document = example();
    document["version"] = json!(0);
    document["questions"][2]["kind"] = json!(null);
    document["questions"][1]["id"] = json!("");
    document["theme"]["brand"] = json!("");
    assert_eq!(
        errors_of(&document),
        [
            "version: bad_version",
            "theme.brand: bad_color",
            "questions[1].id: bad_part_id",
            "questions[2].kind: wrong_type",
        ]
    );
    for n in 0..200 {
        document[format!("x{n}")] = json!(n);
    }
    assert_eq!(errors_of(&document).len(), 100);
}

#[test]
fn questions_options_and_sites_end_at_twenty() {
    let options = |n: usize| {
        let ids: Vec<String> = (0..n).map(|n| format!("o{n}")).collect();
        let named: serde_json::Map<_, _> = ids.iter().map(|id| (id.clone(), json!("x"))).collect();
        let mut document = example();
        document["questions"][1]["options"] = json!(ids);
        for lang in Lang::ALL {
            document["questions"][1]["texts"][lang.code()]["options"] = json!(named);
        }
        errors_of(&document)
    };
    assert_eq!((options(2), options(20)), (vec![], vec![]));
    for n in [0, 1, 21] {
        assert_eq!(options(n), ["questions[1].options: options_out_of_range"]);
    }
    let questions = |n: usize| {
        let mut document = example();
        let questions = document["questions"].as_array_mut().unwrap();
        for n in 4..n {
            let mut next = questions[3].clone();
            next["id"] = json!(format!("q{n}"));
            questions.push(next);
        }
        errors_of(&document)
    };
    assert_eq!(questions(20), [""; 0]);
    assert_eq!(questions(21), ["questions: questions_out_of_range"]);
    let origins = |n: usize, length: usize| {
        let origin = "https://".to_owned() + &"a".repeat(length - 8);
        errors_of(&with("/allowed_origins", Some(json!(vec![origin; n]))))
    };
    assert_eq!(origins(20, 270), [""; 0]);
    assert_eq!(origins(21, 20), ["allowed_origins: too_many_origins"]);
    assert_eq!(origins(1, 271), ["allowed_origins[0]: bad_origin"]);
}
