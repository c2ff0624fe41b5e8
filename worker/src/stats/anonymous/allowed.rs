//! What may be asked of an anonymous survey, and that everything else is refused.

use crate::auth::scope::Scope;

#[test]
fn only_whole_surveys_and_quarters_are_allowed() {
    use crate::stats::dimension::Dimension;
    use crate::stats::filter::Filter;
    use otklik_embed::fields::Fields;
    let check_as = |scope: &Scope, query: &str| {
        let filter = Filter::parse(&Fields::parse(query.as_bytes()), scope);
        super::check(&filter.unwrap()).is_ok()
    };
    let check = |query: &str| check_as(&Scope::WHOLE_AGENCY, query);
    for allowed in [
        "survey=guest",
        "survey=guest&question=enjoyed",
        "survey=guest&group_by=quarter",
        "survey=guest&group_by=quarter&question=enjoyed",
    ] {
        assert!(check(allowed), "{allowed}");
        assert!(
            !check_as(&Scope::only("m"), allowed),
            "a manager: {allowed}"
        );
    }
    let mut refused = Vec::new();
    for dimension in Dimension::ALL {
        let name = dimension.as_str();
        if name != "quarter" {
            refused.push(format!("group_by={name}"));
        }
        // Two periods are no valid grouping.
        if dimension.unit().is_none() {
            refused.push(format!("group_by={name},quarter"));
        }
    }
    let others = [
        "audience=guest",
        "event=e",
        "touchpoint=event",
        "manager=m",
        "client=c",
        "format=f",
        "channel=qr",
        "locale=ru",
        "from=2025-01-01",
        "to=2025-03-31",
        "group_by=quarter&compare=year",
    ];
    for dimension in Dimension::filters() {
        let is_allowed = matches!(dimension, Dimension::Survey | Dimension::Question);
        let parameter = format!("{}=", dimension.as_str());
        let is_tried = others.iter().any(|it| it.starts_with(&parameter));
        assert!(is_allowed || is_tried, "{parameter}");
    }
    for query in refused.into_iter().chain(others.map(str::to_owned)) {
        assert!(!check(&format!("survey=guest&{query}")), "{query}");
    }
}
