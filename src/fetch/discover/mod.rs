//! Which articles a source has: the pages that a list, a feed, a sitemap or a listing names, and the
//! files and records of a folder or an archive.
//!
//! A source that cannot be had, or not all of it, is never taken for one that has fewer articles: then
//! `complete` is false, and nothing may count as vanished.

mod feed;
mod folder;
mod list;
mod listing;
mod sitemap;
mod taker;
mod warc;

use super::visit::{Visit, get};
use super::{Client, FetchError, Page, Robots};
use crate::config::{Source, SourceKind};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use taker::Taker;

/// What was found of a source.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Discovered {
    /// Its articles, each once, in the order of the source.
    pub found: Vec<Found>,
    /// What could not be had or taken.
    pub troubles: Vec<Trouble>,
    /// Whether all of the source was seen, so that what is not in it is no longer in it.
    pub complete: bool,
}

/// An article of a source.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Found {
    /// Its address, without what does not tell pages apart; of a file, its path.
    pub address: String,
    /// When it was changed last, as the source says.
    pub modified: Option<Timestamp>,
    /// Where it lies, if it need not be fetched.
    pub held: Option<Held>,
}

/// Where an article lies that need not be fetched.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Held {
    /// A file.
    File(PathBuf),
    /// A record of an archive.
    Record {
        /// The archive.
        file: PathBuf,
        /// Where in the file the record begins, or the packed member that holds it.
        at: u64,
        /// Bytes of the unpacked member before the record.
        skip: u64,
    },
}

/// What could not be had or taken of a source.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Trouble {
    /// The address, file, or line of it.
    pub at: String,
    /// What is wrong.
    pub problem: Problem,
}

/// Why something of a source could not be had or taken.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Problem {
    /// It could not be fetched.
    #[error(transparent)]
    Fetch(#[from] FetchError),
    /// It could not be read.
    #[error("it cannot be read: {0}")]
    Read(String),
    /// It names what is no address of a page.
    #[error("it is no address of a web page")]
    NoAddress,
    /// Nothing was found.
    #[error(
        "it names no article that is taken; has it been rebuilt, or do `include` and `exclude` leave all out?"
    )]
    Empty,
    /// It has more articles than one run takes of it.
    #[error("it has more than {0} articles, the most that one run takes of it (limit)")]
    Limit(usize),
    /// It is longer, or leads further, than is followed.
    #[error("it {0}; what is behind that was not looked at")]
    TooMuch(String),
}

impl Problem {
    /// Whether the source may have articles that were not seen for it.
    fn hides(&self) -> bool {
        !matches!(self, Problem::NoAddress)
    }
}

/// Finds the articles of a source.
pub async fn discover(client: &Client, robots: &Robots, source: &Source) -> Discovered {
    let mut taker = Taker::new(source);
    let desk = Desk { client, robots };
    match source.kind {
        SourceKind::Page if !is_address(&source.at) => folder::file(&source.at, &mut taker),
        SourceKind::Page => taker.take(&source.at, None, None),
        SourceKind::List => list::find(&desk, source, &mut taker).await,
        SourceKind::Feed => feed::find(&desk, source, &mut taker).await,
        SourceKind::Sitemap => sitemap::find(&desk, source, &mut taker).await,
        SourceKind::Listing => listing::find(&desk, source, &mut taker).await,
        // Large ones are read for minutes, while others want the thread.
        SourceKind::Folder => return apart(source, folder::find).await,
        SourceKind::Warc => return apart(source, warc::find).await,
    }
    taker.done()
}

/// Finds the articles of a source on a thread for what waits for files.
async fn apart(source: &Source, find: fn(&str, &mut Taker<'_>)) -> Discovered {
    let own = source.clone();
    let found = tokio::task::spawn_blocking(move || {
        let mut taker = Taker::new(&own);
        find(&own.at, &mut taker);
        taker.done()
    });
    found.await.unwrap_or_else(|error| {
        let mut taker = Taker::new(source);
        taker.trouble(&source.at, Problem::Read(error.to_string()));
        taker.done()
    })
}

/// Reads an article that need not be fetched.
pub fn read_held(held: &Held, longest: usize) -> Result<Page, Problem> {
    match held {
        Held::File(path) => {
            let body = read_file(path, longest)?;
            let url = path.to_string_lossy().into_owned();
            Ok(Page { url, status: 200, content_type: String::new(), body })
        }
        Held::Record { file, at, skip } => warc::read(file, *at, *skip, longest),
    }
}

/// What sources are read with.
struct Desk<'a> {
    client: &'a Client,
    robots: &'a Robots,
}

impl Desk<'_> {
    /// What is at an address or in a file.
    async fn load(&self, at: &str, longest: usize) -> Result<Page, Problem> {
        if !is_address(at) {
            return read_held(&Held::File(PathBuf::from(at)), longest);
        }
        let host = || reqwest::Url::parse(at).ok().and_then(|u| Some(u.host_str()?.to_owned()));
        match get(self.client, self.robots, at, None, longest).await? {
            Visit::Page(visited) => Ok(visited.page),
            Visit::Gone(status) => {
                Err(FetchError::Status { host: host().unwrap_or_default(), status }.into())
            }
            Visit::Disallowed | Visit::NotModified => {
                Err(FetchError::Disallowed(host().unwrap_or_default()).into())
            }
        }
    }
}

/// Whether this is an address, and no path.
fn is_address(at: &str) -> bool {
    let start = at.get(..8).unwrap_or(at).to_ascii_lowercase();
    start.starts_with("http://") || start.starts_with("https://")
}

fn read_file(path: &Path, longest: usize) -> Result<Vec<u8>, Problem> {
    let wrong = |e: io::Error| Problem::Read(e.to_string());
    let mut body = Vec::new();
    let file = File::open(path).map_err(wrong)?;
    file.take(longest as u64 + 1).read_to_end(&mut body).map_err(wrong)?;
    match body.len() > longest {
        true => Err(Problem::TooMuch(format!("is longer than {longest} bytes"))),
        false => Ok(body),
    }
}
