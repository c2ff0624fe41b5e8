//! Closed enums: a list of values, each with one spelling wherever it is written.

/// An enum whose values have one spelling in SQL, JSON and addresses.
macro_rules! closed_enum {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:tt,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        pub enum $name { $($(#[$variant_doc])* #[serde(rename = $word)] $variant,)* }

        impl $name {
            pub const ALL: &'static [$name] = &[$($name::$variant,)*];

            pub const fn as_str(self) -> &'static str {
                match self { $($name::$variant => $word,)* }
            }

            /// `None` for a word that is not on the list.
            pub fn parse(word: &str) -> Option<$name> {
                Self::ALL.iter().copied().find(|item| item.as_str() == word)
            }
        }
    };
}
pub(crate) use closed_enum;

#[cfg(test)]
mod tests {
    use serde::{Deserialize, Serialize};

    closed_enum! {
        /// Two values.
        Meal {
            Lunch = "lunch",
            Dinner = "dinner",
        }
    }

    #[test]
    fn a_value_is_read_as_it_is_written() {
        for meal in Meal::ALL {
            assert_eq!(Meal::parse(meal.as_str()), Some(*meal));
            let json = serde_json::to_string(meal).unwrap();
            assert_eq!(json, format!("{:?}", meal.as_str()));
            assert_eq!(serde_json::from_str::<Meal>(&json).unwrap(), *meal);
        }
        assert_eq!(Meal::parse("LUNCH"), None);
        assert_eq!(Meal::parse(""), None);
    }
}
