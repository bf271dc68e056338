//! OV002: wording more certain than the evidence behind it.

use crate::evidence::Record;
use crate::extract::claim::Claim;
use crate::knowledge::{Certainty, Cue, Design, Limitation, Relation};
use crate::rules::{Candidate, Confidence, Context, NotChecked, Outcome, Rule, Severity};

/// The rule `certainty-inflation`.
pub struct CertaintyInflation;

impl Rule for CertaintyInflation {
    fn check(&self, cx: &Context) -> Outcome {
        let mut outcome = Outcome::default();
        for claim in
            cx.facts.claims.iter().filter(|c| c.relation != Relation::None && !c.intervention.is_empty())
        {
            let sources: Vec<(u32, &Record)> = cx.sources_of(&claim.quote.place).collect();
            match sources.iter().filter_map(|(n, r)| Some((*n, *r, cap(r)?))).max_by_key(|(_, _, cap)| *cap) {
                Some((number, record, cap)) => {
                    outcome.look();
                    if claim.certainty >= Certainty::C3 && claim.certainty > cap {
                        outcome.candidates.push(above_source(cx, claim, number, record, cap));
                    }
                }
                None if sources.is_empty() => match listed(cx, claim) {
                    Listed::All(number, record, cap) if claim.certainty == Certainty::C3 => {
                        outcome.look();
                        if claim.certainty > cap {
                            let found = above_source(cx, claim, number, record, cap);
                            outcome.candidates.push(found.severity(Severity::Warning));
                        }
                    }
                    listed => {
                        outcome.skip(if matches!(listed, Listed::Some) {
                            NotChecked::NoRecord
                        } else {
                            NotChecked::Uncited
                        });
                        outcome.candidates.extend(without_source(cx, claim));
                    }
                },
                None => {
                    outcome.skip(NotChecked::DesignUnknown);
                    outcome.candidates.extend(without_source(cx, claim));
                }
            }
        }
        outcome
    }
}

/// What the reference list has on the drugs of a claim that cites nothing.
enum Listed<'a> {
    /// No entry.
    None,
    /// Entries, of which some have no record or an unknown design.
    Some,
    /// Entries whose records are all known: the one that allows most.
    All(u32, &'a Record, Certainty),
}

fn listed<'a>(cx: &Context<'a>, claim: &Claim) -> Listed<'a> {
    let drugs: Vec<&str> = claim.intervention.iter().filter_map(|m| m.concept.as_deref()).collect();
    let about = |entry: usize| cx.named_by_entry(entry).iter().any(|id| drugs.contains(id));
    let mut best: Listed = Listed::None;
    let entries = cx.facts.references.iter().zip(&cx.evidence.links.records).enumerate();
    for (_, (reference, link)) in entries.filter(|(entry, _)| about(*entry)) {
        let record = link.map(|l| &cx.library.records[l.record]);
        let Some((record, cap)) = record.and_then(|r| Some((r, cap(r)?))) else { return Listed::Some };
        best = match best {
            Listed::All(n, r, c) if c >= cap => Listed::All(n, r, c),
            _ => Listed::All(reference.index, record, cap),
        };
    }
    best
}

/// The most certain wording that a design allows; none where it is unknown.
fn cap(record: &Record) -> Option<Certainty> {
    let limited = record.abstract_.as_ref().is_some_and(|a| {
        a.limitations
            .keys()
            .any(|l| matches!(l, Limitation::Heterogeneity | Limitation::Bias | Limitation::LowCertainty))
    });
    Some(match record.design? {
        Design::Guideline | Design::MetaAnalysis | Design::SystematicReview if !limited => Certainty::C3,
        Design::Guideline | Design::MetaAnalysis | Design::SystematicReview | Design::RandomisedTrial => {
            Certainty::C2
        }
        Design::Trial => Certainty::C2,
        _ => Certainty::C1,
    })
}

fn above_source(cx: &Context, claim: &Claim, number: u32, record: &Record, cap: Certainty) -> Candidate {
    let far = claim.certainty == Certainty::C4 || claim.certainty as u8 >= cap as u8 + 2;
    let design = record.design.map_or("unknown", Design::as_str);
    let mut found = Candidate::new(claim.quote.place.clone(), "above-source")
        .arg("claim", decisive(cx, claim))
        .arg("reference", number)
        .words("design", vec![design])
        .severity(if far { Severity::Error } else { Severity::Warning });
    found.source = Some(cx.source(number, record, record.title.clone()));
    found
}

/// Without a source only a guarantee is a finding; words of proof are worth a remark.
fn without_source(cx: &Context, claim: &Claim) -> Option<Candidate> {
    let severity = match claim.certainty {
        Certainty::C4 => Severity::Warning,
        Certainty::C3 => Severity::Info,
        _ => return None,
    };
    let found = Candidate::new(claim.quote.place.clone(), "no-source").arg("claim", decisive(cx, claim));
    Some(found.severity(severity).confidence(Confidence::Probable))
}

/// The words that made the claim as certain as it is; the claim itself where no single words did.
fn decisive(cx: &Context, claim: &Claim) -> String {
    let place = &claim.quote.place;
    let sure = |cue: Cue| matches!(cue, Cue::Certainty(Certainty::C3 | Certainty::C4));
    match cx.cues_in(place).iter().find(|t| sure(t.is)) {
        Some(t) => cx.document.blocks[place.block].shown(t.range()).to_owned(),
        None => claim.quote.text.clone(),
    }
}
