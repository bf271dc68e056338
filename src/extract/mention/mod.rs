//! Mentions of sources in words: 一项2019年的荟萃分析, Smith and colleagues, 该团队, 《…指南》. Each
//! with the clues by which an entry of the list can be told; which entry that is, is found later.

mod journal;
mod names;
mod people;

pub use journal::Journal;
pub(crate) use names::{organisations, study_names};
pub use people::{Institution, Team};

use super::Quote;
use super::claim::{Quantity, QuantityKind, quantities};
use super::reference::Reference;
use super::study::{Introduced, Study};
use crate::document::{Block, Place};
use crate::knowledge::{ConceptKind, Cue, Design, Knowledge};
use crate::text::is_han;
use names::{NameKind, Names};
use serde::Serialize;
use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::ops::Range;

/// A mention of a source, and what its words tell of it.
#[derive(Clone, PartialEq, Debug, Serialize)]
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
pub fn mentions(
    blocks: &[Block],
    studies: &[Study],
    references: &[Reference],
    knowledge: &Knowledge,
) -> Vec<Mention> {
    if references.is_empty() {
        return Vec::new();
    }
    let names = Names::of(references, knowledge);
    let mut out = Vec::new();
    let mut known = Vec::new();
    let mut next = 0;
    for (index, block) in blocks.iter().enumerate().filter(|(_, b)| b.kind.is_body()) {
        let mut found = Anchors { block, knowledge, names: &names }.find();
        found.retain(|a| is_team(a, &mut known));
        let tells = studies.get(next).is_some_and(|s| s.quote.place.block == index);
        if found.is_empty() && !tells {
            continue;
        }
        let numbers = OnceCell::new();
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
            let reader = Reader { blocks, index, studies, knowledge, numbers: &numbers };
            out.extend(reader.read(&anchors, sentence.range.clone()));
        }
    }
    out
}

/// Most places of work that are kept in mind.
const KNOWN: usize = 64;

/// Whether an anchor, if it is a team by its place of work, is of a place named in full here or before.
fn is_team(anchor: &Anchor, known: &mut Vec<Institution>) -> bool {
    let Is::Team(Team::At(place)) = &anchor.is else { return true };
    if place.full && known.len() < KNOWN && !known.contains(place) {
        known.push(place.clone());
    }
    place.full || known.iter().any(|k| k.is(place))
}

/// A word or name that belongs to a mention.
#[derive(Clone, Debug)]
struct Anchor {
    range: Range<usize>,
    is: Is,
}

#[derive(Clone, PartialEq, Debug)]
enum Is {
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
struct Anchors<'a> {
    block: &'a Block,
    knowledge: &'a Knowledge,
    names: &'a Names,
}

impl Anchors<'_> {
    fn find(&self) -> Vec<Anchor> {
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
        let mut teams = people::teams(text);
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
        let sister = ["子刊", "旗下", "系列"].iter().any(|w| after.starts_with(w));
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
            let document = |t: &crate::knowledge::Term<Cue>| {
                matches!(t.is, Cue::Design(Design::Guideline | Design::Opinion))
            };
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

/// Longest run of words between two parts of one mention, in bytes.
const APART: usize = 48;

/// What points to all that was told before.
const ABOVE: &[&str] = &["上述", "以上", "前述", "these", "These"];

/// A sentence in which anchors are joined to mentions.
struct Reader<'a> {
    blocks: &'a [Block],
    index: usize,
    studies: &'a [Study],
    knowledge: &'a Knowledge,
    /// Numbers of the block, read when a mention without a study asks for them.
    numbers: &'a OnceCell<Vec<Quantity>>,
}

impl Reader<'_> {
    fn read(&self, anchors: &[Anchor], sentence: Range<usize>) -> Vec<Mention> {
        let groups = self.groups(anchors);
        let whole = |g: &[&Anchor]| {
            let start = g.first().map_or(0, |a| a.range.start);
            start..g.iter().map(|a| a.range.end).max().unwrap_or(start)
        };
        let mut out = Vec::new();
        for (i, group) in groups.iter().enumerate() {
            let range = whole(group);
            let after = i.checked_sub(1).map_or(sentence.start, |b| whole(&groups[b]).end);
            let until = groups.get(i + 1).map_or(sentence.end, |g| whole(g).start);
            let region = after.min(range.start)..until.max(range.end);
            let clues = self.clues(group, &range, &region);
            let study = group.iter().find_map(|a| if let Is::Study(i) = a.is { Some(i) } else { None });
            out.push(Mention { quote: Quote::of(self.blocks, Place::new(self.index, range)), study, clues });
        }
        out
    }

    /// The anchors of each mention: those that overlap, or stand near each other and tell different
    /// things.
    fn groups<'b>(&self, anchors: &'b [Anchor]) -> Vec<Vec<&'b Anchor>> {
        let text = self.blocks[self.index].as_str();
        let mut groups: Vec<Vec<&Anchor>> = Vec::new();
        for anchor in anchors {
            let joins = groups.last().is_some_and(|group| {
                let end = group.iter().map(|a| a.range.end).max().unwrap_or(0);
                if anchor.range.start < end {
                    return true;
                }
                let same = |a: &&Anchor| std::mem::discriminant(&a.is) == std::mem::discriminant(&anchor.is);
                let between = &text[end..anchor.range.start];
                let led = !group.iter().any(|a| matches!(a.is, Is::Study(_)));
                between.len() <= APART
                    && !group.iter().any(same)
                    && !between.contains([';', '。', '!', '?', ':'])
                    && (led || !between.contains(','))
            });
            match groups.last_mut() {
                Some(group) if joins => group.push(anchor),
                _ => groups.push(vec![anchor]),
            }
        }
        groups
    }

    fn clues(&self, group: &[&Anchor], range: &Range<usize>, region: &Range<usize>) -> Clues {
        let mut clues = Clues::default();
        if !group.iter().any(|a| matches!(a.is, Is::Study(_))) {
            let n = self.number(QuantityKind::Count, range, region);
            clues.n = n.filter(|n| (1.0..=f64::from(u32::MAX)).contains(n)).map(|n| n as u32);
            clues.year = self.number(QuantityKind::Year, range, region).map(|y| y as i32);
        }
        for anchor in group {
            match &anchor.is {
                Is::Study(i) => self.tell(&self.studies[*i], &mut clues),
                Is::People(people) => {
                    clues.people.extend(people.names.iter().cloned());
                    clues.any_author |= people.any_author;
                    clues.year = people.year.or(clues.year);
                    clues.letter = people.letter.or(clues.letter);
                }
                Is::Team(team) => clues.team = Some(team.clone()),
                Is::Organisation(name) => clues.organisation = Some(name.clone()),
                Is::Name(name) => clues.name = Some(name.clone()),
                Is::Journal(journal) => clues.journal = Some(journal.clone()),
                Is::Work(name) => clues.work = Some(name.clone()),
            }
        }
        clues.several &= clues.name.is_none();
        if clues.work.is_some() {
            // A document in 《》 was taken for a journal before.
            let listed = group.iter().any(|a| matches!(a.is, Is::Journal(_)));
            clues.journal = clues.journal.filter(|_| listed);
        }
        let text = self.blocks[self.index].as_str();
        clues.above = ABOVE.iter().any(|w| text[range.clone()].starts_with(w));
        let names = |at: &Range<usize>| {
            let holds = |a: &&&Anchor| a.range.start <= at.start && at.end <= a.range.end;
            group.iter().filter(holds).any(|a| !matches!(a.is, Is::Study(_)))
        };
        for named in self.knowledge.concepts.find(&text[region.clone()]) {
            use ConceptKind::{Drug, Procedure, Supplement};
            let at = region.start + named.range.start..region.start + named.range.end;
            if names(&at) {
                continue;
            }
            let id = named.concept.id.clone();
            match named.concept.kind {
                Drug | Supplement | Procedure => {
                    if range.start <= at.start && at.end <= range.end {
                        clues.own_acts.insert(id.clone());
                    }
                    clues.acts.insert(id)
                }
                _ => clues.topics.insert(id),
            };
        }
        clues
    }

    /// What the words of a study tell.
    fn tell(&self, study: &Study, clues: &mut Clues) {
        clues.design = study.design;
        clues.year = study.year.or(clues.year);
        clues.n = study.n;
        let journal = study.journal.as_deref().and_then(|j| Journal::named(j, self.knowledge));
        clues.journal = clues.journal.take().or(journal);
        clues.several |= study.mention == Introduced::Several;
        clues.points_back |= study.anaphoric;
        clues.newest |= study.newest;
    }

    /// The number of a kind nearest to a mention.
    fn number(&self, kind: QuantityKind, range: &Range<usize>, region: &Range<usize>) -> Option<f64> {
        let numbers = self.numbers.get_or_init(|| quantities(self.index, self.blocks, self.knowledge));
        let first = numbers.partition_point(|q| q.quote.place.start < region.start);
        let here = numbers[first..].iter().take_while(|q| q.quote.place.end <= region.end);
        let distance = |q: &&Quantity| {
            let place = &q.quote.place;
            place.start.saturating_sub(range.end).max(range.start.saturating_sub(place.end))
        };
        here.filter(|q| q.kind == kind).min_by_key(distance).map(|q| q.low)
    }
}
