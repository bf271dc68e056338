//! The thread of an article: which study each sentence goes on about, from the sentence that named
//! or cited it to the end of the section.

use super::link::{Leaning, Reason, Traits, entry_of, entry_of_model, sentence_of};
use crate::document::{Block, BlockKind, Document, Place};
use crate::extract::Facts;
use crate::extract::study::{Introduced, Study};
use crate::knowledge::{Cue, Design, Knowledge};
use std::collections::BTreeMap;
use std::ops::Range;

/// Sentences that lean on an entry without citing it, by the study that they mention or go on about.
pub(super) fn follow(
    document: &Document,
    facts: &Facts,
    listed: &[Traits],
    knowledge: &Knowledge,
    cited: &[Leaning],
) -> Vec<Leaning> {
    let mut studies: BTreeMap<Place, &Study> = BTreeMap::new();
    for study in &facts.studies {
        studies.entry(sentence_of(document, &study.quote.place)).or_insert(study);
    }
    let mut entries: BTreeMap<Place, Vec<usize>> = BTreeMap::new();
    for leaning in cited {
        entries.entry(leaning.sentence.clone()).or_default().push(leaning.reference);
    }
    let mut thread = Thread { listed, knowledge, current: None, linked: Vec::new(), found: Vec::new() };
    for (index, block) in document.blocks.iter().enumerate() {
        if matches!(block.kind, BlockKind::Heading | BlockKind::Title) {
            thread.current = None;
        }
        if !block.kind.is_body() {
            continue;
        }
        for sentence in &block.sentences {
            let place = Place::new(index, sentence.range.clone());
            let citations = entries.get(&place).map_or(&[][..], Vec::as_slice);
            thread.read(block, place.clone(), studies.get(&place).copied(), citations);
        }
    }
    thread.found
}

/// Letters before a word of conclusion that still opens its sentence: "Semaglutide therefore".
const OPENING: usize = 16;

struct Thread<'a> {
    /// What the entries of the reference list tell.
    listed: &'a [Traits],
    knowledge: &'a Knowledge,
    /// The entry that the section is about at the moment.
    current: Option<usize>,
    /// Every entry that was named so far, once; those of studies in animals or cells only if cited.
    linked: Vec<usize>,
    found: Vec<Leaning>,
}

impl Thread<'_> {
    fn read(&mut self, block: &Block, place: Place, study: Option<&Study>, citations: &[usize]) {
        match (citations, study) {
            ([one], _) => self.hold(*one),
            ([_, _, ..], _) => self.current = None,
            ([], Some(study)) => match self.entry(block, &place, study) {
                Some(entry) => {
                    match study.design {
                        Some(Design::AnimalStudy | Design::InVitroStudy) => self.current = Some(entry),
                        _ => self.hold(entry),
                    }
                    self.lean(place, entry, Reason::StudyMentioned);
                }
                None if is_new(study) => self.current = None,
                None => {
                    let only = self.linked.first().copied().filter(|_| self.linked.len() == 1);
                    let pointed = only.filter(|_| study.anaphoric);
                    if let Some(entry) = self.current.or(pointed) {
                        self.current = Some(entry);
                        self.lean(place, entry, Reason::SameStudy);
                    }
                }
            },
            ([], None) => {
                if let Some(entry) = self.current.filter(|_| self.goes_on(block, place.range())) {
                    self.lean(place, entry, Reason::SameStudy);
                }
            }
        }
    }

    /// The entry that a mention fits.
    fn entry(&self, block: &Block, place: &Place, study: &Study) -> Option<usize> {
        let sentence = &block.as_str()[place.range()];
        let newest = Some(study).filter(|s| s.newest && s.anaphoric).and_then(|_| self.newest());
        newest
            .or_else(|| entry_of(study, self.listed))
            .or_else(|| entry_of_model(sentence, study, self.listed, self.knowledge))
    }

    /// The latest of the entries named so far, where one is later than all others.
    fn newest(&self) -> Option<usize> {
        let year = |&i: &usize| self.listed[i].year.get(..4)?.parse::<i32>().ok();
        let mut dated: Vec<(i32, usize)> =
            self.linked.iter().map(|i| Some((year(i)?, *i))).collect::<Option<_>>()?;
        dated.sort_unstable();
        match dated.as_slice() {
            [.., (before, _), (last, index)] if last > before => Some(*index),
            [(_, index)] => Some(*index),
            _ => None,
        }
    }

    fn hold(&mut self, entry: usize) {
        self.current = Some(entry);
        if !self.linked.contains(&entry) {
            self.linked.push(entry);
        }
    }

    fn lean(&mut self, sentence: Place, reference: usize, reason: Reason) {
        self.found.push(Leaning { sentence, reference, reason });
    }

    /// Whether a sentence without a study of its own still speaks of the last one: it says "study",
    /// or opens with a word of conclusion.
    fn goes_on(&self, block: &Block, range: Range<usize>) -> bool {
        let text = &block.as_str()[range];
        let cues = self.knowledge.lexicon.find(text);
        let opens = |at: usize| text[..at].chars().filter(|c| c.is_alphanumeric()).count() <= OPENING;
        cues.iter().any(|t| t.is == Cue::Study || t.is == Cue::Inference && opens(t.start))
    }
}

/// Whether a mention that fits no entry is a study of its own, and not one known from before.
fn is_new(study: &Study) -> bool {
    let named = study.year.is_some() || study.journal.is_some() || study.team.is_some();
    let other = matches!(study.mention, Introduced::One | Introduced::Several);
    named || other || matches!(study.design, Some(Design::AnimalStudy | Design::InVitroStudy))
}
