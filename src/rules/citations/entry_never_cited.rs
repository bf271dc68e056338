//! CI004: an entry of the reference list that nothing in the text points to.

use crate::extract::reference::Fields;
use crate::rules::{Candidate, Confidence, Context, NotChecked, Outcome, Rule, Severity};
use std::collections::BTreeSet;

/// The rule `entry-never-cited`.
pub struct EntryNeverCited;

impl Rule for EntryNeverCited {
    fn check(&self, cx: &Context) -> Outcome {
        let mut outcome = Outcome::default();
        let references = &cx.facts.references;
        if !cx.is_whole_document() {
            references.iter().for_each(|_| outcome.skip(NotChecked::Fragment));
            return outcome;
        }
        let pointed = cx.evidence.links.citations.iter().flatten().flat_map(|p| p.references.iter().copied());
        let cited: BTreeSet<usize> = pointed.collect();
        let never: Vec<usize> = (0..references.len()).filter(|i| !cited.contains(i)).collect();
        references.iter().for_each(|_| outcome.look());
        let Some(&first) = never.first() else { return outcome };
        let none = never.len() == references.len();
        if none && !references.iter().any(|r| names_a_work(&r.fields)) {
            return outcome;
        }
        let argues = cx.facts.studies.iter().any(|s| cx.document.blocks[s.quote.place.block].kind.is_body());
        let numbers: Vec<String> = never.iter().map(|&i| format!("[{}]", references[i].index)).collect();
        let pairs = if none { pairs(cx) } else { Vec::new() };
        let mut found =
            Candidate::new(references[first].quote.place.clone(), if none { "none" } else { "some" })
                .arg("numbers", numbers.join(" "))
                .arg("count", never.len())
                .words("probably", if pairs.is_empty() { Vec::new() } else { vec!["probably"] })
                .arg("pairs", pairs.join(" · "))
                .severity(if none && argues { Severity::Warning } else { Severity::Info })
                .confidence(Confidence::Certain);
        found.also = never[1..].iter().map(|&i| references[i].quote.place.clone()).collect();
        outcome.candidates.push(found);
        outcome
    }
}

/// Whether an entry names a work: a list of bare links that nothing cites is no reference list.
fn names_a_work(fields: &Fields) -> bool {
    !(fields.title.is_empty() && fields.doi.is_empty() && fields.pmid.is_empty())
}

/// Most pairs that a finding shows.
const MOST_PAIRS: usize = 5;

/// Mentions in the text that fit an entry, with its number.
fn pairs(cx: &Context) -> Vec<String> {
    let mut told = BTreeSet::new();
    let both = cx.facts.mentions.iter().zip(&cx.evidence.links.mentions);
    let linked = both.filter_map(|(mention, link)| match link.as_ref().ok()?.references.as_slice() {
        [one] if told.insert(*one) => {
            Some(format!("[{}] “{}”", cx.facts.references[*one].index, mention.quote.text))
        }
        _ => None,
    });
    linked.take(MOST_PAIRS).collect()
}
