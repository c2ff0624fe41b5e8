//! Days, periods and the agency's working time, all in its own zone.

pub mod day;
pub mod moment;
pub mod period;
pub mod working_hours;
