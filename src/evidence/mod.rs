//! Evidence: what the cited sources say, which part of the article leans on which, and whether
//! the two agree.

mod compare;
mod fit;
mod formats;
mod goes_on;
mod library;
mod likeness;
mod link;
mod lock;
mod numbers;
mod paired;
mod pooled;
mod record;
mod retractions;
mod sources;
mod standing;
mod thread;
mod traits;

pub use compare::{
    Bag, Comparison, Confronted, Effect, Exaggeration, Judge, Nobody, Opinion, Passage, SERIOUS, Slot,
    SlotAnswer, Statement, Untold, Verdict, compare, confront, confront_text, opposes, rank,
};
pub use fit::{Clue, Confidence, Open};
pub use formats::{
    Format, ID_KEYS, MAX_LIBRARY_BYTES, Read, XmlNode, merge, named_apart, read as read_library, xml_elements,
};
pub use library::{Library, LibraryError, read_csl};
pub use likeness::{Described, Likeness, SAME_TITLE, Shown};
pub use link::{EntryLink, Leaning, Links, Pointing, Reason};
pub use lock::{Abstracts, Answer, Found, Lock, LockError, LockFile, LockRecord, fingerprint};
pub use numbers::{Agreement, NumberCheck};
pub use paired::Mispaired;
pub use pooled::{Pool, members_of, pool_of, whole_of};
pub use record::{Abstract, Conclusion, Labels, People, Record, Who, design_and_model, lengths};
pub use retractions::{ListError, NAME as RETRACTION_WATCH, Retractions};
pub use sources::Known;
pub use standing::{Said, Standing, Status, marked, unmarked};

use crate::document::{Document, Place};
use crate::extract::reference::Reference;
use crate::extract::{Facts, Words};
use crate::knowledge::Knowledge;
use std::borrow::Cow;

/// Everything that was found out about the sources of an article.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Evidence {
    /// What leans on what.
    pub links: Links,
    /// Numbers of the article held against its sources.
    pub numbers: Vec<NumberCheck>,
    /// Numbers of the article told beside one that its source has, which this has otherwise.
    pub mispaired: Vec<Mispaired>,
    /// What is known of the source of each reference, besides its record.
    pub known: Vec<Known>,
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
    /// What the sentence of a place leans on, and what holding it against each source came to.
    pub fn leaning<'a>(&'a self, place: &'a Place) -> impl Iterator<Item = (&'a Leaning, Option<&'a Held>)> {
        let held = |leaning: usize| self.held.iter().find(|h| h.leaning == leaning);
        self.links.numbered(place).map(move |(index, leaning)| (leaning, held(index)))
    }

    /// Links an article's facts to the records of its sources and compares them; `known` is what else
    /// is known of these, as [`gather`] gives it.
    pub fn weigh(
        document: &Document,
        words: &Words,
        facts: &Facts,
        library: &Library,
        mut known: Vec<Known>,
    ) -> Evidence {
        let mut links = Links::find(document, facts, library, words.knowledge);
        for ((known, reference), link) in known.iter_mut().zip(&facts.references).zip(&mut links.records) {
            let record = link.map(|link| &library.records[link.record]);
            if let Some((at, record)) = link.map(|link| link.record).zip(record)
                && link.is_some_and(|link| matches!(link.reason, Reason::Doi | Reason::Pmid))
                && Likeness::of(&reference.fields, &Described::from(record), words.knowledge).is_other_work()
                && !Shown::of(reference).shows(&record.title)
            {
                // What the identifier leads to is not the source: nothing is held against it.
                known.other_work = Some(at);
                known.standing = Standing::default();
                *link = None;
                continue;
            }
            known.standing.add(library.standing(reference, record));
        }
        let numbers = numbers::hold_numbers(words, &links, library);
        let mispaired = paired::mispaired(document, words, facts, &links, library);
        let held = hold(words, facts, &links, library);
        Evidence { links, numbers, mispaired, known, held }
    }
}

/// The records of an article's sources, from all that the user brings, and what else is known of each
/// of its references.
pub fn gather<'a>(
    references: &[Reference],
    library: &'a Library,
    knowledge: &Knowledge,
) -> (Cow<'a, Library>, Vec<Known>) {
    library.of_article(references, knowledge)
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
