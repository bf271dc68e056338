//! What editors have scanned: sites, feeds, lists and folders, and how far into them a scan goes.

use crate::knowledge::Genre;
use crate::text::Language;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::num::NonZeroUsize;

/// What a source is, which says how its pages are found.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SourceKind {
    /// One page.
    Page,
    /// A text file or address with one address a line; `#` begins a comment.
    List,
    /// An RSS, Atom or JSON feed.
    Feed,
    /// A sitemap, or an index of sitemaps; gzip too.
    Sitemap,
    /// A page that links to articles.
    Listing,
    /// A folder of files.
    Folder,
    /// A WARC file; gzip too.
    Warc,
}

/// Something to scan.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Source {
    /// Its name, by which the store knows it.
    pub name: String,
    /// What it is.
    pub kind: SourceKind,
    /// Its address; a path is relative to the working folder.
    pub at: String,
    /// A CSS selector of the links of a listing that are articles, or of elements around them; every
    /// link to its own host if not set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub select: Option<String>,
    /// Addresses to take, with `*` for any characters; all if none is given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub include: Vec<String>,
    /// Addresses to leave out, with `*` for any characters.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exclude: Vec<String>,
    /// How many pages of a listing, or older files of a feed, are read; 1 is the first alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub depth: Option<NonZeroUsize>,
    /// The most pages that one run takes from it [default: 10,000].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<NonZeroUsize>,
    /// Language of its articles.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<Language>,
    /// Genre of its articles.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub genre: Option<Genre>,
    /// Who answers for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// When `serve` scans it, a cron expression; never if not set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schedule: Option<String>,
    /// The time zone that the schedule is meant in [default: UTC].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
}

impl Source {
    /// The most pages that a run takes from a source that says nothing of it.
    const LIMIT: usize = 10_000;

    /// The most pages that one run takes from it.
    pub fn limit(&self) -> usize {
        self.limit.map_or(Self::LIMIT, NonZeroUsize::get)
    }
}
