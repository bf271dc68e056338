//! Links with reasons: entry to record, citation to entry, mention to entry, and so each sentence to
//! the source it leans on. What fits two entries alike stays open.

use super::fit::{Clue, Confidence, Open};
use super::goes_on::continued;
use super::library::{Library, plain_doi};
use super::likeness::{Described, Likeness};
use super::lock::fingerprint;
use super::thread;
use super::traits::{Traits, letters};
use crate::document::{Document, Place};
use crate::extract::Facts;
use crate::extract::citation::{Citation, CitationStyle};
use crate::extract::reference::Reference;
use crate::knowledge::Knowledge;
use crate::text::is_han;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Why two things are taken to belong together.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The same DOI.
    Doi,
    /// The same PubMed id.
    Pmid,
    /// The same title.
    Title,
    /// The words of the entry, as the lock file says.
    Lock,
    /// The number in the text is the entry's.
    Number,
    /// Author and year in the text are the entry's.
    AuthorYear,
    /// What the text tells of the study fits the entry and no other.
    StudyMentioned,
    /// The sentence goes on about a study linked before: 该研究, the study.
    SameStudy,
}

/// The record of an entry of the reference list.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct EntryLink {
    /// Index of the record in the library.
    pub record: usize,
    /// Why.
    pub reason: Reason,
}

/// The entries that a place in the text points to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pointing {
    /// Their indexes among the references.
    pub references: Vec<usize>,
    /// How sure that is.
    pub confidence: Confidence,
    /// The clues that agree.
    pub because: Vec<Clue>,
}

/// A sentence and an entry it leans on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Leaning {
    /// The sentence.
    pub sentence: Place,
    /// Index of the entry among the references.
    pub reference: usize,
    /// Why.
    pub reason: Reason,
    /// How sure that is.
    pub confidence: Confidence,
    /// The clues that agree.
    pub because: Vec<Clue>,
}

/// Every link of an article.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Links {
    /// For each reference, its record.
    pub records: Vec<Option<EntryLink>>,
    /// For each citation, the references it points to, or why to none.
    pub citations: Vec<Result<Pointing, Open>>,
    /// For each mention, the references it is of, or why of none.
    pub mentions: Vec<Result<Pointing, Open>>,
    /// Sentences and what they lean on, in the order of the text.
    pub leanings: Vec<Leaning>,
}

impl Links {
    /// Finds the links of an article.
    pub fn find(document: &Document, facts: &Facts, library: &Library, knowledge: &Knowledge) -> Links {
        let records: Vec<Option<EntryLink>> =
            facts.references.iter().map(|r| record_of(r, library, knowledge)).collect();
        let listed = Listed::of(&facts.references);
        let citations: Vec<Result<Pointing, Open>> =
            facts.citations.iter().map(|c| listed.cited(c)).collect();
        let mut leanings = Vec::new();
        for (citation, pointing) in facts.citations.iter().zip(&citations) {
            let reason = match citation.style {
                CitationStyle::AuthorYear => Reason::AuthorYear,
                CitationStyle::Numeric | CitationStyle::Footnote => Reason::Number,
            };
            let sentence = sentence_of(document, &citation.quote.place);
            for pointing in pointing.iter() {
                leanings.extend(pointing.references.iter().map(|&reference| Leaning {
                    sentence: sentence.clone(),
                    reference,
                    reason,
                    confidence: pointing.confidence,
                    because: pointing.because.clone(),
                }));
            }
        }
        let entries: Vec<Traits> = facts.references.iter().map(|r| Traits::of(r, knowledge)).collect();
        let threaded = thread::follow(document, facts, &entries, knowledge, &citations);
        leanings.extend(threaded.leanings);
        leanings
            .sort_by(|a, b| (&a.sentence, a.reference, a.reason).cmp(&(&b.sentence, b.reference, b.reason)));
        leanings.dedup_by(|b, a| a.sentence == b.sentence && a.reference == b.reference);
        leanings.extend(continued(document, facts, &records, library, &leanings, knowledge));
        leanings
            .sort_by(|a, b| (&a.sentence, a.reference, a.reason).cmp(&(&b.sentence, b.reference, b.reason)));
        Links { records, citations, mentions: threaded.mentions, leanings }
    }

    /// What the sentences that a place lies in lean on.
    pub fn of<'a>(&'a self, place: &'a Place) -> impl Iterator<Item = &'a Leaning> {
        self.numbered(place).map(|(_, leaning)| leaning)
    }

    /// The same, each with its index among the leanings.
    pub fn numbered<'a>(&'a self, place: &'a Place) -> impl Iterator<Item = (usize, &'a Leaning)> {
        let before = |l: &Leaning| (l.sentence.block, l.sentence.end) <= (place.block, place.start);
        let first = self.leanings.partition_point(before);
        let behind = (first..).zip(&self.leanings[first..]);
        behind.take_while(|(_, l)| l.sentence.overlaps(place))
    }
}

/// Bytes of a title that tells of its work by itself.
const TELLING: usize = 12;

/// Whether a short title is all that an entry says: `[1] Review`.
fn is_whole_entry(reference: &Reference, title: &str) -> bool {
    let written = reference.quote.text.trim_start_matches(|c: char| !c.is_alphabetic());
    !title.is_empty() && letters(written) == title
}

pub(super) fn record_of(
    reference: &Reference,
    library: &Library,
    knowledge: &Knowledge,
) -> Option<EntryLink> {
    let fields = &reference.fields;
    let doi = plain_doi(&fields.doi);
    let by = |reason, fits: &dyn Fn(&super::Record) -> bool| {
        let mut found = library.records.iter().enumerate().filter(|(_, r)| fits(r));
        let first = found.next().map(|(record, _)| EntryLink { record, reason });
        if found.next().is_some() && reason == Reason::Title { None } else { first }
    };
    let title = letters(&fields.title);
    let year: Option<i32> = fields.year.as_deref().and_then(|y| y.get(..4)?.parse().ok());
    let same_year = |r: &super::Record| match (year, r.year) {
        (Some(a), Some(b)) => (a - b).abs() <= 1,
        _ => true,
    };
    let by_doi = if doi.is_empty() { None } else { by(Reason::Doi, &|r| r.doi == doi) };
    let by_pmid = || if fields.pmid.is_empty() { None } else { by(Reason::Pmid, &|r| r.pmid == fields.pmid) };
    let by_title = || {
        if title.len() < TELLING && !is_whole_entry(reference, &title) {
            None
        } else {
            let titled = |r: &super::Record| letters(&r.title) == title || letters(&r.other_title) == title;
            by(Reason::Title, &|r| titled(r) && same_year(r))
        }
    };
    let by_lock = || {
        let record = *library.found.get(&fingerprint(reference))?;
        Some(EntryLink { record, reason: Reason::Lock })
    };
    let found = by_doi.or_else(by_pmid).or_else(by_title).or_else(by_lock);
    found.or_else(|| described(reference, library, knowledge))
}

/// The one record that an entry describes though it gives no identifier and not the title alone: without
/// a title by journal, year, volume and page, or with one of these told wrongly.
fn described(reference: &Reference, library: &Library, knowledge: &Knowledge) -> Option<EntryLink> {
    let fields = &reference.fields;
    if !fields.doi.is_empty() || !fields.pmid.is_empty() {
        return None;
    }
    let is = |record: &super::Record| {
        let likeness = Likeness::of(fields, &Described::from(record), knowledge);
        likeness.is_same_work(&fields.title) || likeness.is_told_wrongly(&fields.title)
    };
    let mut found = (0..library.records.len()).filter(|&at| is(&library.records[at]));
    let record = found.next().filter(|_| found.next().is_none())?;
    Some(EntryLink { record, reason: Reason::Title })
}

/// The entries of a list, by what citations name.
struct Listed<'a> {
    references: &'a [Reference],
    by_number: BTreeMap<u32, Vec<usize>>,
    by_author: BTreeMap<String, Vec<usize>>,
}

impl Listed<'_> {
    fn of(references: &[Reference]) -> Listed<'_> {
        let mut listed = Listed { references, by_number: BTreeMap::new(), by_author: BTreeMap::new() };
        for (i, reference) in references.iter().enumerate() {
            listed.by_number.entry(reference.index).or_default().push(i);
            if let Some(first) = reference.fields.authors_family.first() {
                listed.by_author.entry(letters(first)).or_default().push(i);
            }
        }
        listed
    }

    /// The entries that a citation points to.
    fn cited(&self, citation: &Citation) -> Result<Pointing, Open> {
        let pointing = |references, because: &[Clue]| Pointing {
            references,
            confidence: Confidence::Certain,
            because: because.to_vec(),
        };
        if let Some((author, year)) = &citation.author_year {
            let found = self.written(author, &year_said(citation, *year));
            return found.map(|i| pointing(vec![i], &[Clue::Author, Clue::Year]));
        }
        if citation.numbers.is_empty() {
            let named = |r: &Reference| r.quote.text.starts_with(citation.quote.text.as_str());
            let found = self.references.iter().position(named).ok_or(Open::NoneFits)?;
            return Ok(pointing(vec![found], &[Clue::Number]));
        }
        let numbered = citation.numbers.iter().filter_map(|n| self.by_number.get(n));
        let alike = numbered.clone().any(|entries| entries.len() > 1);
        let found: Vec<usize> = numbered.filter(|e| e.len() == 1).flatten().copied().collect();
        match found.is_empty() {
            true => Err(if alike { Open::SeveralFit } else { Open::NoneFits }),
            false => Ok(pointing(found, &[Clue::Number])),
        }
    }

    /// The one entry of an author and a year, as written: `2019`, `2019b`.
    fn written(&self, author: &str, year: &str) -> Result<usize, Open> {
        let author = letters(author);
        // A Chinese name behind other words was cut to three characters, one of which may be none of it.
        let starts = author.char_indices().map(|(at, _)| at).take_while(|_| author.starts_with(is_han));
        let entries =
            std::iter::once(0).chain(starts.skip(1)).find_map(|at| self.by_author.get(&author[at..]));
        let of_year = |i: &&usize| {
            let reference = &self.references[**i];
            let own = reference.fields.year.as_deref().is_some_and(|y| y.starts_with(&year[..4]));
            own && (year.len() == 4 || reference.quote.text.contains(year))
        };
        let mut found = entries.into_iter().flatten().filter(of_year);
        match (found.next(), found.next()) {
            (Some(&one), None) => Ok(one),
            (Some(_), Some(_)) => Err(Open::SeveralFit),
            (None, _) => Err(Open::NoneFits),
        }
    }
}

/// The year of a citation with its letter.
fn year_said(citation: &Citation, year: i32) -> String {
    let year = format!("{year:04}");
    let after = citation.quote.text.rsplit(&year).next().unwrap_or_default();
    let letter = after.chars().next().filter(char::is_ascii_lowercase);
    letter.map_or(year.clone(), |l| format!("{year}{l}"))
}

pub(super) fn sentence_of(document: &Document, place: &Place) -> Place {
    let block = &document.blocks[place.block];
    let range = block.sentence_at(place.start).map_or(place.range(), |s| s.range.clone());
    Place::new(place.block, range)
}
