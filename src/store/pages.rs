//! Pages and their snapshots.

use super::row::{Columns, number, time};
use super::{Digests, PageId, PageRow, Snapshot, Store, StoreError, Validators};
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use jiff::Timestamp;
use sqlx::sqlite::SqliteRow;
use sqlx::{Error, FromRow, Row, SqliteConnection, query, query_as, query_scalar};
use std::io::{self, Read, Write};

impl Store {
    /// A page.
    pub async fn page(&self, page: &PageId) -> Result<Option<PageRow>, StoreError> {
        let sql = "SELECT * FROM pages WHERE id = $1";
        Ok(query_as(sql).bind(page.as_str()).fetch_optional(&self.read).await?)
    }

    /// The pages of a source, or of all, by source and address.
    pub async fn pages(&self, source: Option<&str>) -> Result<Vec<PageRow>, StoreError> {
        let sql = "SELECT * FROM pages WHERE $1 IS NULL OR source = $1 ORDER BY source, address";
        Ok(query_as(sql).bind(source).fetch_all(&self.read).await?)
    }

    /// A snapshot; none if it was pruned or forgotten.
    pub async fn snapshot(&self, digest: &str) -> Result<Option<Snapshot>, StoreError> {
        let sql = "SELECT content_type, size, gzip FROM snapshots WHERE digest = $1";
        let row: Option<(String, i64, Vec<u8>)> =
            query_as(sql).bind(digest).fetch_optional(&self.read).await?;
        let Some((content_type, size, packed)) = row else { return Ok(None) };
        let bytes = unpack(&packed, size.unsigned_abs())
            .map_err(|error| StoreError::Snapshot { digest: digest.to_owned(), error })?;
        Ok(Some(Snapshot { content_type, bytes }))
    }

    /// A snapshot on its way into the store, packed unless it is there already.
    pub(super) async fn pack<'a>(
        &self,
        content_type: &'a str,
        bytes: &[u8],
    ) -> Result<Packed<'a>, StoreError> {
        let digest = Snapshot::digest(content_type, bytes);
        let there: Option<i64> = query_scalar("SELECT size FROM snapshots WHERE digest = $1")
            .bind(&digest)
            .fetch_optional(&self.read)
            .await?;
        let gzip = match there {
            Some(_) => None,
            None => {
                Some(pack(bytes).map_err(|error| StoreError::Snapshot { digest: digest.clone(), error })?)
            }
        };
        Ok(Packed { digest, content_type, size: number(bytes.len()), gzip })
    }
}

/// A snapshot on its way into the store.
pub(super) struct Packed<'a> {
    /// Its digest.
    pub(super) digest: String,
    content_type: &'a str,
    size: i64,
    /// Its bytes, unless the store has them.
    gzip: Option<Vec<u8>>,
}

impl Packed<'_> {
    /// Writes it, if it is not there.
    pub(super) async fn write(&self, tx: &mut SqliteConnection, now: Timestamp) -> Result<(), StoreError> {
        let Some(gzip) = &self.gzip else { return Ok(()) };
        query(
            "INSERT INTO snapshots (digest, content_type, size, gzip, kept) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (digest) DO NOTHING",
        )
        .bind(&self.digest)
        .bind(self.content_type)
        .bind(self.size)
        .bind(gzip)
        .bind(time(now))
        .execute(tx)
        .await?;
        Ok(())
    }
}

fn pack(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut out = GzEncoder::new(Vec::new(), Compression::default());
    out.write_all(bytes)?;
    out.finish()
}

/// Unpacks what was packed, and no more bytes than there were.
fn unpack(packed: &[u8], size: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    GzDecoder::new(packed).take(size.saturating_add(1)).read_to_end(&mut bytes)?;
    match bytes.len() as u64 == size {
        true => Ok(bytes),
        false => Err(io::Error::new(io::ErrorKind::InvalidData, "it is not as long as it was")),
    }
}

impl FromRow<'_, SqliteRow> for PageRow {
    fn from_row(row: &SqliteRow) -> Result<PageRow, Error> {
        let rules: Option<String> = row.try_get("rules_digest")?;
        let evidence: Option<String> = row.try_get("evidence_digest")?;
        Ok(PageRow {
            id: row.page("id")?,
            source: row.try_get("source")?,
            address: row.try_get("address")?,
            moved_to: row.try_get("moved_to")?,
            successor: row.page_if_any("successor")?,
            title: row.try_get("title")?,
            status: row.word("status")?,
            error: row.try_get("error")?,
            listed: row.flag("listed")?,
            failures: row.count("failures")?,
            gone: row.count("gone")?,
            validators: Validators {
                etag: row.try_get("etag")?,
                last_modified: row.try_get("last_modified")?,
            },
            snapshot: row.try_get("snapshot")?,
            digests: rules.zip(evidence).map(|(rules, evidence)| Digests { rules, evidence }),
            verdict: row.word_if_any("verdict")?,
            checked_run: row.run_if_any("checked_run")?,
            visited_run: row.run_if_any("visited_run")?,
            first_seen: row.time("first_seen")?,
            last_seen: row.time("last_seen")?,
        })
    }
}
