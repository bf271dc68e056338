//! Between columns and types: times and words as text, counts as whole numbers.

use super::{PageId, RunId, StoreError};
use jiff::Timestamp;
use serde::Serialize;
use serde::de::{DeserializeOwned, IntoDeserializer};
use sqlx::sqlite::SqliteRow;
use sqlx::{Error, Row};

/// A time as it is kept: always as long, so that letters and times have one order.
pub(super) fn time(at: Timestamp) -> String {
    format!("{at:.3}")
}

/// A word of an enumeration, as JSON has it.
pub(super) fn word<T: Serialize>(value: &T) -> Result<String, StoreError> {
    let json = serde_json::to_string(value)?;
    Ok(json.trim_matches('"').to_owned())
}

fn unword<T: DeserializeOwned>(word: &str) -> Result<T, Error> {
    let from: serde::de::value::StrDeserializer<'_, serde::de::value::Error> = word.into_deserializer();
    T::deserialize(from).map_err(|error| Error::Decode(error.into()))
}

/// What a row is asked for beyond its plain columns.
pub(super) trait Columns {
    /// A word of an enumeration.
    fn word<T: DeserializeOwned>(&self, column: &str) -> Result<T, Error>;
    /// A word of an enumeration, if there is one.
    fn word_if_any<T: DeserializeOwned>(&self, column: &str) -> Result<Option<T>, Error>;
    /// A time.
    fn time(&self, column: &str) -> Result<Timestamp, Error>;
    /// A time, if there is one.
    fn time_if_any(&self, column: &str) -> Result<Option<Timestamp>, Error>;
    /// A whole number, not negative.
    fn count<T: TryFrom<i64> + Default>(&self, column: &str) -> Result<T, Error>;
    /// Yes or no.
    fn flag(&self, column: &str) -> Result<bool, Error>;
    /// A run.
    fn run(&self, column: &str) -> Result<RunId, Error>;
    /// A run, if there is one.
    fn run_if_any(&self, column: &str) -> Result<Option<RunId>, Error>;
    /// A page.
    fn page(&self, column: &str) -> Result<PageId, Error>;
    /// A page, if there is one.
    fn page_if_any(&self, column: &str) -> Result<Option<PageId>, Error>;
    /// What is kept as JSON.
    fn json<T: DeserializeOwned>(&self, column: &str) -> Result<T, Error>;
}

impl Columns for SqliteRow {
    fn word<T: DeserializeOwned>(&self, column: &str) -> Result<T, Error> {
        unword(self.try_get(column)?)
    }

    fn word_if_any<T: DeserializeOwned>(&self, column: &str) -> Result<Option<T>, Error> {
        self.try_get::<Option<&str>, _>(column)?.map(unword).transpose()
    }

    fn time(&self, column: &str) -> Result<Timestamp, Error> {
        parse(self.try_get(column)?)
    }

    fn time_if_any(&self, column: &str) -> Result<Option<Timestamp>, Error> {
        self.try_get::<Option<&str>, _>(column)?.map(parse).transpose()
    }

    fn count<T: TryFrom<i64> + Default>(&self, column: &str) -> Result<T, Error> {
        Ok(T::try_from(self.try_get(column)?).unwrap_or_default())
    }

    fn flag(&self, column: &str) -> Result<bool, Error> {
        Ok(self.try_get::<i64, _>(column)? != 0)
    }

    fn run(&self, column: &str) -> Result<RunId, Error> {
        Ok(RunId(self.try_get(column)?))
    }

    fn run_if_any(&self, column: &str) -> Result<Option<RunId>, Error> {
        Ok(self.try_get::<Option<i64>, _>(column)?.map(RunId))
    }

    fn page(&self, column: &str) -> Result<PageId, Error> {
        Ok(PageId(self.try_get(column)?))
    }

    fn page_if_any(&self, column: &str) -> Result<Option<PageId>, Error> {
        Ok(self.try_get::<Option<String>, _>(column)?.map(PageId))
    }

    fn json<T: DeserializeOwned>(&self, column: &str) -> Result<T, Error> {
        serde_json::from_str(self.try_get(column)?).map_err(|error| Error::Decode(error.into()))
    }
}

fn parse(time: &str) -> Result<Timestamp, Error> {
    time.parse().map_err(|error: jiff::Error| Error::Decode(error.into()))
}

/// A count as it is kept.
pub(super) fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
