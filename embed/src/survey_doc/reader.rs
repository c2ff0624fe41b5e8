//! Reads a survey's document: the one reader, for publishing, for stored documents and for the offline check. All
//! errors are reported, each with its JSON path.

use crate::look::color::Color;
use crate::look::{Drawing, Scheme, Theme};
use crate::settings::is_origin;
use crate::survey_doc::document::{Document, Named, Texts, Words, touchpoints};
use crate::survey_doc::json_part::JsonPart;
use otklik_survey::calendar::day::Day;
use otklik_survey::question::{After, KindName, QuestionDraft};
use otklik_survey::{
    Audience, Bucket, Code, Lang, Question, Survey, SurveyDraft, Touchpoint, ValidationError,
    limits, longer,
};
use serde_json::Value;
use std::cell::RefCell;

/// The parts of a document, in their order.
const PARTS: [&str; 10] = [
    "id",
    "version",
    "audience",
    "touchpoint",
    "anonymous",
    "title",
    "theme",
    "targets",
    "allowed_origins",
    "questions",
];

/// # Errors
/// All errors in reading order, 100 at most; never an empty list.
pub fn read(json: &Value) -> Result<Document, Vec<ValidationError>> {
    let errors = RefCell::default();
    let whole = JsonPart::whole(json, &errors);
    whole.has_only(&PARTS);
    if !json.is_object() {
        return Err(errors.take());
    }
    let (questions, words) = whole.needed("questions").items().map(question).unzip();
    let draft = SurveyDraft {
        id: whole.needed("id").text().to_owned(),
        version: whole.needed("version").version(),
        audience: whole
            .needed("audience")
            .word(Audience::parse)
            .unwrap_or(Audience::Guest),
        touchpoint: whole.field("touchpoint").word(Touchpoint::parse),
        anonymous: whole.field("anonymous").flag(),
        questions,
    };
    let title = whole.needed("title");
    let title = title.texts(|text, _| text.line(limits::TITLE_MAX_CHARS, &[]));
    let theme = theme(&whole.field("theme"));
    let targets = targets(&whole.field("targets"), &draft.questions);
    let allowed_origins = origins(&whole.field("allowed_origins"));
    errors.borrow_mut().extend(draft.errors());
    let survey = match in_reading_order(errors.take()) {
        none if none.is_empty() => Survey::try_from(draft).map_err(|error| vec![error])?,
        errors => return Err(errors),
    };
    Ok(Document {
        survey,
        title,
        words,
        theme,
        targets,
        allowed_origins,
    })
}

/// Reads a stored document. It was complete when it was published, but languages may have come since: a missing text
/// is read in its first fallback. The second value has the languages that were missing, each once.
///
/// # Errors
/// As [`read`].
pub fn read_stored(mut json: Value) -> Result<(Document, Vec<Lang>), Vec<ValidationError>> {
    let mut missing = Vec::new();
    if let Some(title) = json.get_mut("title") {
        complete(title, &mut missing);
    }
    let questions = json.get_mut("questions").and_then(Value::as_array_mut);
    for question in questions.into_iter().flatten() {
        if let Some(texts) = question.get_mut("texts") {
            complete(texts, &mut missing);
        }
    }
    Ok((read(&json)?, missing))
}

/// Fills in the languages that an object of texts lacks.
fn complete(texts: &mut Value, missing: &mut Vec<Lang>) {
    let Some(texts) = texts.as_object_mut() else {
        return;
    };
    for lang in Lang::ALL {
        if texts.contains_key(lang.code()) {
            continue;
        }
        let mut fallbacks = lang.fallbacks();
        let text = fallbacks.find_map(|other| texts.get(other.code()).cloned());
        if let Some(text) = text {
            texts.insert(lang.code().to_owned(), text);
            if !missing.contains(&lang) {
                missing.push(lang);
            }
        }
    }
}

/// One error for each path, the first that was found.
fn in_reading_order(mut errors: Vec<ValidationError>) -> Vec<ValidationError> {
    errors.sort_by_cached_key(|error| {
        let mut parts = error.field.split(['.', '[', ']']);
        let part = parts.next().unwrap_or_default();
        let part = PARTS.iter().position(|known| *known == part);
        let place: Option<usize> = parts.next().and_then(|place| place.parse().ok());
        (part.unwrap_or(PARTS.len()), place)
    });
    let mut kept: Vec<ValidationError> = Vec::new();
    for error in errors {
        if kept.len() < limits::VALIDATION_ERRORS_MAX
            && kept.iter().all(|it| it.field != error.field)
        {
            kept.push(error);
        }
    }
    kept
}

/// The fields that a question of any kind has.
const QUESTION_FIELDS: [&str; 5] = ["id", "kind", "required", "after", "texts"];

fn question(part: JsonPart<'_>) -> (Question, Texts<Words>) {
    let kind = part.needed("kind").word(KindName::parse);
    let fields = match kind {
        Some(kind) => kind.fields().to_vec(),
        // All of them may be right.
        None => KindName::ALL
            .iter()
            .flat_map(|kind| kind.fields())
            .copied()
            .collect(),
    };
    let of_kind = fields.iter().map(|field| field.name);
    let known: Vec<&str> = QUESTION_FIELDS.into_iter().chain(of_kind).collect();
    part.has_only(&known);
    // A field of another kind is unknown, which has been reported: it is not read.
    let field = |name: &str| {
        let field = fields.iter().find(|field| field.name == name)?;
        let is_required = field.is_required && kind.is_some();
        Some(if is_required {
            part.needed(name)
        } else {
            part.field(name)
        })
    };
    let options = field("options").map(|options| options.items());
    let options = options.into_iter().flatten();
    let after = part.field("after");
    let draft = QuestionDraft {
        required: part.field("required").flag(),
        after: after.value.map(|_| follows(&after)),
        options: options.map(|option| option.text().to_owned()).collect(),
        several: field("several").is_some_and(|several| several.flag()),
        min: field("min").and_then(|min| day(&min)),
        max: field("max").and_then(|max| day(&max)),
        // A scale where the kind is unknown: a follow-up may refer to the question.
        ..QuestionDraft::new(part.needed("id").text(), kind.unwrap_or(KindName::Csat))
    };
    let question = Question::from(draft);
    let texts = part.needed("texts");
    let words = match kind {
        Some(_) => texts.texts(|own, all| words(own, all, &question)),
        None => Texts::default(),
    };
    (question, words)
}

fn day(part: &JsonPart<'_>) -> Option<Day> {
    part.fitting(JsonPart::as_text, Code::BadDate, Day::parse)
}

fn follows(part: &JsonPart<'_>) -> After {
    part.has_only(&["question", "buckets"]);
    let bucket = |name: &str| Bucket::ALL.into_iter().find(|it| it.name() == name);
    let buckets = part.needed("buckets").items();
    After {
        question: part.needed("question").text().to_owned(),
        buckets: buckets
            .map(|name| name.word(bucket).unwrap_or(Bucket::Low))
            .collect(),
    }
}

/// The texts of a question in one language; an optional text is in all languages or in none.
fn words(own: &JsonPart<'_>, all: &JsonPart<'_>, question: &Question) -> Words {
    let in_any = |path: &[&str]| {
        Lang::ALL.iter().any(|lang| {
            let part = path
                .iter()
                .fold(all.field(lang.code()), |part, name| part.field(name));
            part.value.is_some()
        })
    };
    let scale = question.kind.scale();
    let is_choice = question.kind.options().is_some();
    let known = [
        ("text", true),
        ("touchpoints", true),
        ("after", question.after.is_some()),
        ("ends", scale.is_some()),
        ("values", scale.is_some()),
        ("options", is_choice),
    ];
    let known: Vec<&str> = known
        .iter()
        .filter(|(_, has)| *has)
        .map(|(name, _)| *name)
        .collect();
    own.has_only(&known);
    // An unknown part has been reported; a part that no language has is optional.
    let part = |name: &str| known.contains(&name) && in_any(&[name]);
    let (question_max, label_max) = (limits::QUESTION_MAX_CHARS, limits::LABEL_MAX_CHARS);
    let sentences = |name: &str, ids: &[&str]| {
        if part(name) {
            own.needed(name)
                .named(ids, |it| it.line(question_max, &["agency"]))
        } else {
            Named::default()
        }
    };
    let here = touchpoints();
    let here: Vec<&str> = here
        .into_iter()
        .filter(|it| in_any(&["touchpoints", it]))
        .collect();
    let buckets = question
        .after
        .as_ref()
        .map_or(&[][..], |after| &after.buckets);
    let buckets: Vec<&str> = buckets.iter().map(|bucket| bucket.name()).collect();
    let options: Vec<&str> = question.options().iter().map(String::as_str).collect();
    Words {
        text: own.needed("text").line(question_max, &["agency"]),
        touchpoints: sentences("touchpoints", &here),
        after: sentences("after", &buckets),
        ends: match scale {
            Some(_) => own.needed("ends").labels(2),
            None => Vec::new(),
        },
        values: match scale {
            Some(scale) if part("values") => own.needed("values").labels(scale.range().count()),
            Some(_) | None => Vec::new(),
        },
        options: if is_choice {
            own.needed("options")
                .named(&options, |it| it.line(label_max, &[]))
        } else {
            Named::default()
        },
    }
}

fn theme(part: &JsonPart<'_>) -> Theme {
    part.has_only(&["brand", "radius_px", "scheme", "scale"]);
    let (brand, radius_px) = (part.field("brand"), part.field("radius_px"));
    let radius = |radius: &f64| (0.0..=f64::from(limits::RADIUS_MAX_PX)).contains(radius);
    Theme {
        brand: brand.fitting(JsonPart::as_text, Code::BadColor, Color::parse),
        radius_px: radius_px.fitting(JsonPart::as_number, Code::RadiusOutOfRange, |px| {
            (radius(&px) && px.fract() == 0.0).then_some(px as u8)
        }),
        scheme: part.field("scheme").word(Scheme::parse),
        scale: part.field("scale").word(Drawing::parse),
    }
}

fn targets(part: &JsonPart<'_>, questions: &[Question]) -> Vec<(String, f64)> {
    let mut targets = Vec::new();
    for name in part.names() {
        let question = questions.iter().find(|it| it.id == name);
        let target = part.field(name);
        let Some(scale) = question.and_then(|question| question.kind.scale()) else {
            target.report(Code::NotScored);
            continue;
        };
        let score = target.fitting(JsonPart::as_number, Code::TargetOutOfRange, |score| {
            scale.metric_range().contains(&score).then_some(score)
        });
        targets.extend(score.map(|score| (name.to_owned(), score)));
    }
    targets
}

fn origins(part: &JsonPart<'_>) -> Vec<String> {
    let origins = part.items();
    if origins.len() > limits::ORIGINS_MAX {
        part.report(Code::TooManyOrigins);
    }
    let origin = |url: &str| {
        let fits = is_origin(url) && !longer(Some(url), limits::ORIGIN_MAX_CHARS);
        fits.then(|| url.to_owned())
    };
    let origins = origins.filter_map(|it| it.fitting(JsonPart::as_text, Code::BadOrigin, origin));
    origins.collect()
}
