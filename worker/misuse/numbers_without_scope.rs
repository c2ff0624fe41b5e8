//~ E0061
// A filter cannot be parsed without saying whose numbers it is about.

use crate::stats::filter::Filter;
use otklik_embed::fields::Fields;

pub fn filter(query: &Fields) {
    let _ = Filter::parse(query);
}
