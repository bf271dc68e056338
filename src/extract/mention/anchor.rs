//! Anchors: the words and names in a block that can belong to a mention.

use super::journal::{self, Journal};
use super::names::{self, NameKind, Names};
use super::people::{self, Institution, Team};
use crate::document::Block;
use crate::knowledge::{Cue, Design, Knowledge, MentionWord, Term};
use crate::text::is_han;
use std::ops::Range;

/// Most places of work that are kept in mind.
const KNOWN: usize = 64;

/// Whether an anchor, if it is a team by its place of work, is of a place named in full here or before.
pub(super) fn is_team(anchor: &Anchor, known: &mut Vec<Institution>) -> bool {
    let Is::Team(Team::At(place)) = &anchor.is else { return true };
    if place.full && known.len() < KNOWN && !known.contains(place) {
        known.push(place.clone());
    }
    place.full || known.iter().any(|k| k.is(place))
}

/// A word or name that belongs to a mention.
#[derive(Clone, Debug)]
pub(super) struct Anchor {
    pub range: Range<usize>,
    pub is: Is,
}

#[derive(Clone, PartialEq, Debug)]
pub(super) enum Is {
    /// A study, by its index.
    Study(usize),
    /// Authors.
    People(people::People),
    /// A team without names.
    Team(Team),
    Organisation(String),
    /// A trial's own name.
    Name(String),
    Journal(Journal),
    /// A work in 《》.
    Work(String),
}

/// Where the anchors of a block are looked for.
pub(super) struct Anchors<'a> {
    pub block: &'a Block,
    pub knowledge: &'a Knowledge,
    pub names: &'a Names,
}

impl Anchors<'_> {
    /// The anchors of the block but its studies.
    pub fn find(&self) -> Vec<Anchor> {
        let text = self.block.as_str();
        let named = self.names.find(text);
        let mut out: Vec<Anchor> = Vec::new();
        for found in &named {
            let is = match found.kind {
                NameKind::Person => continue,
                NameKind::Organisation => Is::Organisation(found.name.clone()),
                NameKind::Study => Is::Name(found.name.clone()),
                NameKind::Journal if is_ordinary(text, found) => continue,
                NameKind::Journal => match Journal::named(&found.name, self.knowledge) {
                    Some(journal) => Is::Journal(journal),
                    None => continue,
                },
            };
            out.push(Anchor { range: found.range.clone(), is });
        }
        let people = people::people(text, named.iter().filter(|f| f.kind == NameKind::Person));
        let mut teams = people::teams(text, self.knowledge);
        teams.retain(|(range, _)| {
            let next = people.partition_point(|(r, _)| r.end <= range.start);
            people.get(next).is_none_or(|(r, _)| r.start >= range.end)
        });
        out.extend(people.into_iter().map(|(range, is)| Anchor { range, is: Is::People(is) }));
        out.extend(teams.into_iter().map(|(range, is)| Anchor { range, is: Is::Team(is) }));
        out.extend(
            journal::named_in(text, self.knowledge).into_iter().filter_map(|range| self.journal(range)),
        );
        out.extend(self.works());
        out
    }

    /// A journal of the pack, or its sister.
    fn journal(&self, range: Range<usize>) -> Option<Anchor> {
        let text = self.block.as_str();
        let journal = Journal::named(&text[range.clone()], self.knowledge)?;
        let after = text[range.end..].trim_start_matches(['》', ' ']);
        let sister = self.knowledge.mention_words.at(after, 0).any(|t| t.is == MentionWord::Sister);
        Some(Anchor { range, is: Is::Journal(if sister { journal.sister() } else { journal }) })
    }

    /// Documents in 《》: guidelines and the like.
    fn works(&self) -> Vec<Anchor> {
        let text = self.block.as_str();
        let mut out = Vec::new();
        let mut at = 0;
        while let Some(open) = text[at..].find('《').map(|i| at + i) {
            let start = open + '《'.len_utf8();
            let Some(close) = text[start..].find(['》', '《']).map(|i| start + i) else { break };
            at = close;
            let name = &text[start..close];
            let document = |t: &Term<Cue>| matches!(t.is, Cue::Design(Design::Guideline | Design::Opinion));
            if self.knowledge.lexicon.find(name).iter().any(document) {
                let is = Is::Work(name.to_owned());
                out.push(Anchor { range: open..close + '》'.len_utf8(), is });
            }
        }
        out
    }
}

/// Whether the name of a journal of one word is an ordinary word here: at the start of a sentence.
fn is_ordinary(text: &str, found: &names::Found) -> bool {
    let name = &found.name;
    let before = text[..found.range.start].trim_end();
    let opens = before.is_empty() || before.ends_with(['.', '。', '!', '?', '\n', ':']);
    let short = name.starts_with(is_han) && name.chars().count() < 4;
    opens && !name.contains(' ') && !name.starts_with(is_han) || short && !before.ends_with('《')
}
