//! The parameters of an address, as a program writes them.

use crate::http::error::ClientError;
use otklik_embed::fields::Fields;

/// Takes a query only if each of its parameters is known, stands once and says something: what is
/// misspelt, repeated or empty would be ignored, and the answer believed.
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

/// A parameter that `parse` reads: `None` where it is not given, or empty, as a form sends it.
///
/// # Errors
/// It cannot be read: who writes an address by hand learns of it, a guest never does.
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
    fn what_would_be_ignored_is_refused() {
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
