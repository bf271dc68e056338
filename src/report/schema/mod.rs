//! What the JSON of a report looks like, told by the types themselves: as JSON Schema for machines
//! and as Markdown for people.

mod markdown;

pub use markdown::markdown;

use super::{Line, Report};
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};

/// The JSON Schema of a report.
pub fn report() -> Schema {
    of::<Report>()
}

/// The JSON Schema of a line of `jsonl`.
pub fn line() -> Schema {
    of::<Line>()
}

/// The JSON Schema of a type that is written.
pub(crate) fn of<T: JsonSchema>() -> Schema {
    SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<T>()
}
