//! Links with reasons: entry to record, citation to entry, study mention to entry, and so each
//! sentence to the source it leans on. What fits two entries alike stays open.

use super::library::{Library, plain_doi};
use super::record::{block, design_of, model_of};
use super::thread;
use crate::document::{Document, Place};
use crate::extract::Facts;
use crate::extract::Words;
use crate::extract::citation::CitationStyle;
use crate::extract::claim::QuantityKind;
use crate::extract::reference::Reference;
use crate::extract::study::Study;
use crate::knowledge::{ConceptKind, Design, Knowledge, Model};
use crate::text::fold;
use serde::Serialize;

/// Why two things are taken to belong together.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The same DOI.
    Doi,
    /// The same PubMed id.
    Pmid,
    /// The same title.
    Title,
    /// The number in the text is the entry's.
    Number,
    /// Author and year in the text are the entry's.
    AuthorYear,
    /// Journal, or design and year, of the study mentioned are the entry's and of no other.
    StudyMentioned,
    /// The sentence goes on about a study linked before it: 该研究, the study.
    SameStudy,
}

/// The record of an entry of the reference list.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct EntryLink {
    /// Index of the record in the library.
    pub record: usize,
    /// Why.
    pub reason: Reason,
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
}

/// Every link of an article.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Links {
    /// For each reference, its record.
    pub records: Vec<Option<EntryLink>>,
    /// For each citation, the indexes of the references it points to.
    pub citations: Vec<Vec<usize>>,
    /// Sentences and what they lean on, in the order of the text.
    pub leanings: Vec<Leaning>,
}

impl Links {
    /// Finds the links of an article.
    pub fn find(document: &Document, facts: &Facts, library: &Library, knowledge: &Knowledge) -> Links {
        let records = facts.references.iter().map(|r| record_of(r, library)).collect();
        let citations: Vec<Vec<usize>> =
            facts.citations.iter().map(|c| entries_of(c, &facts.references)).collect();
        let mut leanings = Vec::new();
        for (citation, entries) in facts.citations.iter().zip(&citations) {
            let reason = match citation.style {
                CitationStyle::AuthorYear => Reason::AuthorYear,
                CitationStyle::Numeric | CitationStyle::Footnote => Reason::Number,
            };
            let sentence = sentence_of(document, &citation.quote.place);
            leanings.extend(entries.iter().map(|&reference| Leaning {
                sentence: sentence.clone(),
                reference,
                reason,
            }));
        }
        let entries: Vec<Traits> = facts.references.iter().map(|r| Traits::of(r, knowledge)).collect();
        let threaded = thread::follow(document, facts, &entries, knowledge, &leanings);
        leanings.extend(threaded);
        leanings
            .sort_by(|a, b| (&a.sentence, a.reference, a.reason).cmp(&(&b.sentence, b.reference, b.reason)));
        leanings.dedup_by(|b, a| a.sentence == b.sentence && a.reference == b.reference);
        Links { records, citations, leanings }
    }

    /// What the sentences that a place lies in lean on.
    pub fn of<'a>(&'a self, place: &'a Place) -> impl Iterator<Item = &'a Leaning> {
        let before = |l: &Leaning| (l.sentence.block, l.sentence.end) <= (place.block, place.start);
        let first = self.leanings.partition_point(before);
        self.leanings[first..].iter().take_while(|l| l.sentence.overlaps(place))
    }
}

fn record_of(reference: &Reference, library: &Library) -> Option<EntryLink> {
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
        if title.len() < 12 {
            None
        } else {
            by(Reason::Title, &|r| letters(&r.title) == title && same_year(r))
        }
    };
    by_doi.or_else(by_pmid).or_else(by_title)
}

fn entries_of(citation: &crate::extract::citation::Citation, references: &[Reference]) -> Vec<usize> {
    if let Some((author, year)) = &citation.author_year {
        let year = year.to_string();
        let fits = |r: &Reference| {
            r.fields.year.as_deref().is_some_and(|y| y.starts_with(&year))
                && r.fields.authors_family.first().is_some_and(|f| letters(f) == letters(author))
        };
        let found: Vec<usize> = (0..references.len()).filter(|&i| fits(&references[i])).collect();
        return if found.len() == 1 { found } else { Vec::new() };
    }
    let numbered = |n: &u32| references.iter().position(|r| r.index == *n);
    citation.numbers.iter().filter_map(numbered).collect()
}

/// What the title of an entry tells of the study, read once.
pub(super) struct Traits {
    design: Option<Design>,
    model: Model,
    /// How many took part, where it says so.
    counts: Vec<f64>,
    /// Ids of what it names that can have an effect.
    acts: Vec<String>,
    /// Its journal, for comparing.
    container: String,
    /// Its year, as written.
    pub(super) year: String,
}

impl Traits {
    /// Reads an entry.
    pub(super) fn of(reference: &Reference, knowledge: &Knowledge) -> Traits {
        let title = reference.fields.title.as_str();
        let blocks = [block(title)];
        let words = Words::new(&blocks, knowledge);
        let counts = words.quantities(0).iter().filter(|q| q.kind == QuantityKind::Count);
        Traits {
            design: design_of(&[title], knowledge),
            model: model_of(&[title], None, knowledge),
            counts: counts.map(|q| q.low).collect(),
            acts: acting(blocks[0].as_str(), knowledge),
            container: letters(&reference.fields.container),
            year: reference.fields.year.clone().unwrap_or_default(),
        }
    }
}

/// Ids of the things named in a text that can have an effect.
fn acting(text: &str, knowledge: &Knowledge) -> Vec<String> {
    let acts = |k| matches!(k, ConceptKind::Drug | ConceptKind::Supplement | ConceptKind::Procedure);
    let named = knowledge.concepts.find(text).into_iter().filter(|n| acts(n.concept.kind));
    named.map(|n| n.concept.id.clone()).collect()
}

/// Fewest people whose number tells a study from others.
const TELLING: u32 = 10;

/// The one entry that journal, number of people, or design and year of a study fit.
pub(super) fn entry_of(study: &Study, entries: &[Traits]) -> Option<usize> {
    let wanted = study.journal.as_deref().map(letters);
    let fits = |entry: &Traits| {
        let year = study.year.map(|y| entry.year.starts_with(&y.to_string()));
        let journal = wanted.as_ref().map(|j| *j == entry.container);
        let design = study.design.is_some() && study.design == entry.design;
        let counted = study.n.filter(|n| *n >= TELLING).is_some_and(|n| entry.counts.contains(&f64::from(n)));
        let against = [year, journal].contains(&Some(false));
        !against && (journal == Some(true) || counted || (year == Some(true) && design))
    };
    only((0..entries.len()).filter(|&i| fits(&entries[i])))
}

/// The one entry that was done in animals or cells, for a mention of such a study, where it is about
/// a drug that the sentence names.
pub(super) fn entry_of_model(
    sentence: &str,
    study: &Study,
    entries: &[Traits],
    knowledge: &Knowledge,
) -> Option<usize> {
    let model = match study.design? {
        Design::AnimalStudy => Model::Animal,
        Design::InVitroStudy => Model::InVitro,
        _ => return None,
    };
    let index = only((0..entries.len()).filter(|&i| entries[i].model == model))?;
    let named = acting(sentence, knowledge);
    entries[index].acts.iter().any(|id| named.contains(id)).then_some(index)
}

/// The one there is, if there is just one.
fn only(mut found: impl Iterator<Item = usize>) -> Option<usize> {
    found.next().filter(|_| found.next().is_none())
}

pub(super) fn sentence_of(document: &Document, place: &Place) -> Place {
    let block = &document.blocks[place.block];
    let range = block.sentence_at(place.start).map_or(place.range(), |s| s.range.clone());
    Place::new(place.block, range)
}

/// Letters and digits alone, lower case, for comparing titles and journals.
fn letters(text: &str) -> String {
    let folded = fold(text);
    let kept = folded.as_str().chars().filter(|c| c.is_alphanumeric());
    kept.flat_map(char::to_lowercase).collect::<String>().trim_start_matches("the").to_owned()
}
