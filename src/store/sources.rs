//! The sources that were ever scanned, as they were last configured.

use super::row::{Columns, time};
use super::{Store, StoreError};
use crate::config::Source;
use jiff::Timestamp;
use sqlx::{query, query_scalar};

impl Store {
    /// Takes over the sources of the configuration; those that it does not name any more are kept, with all that is
    /// known of them.
    pub async fn put_sources(&self, sources: &[Source], now: Timestamp) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        query("UPDATE sources SET listed = 0").execute(&mut *tx).await?;
        for source in sources {
            query(
                "INSERT INTO sources (name, settings, listed, first_seen) VALUES ($1, $2, 1, $3)
                 ON CONFLICT (name) DO UPDATE SET settings = excluded.settings, listed = 1",
            )
            .bind(&source.name)
            .bind(serde_json::to_string(source)?)
            .bind(time(now))
            .execute(&mut *tx)
            .await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// All sources, by name, with whether the configuration still names them.
    pub async fn sources(&self) -> Result<Vec<(Source, bool)>, StoreError> {
        let rows = query("SELECT settings, listed FROM sources ORDER BY name").fetch_all(&self.read).await?;
        rows.iter().map(|row| Ok((row.json("settings")?, row.flag("listed")?))).collect()
    }

    /// When the last run of a source began, whatever made it begin.
    pub async fn last_begun(&self, source: &str) -> Result<Option<Timestamp>, StoreError> {
        let row = query(
            "SELECT max(r.begun) AS begun FROM runs r JOIN run_sources s ON s.run = r.id WHERE s.source = $1",
        )
        .bind(source)
        .fetch_one(&self.read)
        .await?;
        Ok(row.time_if_any("begun")?)
    }

    /// How many pages of a source are known.
    pub async fn pages_of(&self, source: &str) -> Result<u64, StoreError> {
        let count: i64 = query_scalar("SELECT count(*) FROM pages WHERE source = $1")
            .bind(source)
            .fetch_one(&self.read)
            .await?;
        Ok(count.unsigned_abs())
    }
}
