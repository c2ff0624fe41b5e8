//! The API's description of filters: their parameters, and a filter as a report repeats it.

use super::dimension::Dimension;
use super::filter::{By, Filter};
use otklik_survey::calendar::period::Compare;
use otklik_survey::{Audience, Channel, Lang, Status, Touchpoint};
use std::borrow::Cow;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, OneOfBuilder, SchemaType, Type};
use utoipa::openapi::{Ref, RefOr, Required, Schema};
use utoipa::{IntoParams, PartialSchema, ToSchema};

/// The parameters of aggregates.
pub struct AggregatesQuery;

/// The parameters that select responses.
pub struct ResponsesQuery;

impl IntoParams for AggregatesQuery {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let dimensions = Dimension::filters().map(|it| match it {
            Dimension::Survey => parameter(
                "survey",
                "An anonymous one only where it is named, and only with `question` and `group_by=quarter`.",
                text(),
            ),
            it => dimension_parameter(it),
        });
        let [filters, periods] = [false, true].map(|is_period| {
            let all = Dimension::ALL.into_iter();
            let names = all.filter(|it| it.unit().is_some() == is_period);
            let names: Vec<String> = names.map(|it| format!("`{}`", it.as_str())).collect();
            names.join(", ")
        });
        let group_by =
            format!("One or two, with a comma between them: {filters}, and one of {periods}.");
        let grouping = [
            parameter(
                "by",
                "Which day of an answer `from`, `to` and periods are about: that of its receipt, or the date of its event (of an answer about no event, of its receipt).",
                named::<By>(),
            ),
            parameter("group_by", &group_by, text()),
            parameter(
                "compare",
                "With `from` and `to`, or grouped by a period.",
                named::<Compare>(),
            ),
        ];
        dimensions.chain(days()).chain(grouping).collect()
    }
}

impl IntoParams for ResponsesQuery {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let dimensions = Dimension::response_filters().map(dimension_parameter);
        let own = [
            parameter("status", "", named::<Status>()),
            parameter(
                "q",
                "A part of a free text as it is shown, 2-64 characters; case does not matter.",
                text(),
            ),
        ];
        dimensions.chain(days()).chain(own).collect()
    }
}

fn days() -> [Parameter; 2] {
    [
        parameter(
            "from",
            "First day in the agency's zone, `YYYY-MM-DD`.",
            text(),
        ),
        parameter("to", "Last day, included.", text()),
    ]
}

fn dimension_parameter(dimension: Dimension) -> Parameter {
    let description = match dimension {
        Dimension::Question => "Of whichever survey asks it.",
        Dimension::Manager => "The event's manager.",
        Dimension::Client => "The event's client.",
        Dimension::Format => "The event's format.",
        _ => "",
    };
    parameter(dimension.as_str(), description, value(dimension))
}

fn parameter(name: &str, description: &str, schema: RefOr<Schema>) -> Parameter {
    let description = Some(description).filter(|it| !it.is_empty());
    ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Query)
        .required(Required::False)
        .description(description)
        .schema(Some(schema))
        .build()
}

/// The schema of a dimension's values.
fn value(dimension: Dimension) -> RefOr<Schema> {
    match dimension {
        Dimension::Audience => named::<Audience>(),
        Dimension::Touchpoint => named::<Touchpoint>(),
        Dimension::Channel => named::<Channel>(),
        Dimension::Locale => named::<Lang>(),
        Dimension::Survey
        | Dimension::Question
        | Dimension::Event
        | Dimension::Manager
        | Dimension::Client
        | Dimension::Format
        | Dimension::Period(_) => text(),
    }
}

fn text() -> RefOr<Schema> {
    ObjectBuilder::new().schema_type(Type::String).into()
}

fn named<T: ToSchema>() -> RefOr<Schema> {
    Ref::from_schema_name(T::name()).into()
}

/// The schema of a value or null.
fn optional(schema: RefOr<Schema>, description: &str) -> RefOr<Schema> {
    let description = Some(description).filter(|it| !it.is_empty());
    match schema {
        RefOr::Ref(reference) => OneOfBuilder::new()
            .item(ObjectBuilder::new().schema_type(Type::Null))
            .item(reference)
            .description(description)
            .into(),
        RefOr::T(_) => ObjectBuilder::new()
            .schema_type(SchemaType::from_iter([Type::String, Type::Null]))
            .description(description)
            .into(),
    }
}

impl PartialSchema for Filter {
    fn schema() -> RefOr<Schema> {
        let mut object = ObjectBuilder::new().description(Some(
            "What a report is about, checked. The response repeats it.",
        ));
        for dimension in Dimension::filters() {
            let description = match dimension {
                Dimension::Question => "Of whichever survey asks it.",
                Dimension::Manager => "Within the scope: for a manager always the own name.",
                _ => "",
            };
            let schema = optional(value(dimension), description);
            object = object.property(dimension.as_str(), schema);
        }
        object
            .property(
                "from",
                optional(text(), "First day, `YYYY-MM-DD`, in the agency's zone."),
            )
            .property("to", optional(text(), "Last day, included."))
            .property(
                "group_by",
                ArrayBuilder::new()
                    .items(text())
                    .description(Some("One or two dimensions.")),
            )
            .property("compare", optional(named::<Compare>(), ""))
            .into()
    }
}

impl ToSchema for Filter {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("Filter")
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        fn add<T: ToSchema>(schemas: &mut Vec<(String, RefOr<Schema>)>) {
            schemas.push((T::name().into_owned(), T::schema()));
            T::schemas(schemas);
        }
        add::<Audience>(schemas);
        add::<Touchpoint>(schemas);
        add::<Channel>(schemas);
        add::<Lang>(schemas);
        add::<Compare>(schemas);
    }
}
