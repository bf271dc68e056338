//! Mentions of sources in words: 一项2019年的荟萃分析, Smith and colleagues, 该团队, 《…指南》. Each
//! with the clues by which an entry of the list can be told; which entry that is, is found later.

mod anchor;
mod join;
mod journal;
mod names;
mod people;

pub use journal::Journal;
pub(crate) use names::{organisations, study_names};
pub use people::{Institution, Team};

use super::Quote;
use super::reference::Reference;
use super::study::Study;
use super::words::Words;
use crate::document::Place;
use crate::knowledge::Design;
use anchor::{Anchor, Anchors, Is, is_team};
use join::Reader;
use names::Names;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A mention of a source, and what its words tell of it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Mention {
    /// The words that mention it.
    #[serde(flatten)]
    pub quote: Quote,
    /// Index of the study among those of the article, where its words name one.
    #[serde(skip)]
    pub study: Option<usize>,
    /// What they tell.
    #[serde(skip)]
    pub clues: Clues,
}

/// What a mention tells of its source.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Clues {
    /// Design, as named.
    pub design: Option<Design>,
    /// Year, as said.
    pub year: Option<i32>,
    /// The letter behind a year: 2019b.
    pub letter: Option<char>,
    /// How many took part.
    pub n: Option<u32>,
    /// Journal.
    pub journal: Option<Journal>,
    /// Name of the work itself: 《高血压防治指南》.
    pub work: Option<String>,
    /// Authors.
    pub people: Vec<String>,
    /// Whether the authors may stand anywhere in the list of names: 王某教授团队.
    pub any_author: bool,
    /// Team, by where it works or as one told of before.
    pub team: Option<Team>,
    /// The body that issued it.
    pub organisation: Option<String>,
    /// Its own name: LIGHT-1.
    pub name: Option<String>,
    /// Ids of the things named near it that can have an effect.
    pub acts: BTreeSet<String>,
    /// Ids of those that its own words name: the ezetimibe trial.
    pub own_acts: BTreeSet<String>,
    /// Ids of the other concepts named near it.
    pub topics: BTreeSet<String>,
    /// Whether it speaks of several sources.
    pub several: bool,
    /// Whether it speaks of what was told above, be it one or several: 上述指南.
    pub above: bool,
    /// Whether it is one told of before: 该研究.
    pub points_back: bool,
    /// Whether it is called the latest one.
    pub newest: bool,
}

impl Clues {
    /// Whether the words point back, and tell nothing that another source may have.
    pub fn only_points_back(&self) -> bool {
        self.points_back && self.own_acts.is_empty() && !self.singles_out()
    }

    /// Whether the words single a source out, and do not only speak of one.
    pub fn singles_out(&self) -> bool {
        self.year.is_some()
            || self.journal.is_some()
            || self.work.is_some()
            || self.team.is_some()
            || self.organisation.is_some()
            || self.name.is_some()
            || !self.people.is_empty()
    }
}

/// The mentions in the body of an article, in order.
pub fn mentions(words: &Words, studies: &[Study], references: &[Reference]) -> Vec<Mention> {
    let knowledge = words.knowledge;
    if references.is_empty() {
        return Vec::new();
    }
    let names = Names::of(references, knowledge);
    let mut out = Vec::new();
    let mut known = Vec::new();
    let mut next = 0;
    for (index, block) in words.body() {
        let mut found = Anchors { block, knowledge, names: &names }.find();
        found.retain(|a| is_team(a, &mut known));
        let tells = studies.get(next).is_some_and(|s| s.quote.place.block == index);
        if found.is_empty() && !tells {
            continue;
        }
        for sentence in &block.sentences {
            let first = next;
            let end = Place::new(index, sentence.range.end..sentence.range.end);
            while studies.get(next).is_some_and(|s| s.quote.place < end) {
                next += 1;
            }
            let own =
                (first..next).map(|i| Anchor { range: studies[i].quote.place.range(), is: Is::Study(i) });
            let inside =
                |a: &&Anchor| sentence.range.start <= a.range.start && a.range.end <= sentence.range.end;
            let mut anchors: Vec<Anchor> = own.chain(found.iter().filter(inside).cloned()).collect();
            anchors.sort_by_key(|a| (a.range.start, std::cmp::Reverse(a.range.end)));
            let reader = Reader { words, index, studies };
            out.extend(reader.read(&anchors, sentence.range.clone()));
        }
    }
    out
}
