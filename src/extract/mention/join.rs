//! From anchors to mentions: those that stand together are one, with the clues of all of them.

use super::anchor::{Anchor, Is};
use super::{Clues, Journal, Mention};
use crate::document::Place;
use crate::extract::Quote;
use crate::extract::claim::{Quantity, QuantityKind};
use crate::extract::study::{Introduced, Study};
use crate::extract::words::Words;
use crate::knowledge::{ConceptKind, MentionWord};
use std::ops::Range;

/// Longest run of words between two parts of one mention, in bytes.
const APART: usize = 48;

/// A sentence in which anchors are joined to mentions.
pub(super) struct Reader<'a, 'k> {
    pub words: &'a Words<'k>,
    pub index: usize,
    pub studies: &'a [Study],
}

impl Reader<'_, '_> {
    /// The mentions that the anchors of a sentence make.
    pub fn read(&self, anchors: &[Anchor], sentence: Range<usize>) -> Vec<Mention> {
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
            out.push(Mention {
                quote: Quote::of(self.words.blocks, Place::new(self.index, range)),
                study,
                clues,
            });
        }
        out
    }

    /// The anchors of each mention: those that overlap, or stand near each other and tell different
    /// things.
    fn groups<'b>(&self, anchors: &'b [Anchor]) -> Vec<Vec<&'b Anchor>> {
        let text = self.words.blocks[self.index].as_str();
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
        let text = self.words.blocks[self.index].as_str();
        let mut opens = self.words.knowledge.mention_words.at(text, range.start);
        clues.above = opens.any(|t| t.is == MentionWord::Above);
        let names = |at: &Range<usize>| {
            let holds = |a: &&&Anchor| a.range.start <= at.start && at.end <= a.range.end;
            group.iter().filter(holds).any(|a| !matches!(a.is, Is::Study(_)))
        };
        for named in self.words.named_in(self.index, region.clone()) {
            use ConceptKind::{Drug, Procedure, Supplement};
            let at = &named.range;
            if names(at) {
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
        let journal = study.journal.as_deref().and_then(|j| Journal::named(j, self.words.knowledge));
        clues.journal = clues.journal.take().or(journal);
        clues.several |= study.mention == Introduced::Several;
        clues.points_back |= study.anaphoric;
        clues.newest |= study.newest;
    }

    /// The number of a kind nearest to a mention.
    fn number(&self, kind: QuantityKind, range: &Range<usize>, region: &Range<usize>) -> Option<f64> {
        let numbers = self.words.quantities(self.index);
        let first = numbers.partition_point(|q| q.quote.place.start < region.start);
        let here = numbers[first..].iter().take_while(|q| q.quote.place.end <= region.end);
        let distance = |q: &&Quantity| {
            let place = &q.quote.place;
            place.start.saturating_sub(range.end).max(range.start.saturating_sub(place.end))
        };
        here.filter(|q| q.kind == kind).min_by_key(distance).map(|q| q.low)
    }
}
