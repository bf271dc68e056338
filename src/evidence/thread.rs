//! The thread of an article: which source each mention and each sentence is about, from the sentence
//! that named or cited it to the end of the section.

use super::fit::{Clue, Confidence, Fitting, Open, best};
use super::link::{Leaning, Pointing, Reason, sentence_of};
use super::traits::Traits;
use crate::document::{Block, BlockKind, Document, Place};
use crate::extract::Facts;
use crate::extract::citation::Citation;
use crate::extract::mention::{Clues, Institution, Mention, Team};
use crate::extract::study::{Introduced, Study};
use crate::knowledge::{Cue, Design, Knowledge};
use std::collections::BTreeMap;
use std::ops::Range;

/// What following an article gives.
pub(super) struct Threaded {
    /// For each mention, the entry it is of.
    pub mentions: Vec<Result<Pointing, Open>>,
    /// Sentences that lean on an entry without citing it.
    pub leanings: Vec<Leaning>,
}

/// What a sentence holds.
#[derive(Default)]
struct Said {
    /// Indexes of its mentions.
    mentions: Vec<usize>,
    /// Indexes of its citations.
    citations: Vec<usize>,
}

/// Follows an article, sentence by sentence.
pub(super) fn follow(
    document: &Document,
    facts: &Facts,
    listed: &[Traits],
    knowledge: &Knowledge,
    cited: &[Result<Pointing, Open>],
) -> Threaded {
    let mut said: BTreeMap<Place, Said> = BTreeMap::new();
    for (i, mention) in facts.mentions.iter().enumerate() {
        said.entry(sentence_of(document, &mention.quote.place)).or_default().mentions.push(i);
    }
    for (i, citation) in facts.citations.iter().enumerate() {
        said.entry(sentence_of(document, &citation.quote.place)).or_default().citations.push(i);
    }
    let mut thread = Thread {
        facts,
        listed,
        knowledge,
        cited,
        current: None,
        linked: Vec::new(),
        teams: Vec::new(),
        fits: 0,
        mentions: vec![Err(Open::NoneFits); facts.mentions.len()],
        leanings: Vec::new(),
    };
    for (index, block) in document.blocks.iter().enumerate() {
        if matches!(block.kind, BlockKind::Heading | BlockKind::Title) {
            thread.current = None;
        }
        if !block.kind.is_body() {
            continue;
        }
        for sentence in &block.sentences {
            let place = Place::new(index, sentence.range.clone());
            match said.get(&place) {
                Some(said) => thread.read(block, &place, said),
                None => thread.go_on(block, place),
            }
        }
    }
    Threaded { mentions: thread.mentions, leanings: thread.leanings }
}

/// Letters before a word of conclusion that still opens its sentence: "Semaglutide therefore".
const OPENING: usize = 16;

/// Most comparisons of a mention with an entry, so that no list can hold the check up.
const MOST_FITS: usize = 1_000_000;

struct Thread<'a> {
    facts: &'a Facts,
    /// What the entries of the reference list tell.
    listed: &'a [Traits],
    knowledge: &'a Knowledge,
    /// What each citation points to.
    cited: &'a [Result<Pointing, Open>],
    /// The entry that the section is about at the moment.
    current: Option<usize>,
    /// Every entry that was named so far, once, the latest last; those of studies in animals or
    /// cells only if cited.
    linked: Vec<usize>,
    /// Teams by where they work, with the entry that they were named with.
    teams: Vec<(Institution, usize)>,
    /// Comparisons made so far.
    fits: usize,
    mentions: Vec<Result<Pointing, Open>>,
    leanings: Vec<Leaning>,
}

impl Thread<'_> {
    fn read(&mut self, block: &Block, sentence: &Place, said: &Said) {
        // A title is about what the text below tells, and is held against that.
        let leans = block.kind != BlockKind::Title;
        let pointed: Vec<usize> = said
            .citations
            .iter()
            .flat_map(|&c| self.cited[c].iter())
            .flat_map(|p| p.references.clone())
            .collect();
        for (nth, &index) in said.mentions.iter().enumerate() {
            let mention = &self.facts.mentions[index];
            let until = said.mentions.get(nth + 1).map(|&next| &self.facts.mentions[next].quote.place);
            self.link(index, sentence, leans && pointed.is_empty());
            let behind = self.cited_behind(&mention.quote.place, until, &said.citations);
            if let Some(cited) = behind.filter(|cited| !self.stands_by_itself(index, cited)) {
                self.remember(mention, &cited.references);
                self.mentions[index] = Ok(cited);
            }
        }
        match pointed.as_slice() {
            [] => {}
            [one] => self.hold(*one),
            _ => self.current = None,
        }
    }

    /// Whether a mention names its source so that what is cited further on belongs to something else.
    fn stands_by_itself(&self, mention: usize, cited: &Pointing) -> bool {
        let clues = &self.facts.mentions[mention].clues;
        let other = |p: &Pointing| !p.references.iter().any(|i| cited.references.contains(i));
        clues.singles_out() && self.mentions[mention].as_ref().is_ok_and(other)
    }

    /// What is cited behind a mention, before the next.
    fn cited_behind(&self, mention: &Place, until: Option<&Place>, citations: &[usize]) -> Option<Pointing> {
        let behind = |c: &Citation| {
            let at = &c.quote.place;
            (at.start >= mention.end || mention.holds(at)) && until.is_none_or(|next| at.start < next.start)
        };
        let near = citations.iter().filter(|&&c| behind(&self.facts.citations[c]));
        let mut found = near.flat_map(|&c| self.cited[c].iter().cloned());
        let mut first = found.next()?;
        for more in found {
            first.references.extend(more.references);
        }
        Some(first)
    }

    /// Links a mention; in a sentence that cites nothing, it also says what the sentence leans on.
    fn link(&mut self, index: usize, sentence: &Place, uncited: bool) {
        let facts = self.facts;
        let mention = &facts.mentions[index];
        let study = mention.study.map(|i| &facts.studies[i]);
        let (reason, found) = self.entry(mention, study);
        let (entry, confidence, because) = match found {
            Ok(found) => found,
            Err(open) => {
                self.mentions[index] = Err(open);
                if uncited && is_new(mention, study) {
                    self.current = None;
                }
                return;
            }
        };
        self.mentions[index] = Ok(Pointing { references: vec![entry], confidence, because: because.clone() });
        if !uncited {
            return;
        }
        if confidence == Confidence::Possible {
            self.current = None;
            return;
        }
        match study.and_then(|s| s.design) {
            Some(Design::AnimalStudy | Design::InVitroStudy) => self.current = Some(entry),
            _ if reason == Reason::SameStudy => self.current = Some(entry),
            _ => self.hold(entry),
        }
        self.remember(mention, &[entry]);
        self.leanings.push(Leaning {
            sentence: sentence.clone(),
            reference: entry,
            reason,
            confidence,
            because,
        });
    }

    /// The entry that a mention is of: the one it points back to, or the one it fits.
    fn entry(&mut self, mention: &Mention, study: Option<&Study>) -> (Reason, Fitting) {
        let clues = &mention.clues;
        let by = |entry, clue| Ok((entry, Confidence::Probable, vec![clue]));
        if clues.only_points_back() {
            if let Some(entry) = self.newest().filter(|_| clues.newest) {
                return (Reason::StudyMentioned, by(entry, Clue::Anaphora));
            }
            if let Some(entry) = self.pointed(clues) {
                return (Reason::SameStudy, by(entry, Clue::Anaphora));
            }
        }
        if clues.above
            && let Some(entry) = self.above(clues)
        {
            return (Reason::SameStudy, by(entry, Clue::Anaphora));
        }
        let team = self.team(clues);
        if let Some(entry) = team.filter(|_| clues.year.is_none() && clues.journal.is_none()) {
            return (Reason::SameStudy, by(entry, Clue::Team));
        }
        let unknown =
            matches!(clues.team, Some(Team::Stranger)) || clues.team == Some(Team::Same) && team.is_none();
        if unknown {
            return (Reason::StudyMentioned, Err(Open::NoneFits));
        }
        let author = team.and_then(|i| self.listed[i].first_author());
        self.fits = self.fits.saturating_add(self.listed.len());
        let found = match self.fits {
            ..=MOST_FITS => best(clues, author, self.listed, self.knowledge),
            _ => Err(Open::NoneFits),
        };
        // 86例患者的观察 looks like several; how many took part says that it is one.
        let counted = |because: &[Clue]| because.contains(&Clue::Participants);
        let found = found.and_then(|fit| match clues.several && !counted(&fit.2) {
            true => Err(Open::NoneFits),
            false => Ok(fit),
        });
        let about = |i: &usize| {
            clues.own_acts.is_empty() || self.listed[*i].is_about(&clues.own_acts, self.knowledge)
        };
        // 有个案报告, where the entry told of is a meta-analysis, is of something else.
        let fits =
            |i: &usize| clues.design.is_none_or(|d| d != Design::CaseReport || self.listed[*i].may_be(d));
        match self.current.filter(|_| found.is_err() && !is_new(mention, study)).filter(about).filter(fits) {
            Some(entry) => (Reason::SameStudy, by(entry, Clue::Anaphora)),
            None => (Reason::StudyMentioned, found),
        }
    }

    /// The entry that 该研究 and the like point back to: the one the section is about, unless it is
    /// of another design and one before it is of the design named.
    fn pointed(&self, clues: &Clues) -> Option<usize> {
        let fits = |i: &usize| clues.design.is_none_or(|d| self.listed[*i].may_be(d));
        let only = || self.linked.first().copied().filter(|_| self.linked.len() == 1);
        let current = self.current.or_else(only);
        let before = || self.linked.iter().rev().copied().find(fits).filter(|_| current.is_some());
        current.filter(fits).or_else(before).or(current)
    }

    /// The one entry of the design named that was told of, for 上述指南.
    fn above(&self, clues: &Clues) -> Option<usize> {
        let design = clues.design?;
        let mut found = self.linked.iter().copied().filter(|&i| self.listed[i].is_kind(design));
        found.next().filter(|_| found.next().is_none())
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

    /// The entry that the team of a mention was named with before.
    fn team(&self, clues: &Clues) -> Option<usize> {
        match clues.team.as_ref()? {
            Team::Same => self.current,
            Team::At(place) => {
                self.teams.iter().rev().find(|(known, _)| known.is(place)).map(|(_, entry)| *entry)
            }
            Team::Stranger => None,
        }
    }

    /// Keeps in mind with which entry a team was named.
    fn remember(&mut self, mention: &Mention, entries: &[usize]) {
        if let (Some(Team::At(place)), [entry]) = (&mention.clues.team, entries)
            && !self.teams.iter().any(|(known, _)| known == place)
        {
            self.teams.push((place.clone(), *entry));
        }
    }

    fn hold(&mut self, entry: usize) {
        self.current = Some(entry);
        self.linked.retain(|&i| i != entry);
        self.linked.push(entry);
    }

    /// A sentence without mention or citation leans on the study before where it still speaks of it.
    fn go_on(&mut self, block: &Block, sentence: Place) {
        if let Some(reference) = self.current.filter(|_| self.speaks_on(block, sentence.range())) {
            self.leanings.push(Leaning {
                sentence,
                reference,
                reason: Reason::SameStudy,
                confidence: Confidence::Probable,
                because: vec![Clue::Anaphora],
            });
        }
    }

    /// Whether a sentence says "study", or opens with a word of conclusion.
    fn speaks_on(&self, block: &Block, range: Range<usize>) -> bool {
        let text = &block.as_str()[range];
        let cues = self.knowledge.lexicon.find(text);
        let opens = |at: usize| text[..at].chars().filter(|c| c.is_alphanumeric()).count() <= OPENING;
        cues.iter().any(|t| t.is == Cue::Study || t.is == Cue::Inference && opens(t.start))
    }
}

/// Whether a mention that fits no entry is of a study of its own, and not of one known from before.
fn is_new(mention: &Mention, study: Option<&Study>) -> bool {
    let clues = &mention.clues;
    let named = clues.singles_out() && clues.team != Some(Team::Same);
    let other = study.is_some_and(|s| matches!(s.mention, Introduced::One | Introduced::Several));
    named || other || matches!(clues.design, Some(Design::AnimalStudy | Design::InVitroStudy))
}
