//! Evidence: what the cited sources say, which part of the article leans on which, and whether
//! the two agree.

mod compare;
mod fit;
mod formats;
mod library;
mod link;
mod numbers;
mod pooled;
mod record;
mod thread;
mod traits;

pub use compare::{Comparison, Exaggeration, Slot, Verdict, compare};
pub use fit::{Clue, Confidence, Open};
pub use formats::{Format, ID_KEYS, MAX_LIBRARY_BYTES, Read, merge, named_apart, read as read_library};
pub use library::{Library, LibraryError, read_csl};
pub use link::{EntryLink, Leaning, Links, Pointing, Reason};
pub use numbers::{Agreement, NumberCheck};
pub use pooled::{Pool, members_of, pool_of};
pub use record::{Abstract, Record, Status};

use crate::document::Document;
use crate::extract::{Facts, Words};

/// Everything that was found out about the sources of an article.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Evidence {
    /// What leans on what.
    pub links: Links,
    /// Numbers of the article held against its sources.
    pub numbers: Vec<NumberCheck>,
}

impl Evidence {
    /// Links an article's facts to a library and compares them.
    pub fn weigh(document: &Document, words: &Words, facts: &Facts, library: &Library) -> Evidence {
        let links = Links::find(document, facts, library, words.knowledge);
        let numbers = numbers::hold_numbers(words, &links, library);
        Evidence { links, numbers }
    }
}
