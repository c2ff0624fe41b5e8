//! Query parameters of the API, which are checked strictly.

use crate::http::error::ClientError;
use otklik_embed::fields::Fields;

/// Refuses unknown, repeated and empty parameters: if they were ignored, the result would be mistaken for the answer
/// to the query as it was meant.
///
/// # Errors
/// The first parameter that does not fit.
pub fn check(query: &Fields, known: &[&str]) -> Result<(), ClientError> {
    let unfit = |name: &&str| {
        !known.contains(name) || query.get(name).is_empty() || query.all(name).count() > 1
    };
    match query.names().find(unfit) {
        Some(name) => Err(ClientError::BadParameter(name.to_owned())),
        None => Ok(()),
    }
}

/// A parsed parameter; `None` where it is absent, or empty as a form sends it.
///
/// # Errors
/// `bad_parameter` where `parse` returns `None`.
pub fn named<T>(
    query: &Fields,
    name: &str,
    parse: impl Fn(&str) -> Option<T>,
) -> Result<Option<T>, ClientError> {
    match query.get(name) {
        "" => Ok(None),
        word => match parse(word) {
            Some(value) => Ok(Some(value)),
            None => Err(ClientError::BadParameter(name.to_owned())),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_repeated_and_empty_parameters_are_refused() {
        let refused = |query: &str| {
            let client_error = check(&Fields::parse(query.as_bytes()), &["from", "to"]).err()?;
            client_error.field().map(str::to_owned)
        };
        for fits in ["", "from=a", "from=a&to=b"] {
            assert_eq!(refused(fits), None, "{fits}");
        }
        for (unfit, name) in [
            ("from=a&form=b", "form"),
            ("from=a&from=a", "from"),
            ("from=a&from=", "from"),
            ("from=a&to=", "to"),
            ("from=a&to", "to"),
            ("=a", ""),
        ] {
            assert_eq!(refused(unfit).as_deref(), Some(name), "{unfit}");
        }
    }
}
