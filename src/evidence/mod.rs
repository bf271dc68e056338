//! Evidence: what the cited sources say, which part of the article leans on which, and whether
//! the two agree.

mod compare;
mod fit;
mod library;
mod link;
mod numbers;
mod pooled;
mod record;
mod thread;
mod traits;

pub use compare::{
    Answer, Bag, Comparison, Confronted, Effect, Exaggeration, Judge, Nobody, Opinion, Passage, Slot,
    Statement, Verdict, compare, confront, confront_text, opposes, rank,
};
pub use fit::{Clue, Confidence, Open};
pub use library::{Library, LibraryError, read_csl};
pub use link::{EntryLink, Leaning, Links, Pointing, Reason};
pub use numbers::{Agreement, NumberCheck};
pub use pooled::{Pool, members_of, pool_of};
pub use record::{Abstract, Conclusion, Labels, People, Record, Status, Who, design_and_model, lengths};

use crate::document::Document;
use crate::extract::{Facts, Words};

/// Everything that was found out about the sources of an article.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Evidence {
    /// What leans on what.
    pub links: Links,
    /// Numbers of the article held against its sources.
    pub numbers: Vec<NumberCheck>,
    /// Sentences of the article held against their sources.
    pub held: Vec<Held>,
}

/// A sentence of the article held against one of the sources it leans on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Held {
    /// Index of what the sentence leans on, among the leanings.
    pub leaning: usize,
    /// Index of the record.
    pub record: usize,
    /// What the comparison came to.
    pub confronted: Confronted,
}

impl Evidence {
    /// Links an article's facts to a library and compares them.
    pub fn weigh(document: &Document, words: &Words, facts: &Facts, library: &Library) -> Evidence {
        let links = Links::find(document, facts, library, words.knowledge);
        let numbers = numbers::hold_numbers(words, &links, library);
        let held = hold(words, facts, &links, library);
        Evidence { links, numbers, held }
    }
}

/// Holds every sentence that leans on a source with an abstract against it.
fn hold(words: &Words, facts: &Facts, links: &Links, library: &Library) -> Vec<Held> {
    let mut out = Vec::new();
    for (leaning, l) in links.leanings.iter().enumerate() {
        let Some(record) = links.records[l.reference].map(|r| r.record) else { continue };
        let (block, range) = (l.sentence.block, l.sentence.range());
        let cited = matches!(l.reason, Reason::Number | Reason::AuthorYear);
        let first = facts
            .claims
            .partition_point(|c| (c.quote.place.block, c.quote.place.start) < (block, range.start));
        let claims = facts.claims[first..].iter().take_while(|c| c.quote.place.block == block);
        let passage = Passage::of(words, block, &range, claims, &facts.studies, &facts.gates, cited);
        let confronted = confront(&passage, &library.records[record], &Nobody);
        out.extend(confronted.map(|confronted| Held { leaning, record, confronted }));
    }
    out
}
