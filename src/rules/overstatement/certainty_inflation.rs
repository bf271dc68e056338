//! OV002: wording more certain than the evidence behind it.

use crate::document::Place;
use crate::evidence::Record;
use crate::extract::claim::{Claim, Mention};
use crate::knowledge::{Certainty, ConceptKind, Cue, Design, Gate, Limitation, Relation, Term};
use crate::rules::places::{before, clauses, sentences, told};
use crate::rules::{Candidate, Confidence, Context, NotChecked, Outcome, Rule, Severity};
use crate::text::Language;

/// The rule `certainty-inflation`.
pub struct CertaintyInflation;

const RULE: &str = "certainty-inflation";

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
        for sentence in sentences(cx) {
            let found = of_the_drug(cx, &sentence).or_else(|| settled(cx, &sentence));
            outcome.candidates.extend(found.or_else(|| guaranteed(cx, &sentence)));
        }
        let title = told(cx).into_iter().filter(|s| cx.document.title == Some(s.block));
        outcome.candidates.extend(title.filter_map(|s| settled(cx, &s)));
        outcome
    }
}

/// A guarantee of "this drug" in a sentence that makes no claim of anything by name (该药能彻底解决…).
fn of_the_drug(cx: &Context, sentence: &Place) -> Option<Candidate> {
    use ConceptKind::{Condition, Outcome};
    let cues = cx.cues_in(sentence);
    let sure = cues.iter().find(|t| t.is == Cue::Certainty(Certainty::C4))?;
    let clause = clauses(cx, sentence.block, &sure.range());
    let drug =
        cues.iter().find(|t| t.is == Cue::Anaphora && clause.start <= t.start && t.end <= sure.start)?;
    let named = cx.named_in(&clause).iter();
    let ill =
        named.into_iter().any(|n| matches!(n.concept.kind, Condition | Outcome) && n.range.end > drug.end);
    let rate = cx.phrases_in(RULE, &clause).iter().any(|w| matches!(w.is.as_str(), "rate" | "spared"));
    if !ill || rate || cx.facts.claims.iter().any(|c| c.quote.place.overlaps(&clause)) {
        return None;
    }
    let shown = cx.document.blocks[sentence.block].shown(sure.range()).to_owned();
    let mut found = Candidate::new(clause, "no-source").arg("claim", shown);
    found.gated_at = Some(Place::new(sentence.block, sure.range()));
    Some(found)
}

/// A conclusion or effect that is said to be beyond dispute, where the sentence speaks of a study or of a
/// treatment; in a title on an illness, also that it is proved.
fn settled(cx: &Context, sentence: &Place) -> Option<Candidate> {
    let is_title = cx.document.title == Some(sentence.block);
    let proves = |is: &str| is == "settled" || is == "proves" && is_title && cx.is_of_health();
    let word = cx.phrases_in(RULE, sentence).into_iter().find(|w| proves(&w.is))?;
    let place = Place::new(sentence.block, word.range());
    if cx.facts.claims.iter().any(|c| c.certainty >= Certainty::C3 && c.quote.place.overlaps(&place)) {
        return None;
    }
    let studied = |cue: Cue| matches!(cue, Cue::Study | Cue::Design(_));
    let medicine = |kind| matches!(kind, ConceptKind::Drug | ConceptKind::Supplement);
    let tells = |s: &Place| {
        cx.named_in(s).iter().any(|n| medicine(n.concept.kind))
            || cx.cues_in(s).iter().any(|t| studied(t.is))
            || cx.phrases_in(RULE, s).iter().any(|w| w.is == "works")
    };
    let ill = || cx.named_in(sentence).iter().any(|n| n.concept.kind == ConceptKind::Condition);
    let told = tells(sentence) || is_title && ill() || before(cx, sentence, 1).iter().any(tells);
    if !told {
        return None;
    }
    let shown = cx.document.blocks[sentence.block].shown(word.range()).to_owned();
    let mut found = Candidate::new(clauses(cx, sentence.block, &word.range()), "settled").arg("claim", shown);
    found.gated_at = Some(place);
    Some(found)
}

/// A cure or an effect that is promised without fail, where no claim says so already.
fn guaranteed(cx: &Context, sentence: &Place) -> Option<Candidate> {
    let words = cx.phrases_in(RULE, sentence);
    let word = words.iter().find(|w| w.is == "guarantee")?;
    let place = Place::new(sentence.block, word.range());
    let told =
        cx.facts.claims.iter().any(|c| {
            c.certainty == Certainty::C4 && c.quote.place.overlaps(&place) && promises_health(cx, c)
        });
    if told || words.iter().any(|w| matches!(w.is.as_str(), "rate" | "spared")) {
        return None;
    }
    let shown = cx.document.blocks[sentence.block].shown(word.range()).to_owned();
    let mut found =
        Candidate::new(clauses(cx, sentence.block, &word.range()), "no-source").arg("claim", shown);
    found.gated_at = Some(place);
    Some(found.severity(Severity::Warning).confidence(Confidence::Probable))
}

fn treats(kind: ConceptKind) -> bool {
    matches!(kind, ConceptKind::Drug | ConceptKind::Procedure | ConceptKind::Supplement)
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

/// Without a source only a guarantee that a treatment does something for health is a finding; words of
/// proof are worth a remark.
fn without_source(cx: &Context, claim: &Claim) -> Option<Candidate> {
    if is_aim(cx, claim) || is_rate(cx, claim) || is_asked(cx, claim) {
        return None;
    }
    let severity = match claim.certainty {
        Certainty::C4 if !promises_health(cx, claim) || is_spared(cx, claim) => return None,
        Certainty::C4 => Severity::Warning,
        Certainty::C3 => Severity::Info,
        _ => return None,
    };
    let found = Candidate::new(claim.quote.place.clone(), "no-source").arg("claim", decisive(cx, claim));
    Some(found.severity(severity).confidence(Confidence::Probable))
}

/// Whether the words of certainty are only aimed at: "further studies are needed to confirm", "if we can
/// demonstrate", "its ability to cure".
fn is_aim(cx: &Context, claim: &Claim) -> bool {
    let place = &claim.quote.place;
    let text = cx.document.blocks[place.block].as_str();
    let sure =
        cx.cues_in(place).iter().find(|t| matches!(t.is, Cue::Certainty(Certainty::C3 | Certainty::C4)));
    let aimed = |t: &Term<Cue>| {
        t.language == Language::En && text[..t.start].ends_with(" to ")
            || cx.facts.gates.holds(Gate::Condition, &Place::new(place.block, t.range()))
    };
    sure.is_some_and(aimed)
}

/// Whether the claim is put as a question, whatever answers it: what is sure of it stands in the answer.
fn is_asked(cx: &Context, claim: &Claim) -> bool {
    let sentence = cx.sentence_of(&claim.quote.place);
    cx.document.blocks[sentence.block].as_str()[sentence.range()].trim_end().ends_with('?')
}

/// Whether what is promised is known to be cured, or the promise is another's.
fn is_spared(cx: &Context, claim: &Claim) -> bool {
    cx.phrases_in(RULE, &cx.sentence_of(&claim.quote.place)).iter().any(|w| w.is == "spared")
}

/// Whether a guarantee is a rate (治愈率91%), which is to be told with its study.
fn is_rate(cx: &Context, claim: &Claim) -> bool {
    cx.phrases_in(RULE, &claim.quote.place).iter().any(|w| w.is == "rate")
}

/// Whether a claim says of a treatment, or of something the table does not know, that it does something
/// about a disease or an outcome.
fn promises_health(cx: &Context, claim: &Claim) -> bool {
    let kind = |m: &Mention| Some(cx.knowledge.concepts.get(m.concept.as_deref()?)?.kind);
    let known = |mentions: &[Mention]| mentions.iter().any(|m| m.concept.is_some());
    claim.intervention.iter().any(|m| kind(m).is_none_or(treats))
        && (known(&claim.outcome) || known(&claim.condition))
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
