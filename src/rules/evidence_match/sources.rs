//! Sentences of the article with the sources they were held against, for the rules that compare.

use crate::document::Place;
use crate::evidence::{Confronted, Leaning, Reason, Record};
use crate::rules::{Context, NotChecked, Outcome};
use std::collections::BTreeSet;

/// What a sentence leans on, and what came of holding it against that.
pub(super) struct Against<'a> {
    pub(super) leaning: &'a Leaning,
    /// Number of the entry.
    pub(super) number: u32,
    pub(super) record: &'a Record,
    pub(super) confronted: &'a Confronted,
}

impl Against<'_> {
    /// Whether the sentence itself cites the entry.
    pub(super) fn is_cited(&self) -> bool {
        matches!(self.leaning.reason, Reason::Number | Reason::AuthorYear)
    }
}

/// The sentences that claim something or lean on a source, all of whose sources were compared; the
/// others are counted as not checked, with the reason.
pub(super) fn compared<'a>(cx: &Context<'a>, outcome: &mut Outcome) -> Vec<(Place, Vec<Against<'a>>)> {
    let links = &cx.evidence.links;
    let claims = cx.facts.claims.iter().map(|c| cx.sentence_of(&c.quote.place));
    let leaning = links.leanings.iter().map(|l| l.sentence.clone());
    let places: BTreeSet<Place> = claims.chain(leaning).collect();
    let mut out = Vec::new();
    for place in places {
        let mut found = Vec::new();
        let mut missing = None;
        for (index, leaning) in links.leanings.iter().enumerate().filter(|(_, l)| l.sentence == place) {
            let held = cx.evidence.held.iter().find(|h| h.leaning == index);
            match (links.records[leaning.reference], held) {
                (None, _) => missing = Some(NotChecked::NoRecord),
                (Some(_), None) => missing = Some(NotChecked::NoAbstract),
                (Some(_), Some(held)) => found.push(Against {
                    leaning,
                    number: cx.facts.references[leaning.reference].index,
                    record: &cx.library.records[held.record],
                    confronted: &held.confronted,
                }),
            }
        }
        match missing {
            Some(why) => outcome.skip(why),
            None if found.is_empty() => outcome.skip(NotChecked::Uncited),
            None => {
                outcome.look();
                out.push((place, found));
            }
        }
    }
    out
}
