//! Messages to channels: at most one a run and channel.

use super::row::{Columns, time};
use super::{RunId, Store, StoreError};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sqlx::sqlite::SqliteRow;
use sqlx::{Error, FromRow, Row, query, query_as};

/// What became of a message.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MessageState {
    /// Someone is about to send it.
    Claimed,
    /// It was sent.
    Sent,
    /// It could not be sent.
    Failed,
}

/// A message to a channel.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MessageRow {
    /// The run it tells of.
    pub run: RunId,
    /// The channel, by name.
    pub channel: String,
    /// What became of it.
    pub state: MessageState,
    /// How often someone claimed it.
    pub attempts: u32,
    /// When it was last claimed.
    pub claimed: Timestamp,
    /// When it was sent.
    pub sent: Option<Timestamp>,
    /// Why it could not be sent.
    pub error: Option<String>,
}

impl Store {
    /// Claims the message of a run to a channel, and says whether it may be sent now: not if it was sent, and not if
    /// the same holder is about to send it. One that another holder claimed is claimed from it: only one holds the
    /// [`Lock`](super::Lock), so the other was killed; whether it had sent the message nobody knows.
    pub async fn claim_message(
        &self,
        run: RunId,
        channel: &str,
        holder: &str,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let mut tx = self.begin().await?;
        let done = query(
            "INSERT INTO messages (run, channel, state, holder, attempts, claimed)
             VALUES ($1, $2, 'claimed', $3, 1, $4)
             ON CONFLICT (run, channel) DO UPDATE SET
                 state = 'claimed', holder = excluded.holder, attempts = messages.attempts + 1,
                 claimed = excluded.claimed, error = NULL
             WHERE messages.state = 'failed' OR (messages.state = 'claimed' AND messages.holder <> excluded.holder)",
        )
        .bind(run.0)
        .bind(channel)
        .bind(holder)
        .bind(time(now))
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(done.rows_affected() > 0)
    }

    /// Notes that a claimed message was sent.
    pub async fn message_sent(&self, run: RunId, channel: &str, now: Timestamp) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        query("UPDATE messages SET state = 'sent', sent = $3, error = NULL WHERE run = $1 AND channel = $2")
            .bind(run.0)
            .bind(channel)
            .bind(time(now))
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(())
    }

    /// Notes that a claimed message could not be sent; it may be claimed again. The error holds no secret.
    pub async fn message_failed(&self, run: RunId, channel: &str, error: &str) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        query("UPDATE messages SET state = 'failed', error = $3 WHERE run = $1 AND channel = $2 AND state = 'claimed'")
            .bind(run.0)
            .bind(channel)
            .bind(error)
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(())
    }

    /// The messages of a run, by channel.
    pub async fn messages(&self, run: RunId) -> Result<Vec<MessageRow>, StoreError> {
        let sql = "SELECT * FROM messages WHERE run = $1 ORDER BY channel";
        Ok(query_as(sql).bind(run.0).fetch_all(&self.read).await?)
    }
}

impl FromRow<'_, SqliteRow> for MessageRow {
    fn from_row(row: &SqliteRow) -> Result<MessageRow, Error> {
        Ok(MessageRow {
            run: row.run("run")?,
            channel: row.try_get("channel")?,
            state: row.word("state")?,
            attempts: row.count("attempts")?,
            claimed: row.time("claimed")?,
            sent: row.time_if_any("sent")?,
            error: row.try_get("error")?,
        })
    }
}
