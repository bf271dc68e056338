//! Leases: what only one program may do at a time, as long as it says that it still does.

use super::row::time;
use super::{Store, StoreError};
use jiff::Timestamp;
use sqlx::query;

impl Store {
    /// Takes or keeps a lease until a time, and says whether the holder has it: not if another one has, whose time is
    /// not over. A holder is a name that no other program has, not even the same one started again.
    pub async fn lease(
        &self,
        name: &str,
        holder: &str,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<bool, StoreError> {
        let mut tx = self.begin().await?;
        let done = query(
            "INSERT INTO leases (name, holder, expires) VALUES ($1, $2, $3)
             ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, expires = excluded.expires
             WHERE leases.holder = excluded.holder OR leases.expires <= $4",
        )
        .bind(name)
        .bind(holder)
        .bind(time(until))
        .bind(time(now))
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(done.rows_affected() > 0)
    }

    /// Gives a lease back; one that another holder has stays.
    pub async fn release(&self, name: &str, holder: &str) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        query("DELETE FROM leases WHERE name = $1 AND holder = $2")
            .bind(name)
            .bind(holder)
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(())
    }
}
