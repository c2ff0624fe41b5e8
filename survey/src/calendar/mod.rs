//! Days, periods and the agency's working time, all in its own zone.

pub mod day;
pub mod moment;
mod month_name;
pub mod period;
pub mod time_format;
pub mod working_hours;
pub mod written_zone;
