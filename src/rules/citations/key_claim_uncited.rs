//! CI001: an effect is told from a study, or in numbers, and no source is given.

use crate::document::{Block, BlockKind, Place};
use crate::extract::claim::{Claim, QuantityKind, Says};
use crate::extract::study::{Introduced, Study};
use crate::knowledge::{Certainty, ConceptKind, Cue, Design, Direction, Gate};
use crate::rules::{Candidate, Context, Outcome, Rule};
use std::collections::{BTreeMap, BTreeSet};

/// The rule `key-claim-uncited`.
pub struct KeyClaimUncited;

/// The rule whose phrases name the arm of a trial, and the writer's own opinion.
const RULE: &str = "key-claim-uncited";

/// The rule that speaks where authority is invoked without a source.
const VAGUE: &str = "vague-attribution";

impl Rule for KeyClaimUncited {
    fn check(&self, cx: &Context) -> Outcome {
        let mut outcome = Outcome::default();
        let mut told: BTreeMap<Place, Vec<&Claim>> = BTreeMap::new();
        for claim in cx.facts.claims.iter().filter(|c| is_effect(cx, c)) {
            told.entry(cx.sentence_of(&claim.quote.place)).or_default().push(claim);
        }
        for arm in arms(cx) {
            told.entry(arm).or_default();
        }
        let (sources, named) = (Sources::of(cx), studies_named(cx));
        for sentence in named.iter().filter(|s| tells_figure(cx, s)) {
            told.entry(sentence.clone()).or_default();
        }
        let mut found: Vec<Place> = Vec::new();
        for (sentence, claims) in &told {
            if !named.contains(sentence) && !claims.iter().any(|c| has_effect_number(c)) {
                continue;
            }
            outcome.look();
            let goes_on = !named.contains(sentence) && sources.are_in_paragraph(sentence.block);
            if !goes_on && !sources.cover(sentence, claims) && !is_other_matter(cx, sentence) {
                found.push(sentence.clone());
            }
        }
        let Some(first) = found.first() else { return outcome };
        let fits: Vec<String> = found.iter().filter_map(|sentence| fitting(cx, sentence)).collect();
        let mut candidate = Candidate::new(first.clone(), "found")
            .arg("count", found.len())
            .words("probably", if fits.is_empty() { Vec::new() } else { vec!["probably"] })
            .arg("fits", fits.join(" · "));
        candidate.also = found[1..].to_vec();
        outcome.candidates.push(candidate);
        outcome
    }
}

/// Whether a claim of the running text says plainly what an intervention does.
fn is_effect(cx: &Context, claim: &Claim) -> bool {
    let treats = |id: &str| {
        cx.knowledge.concepts.get(id).is_some_and(|c| {
            matches!(c.kind, ConceptKind::Drug | ConceptKind::Supplement | ConceptKind::Procedure)
        })
    };
    is_running(&cx.document.blocks[claim.quote.place.block])
        && claim.certainty >= Certainty::C2
        && !matches!(claim.direction, Direction::NoEffect | Direction::Unclear)
        && claim.intervention.iter().filter_map(|m| m.concept.as_deref()).any(treats)
        && !claim.gates.iter().any(is_denied)
}

/// Whether a sentence of the running text tells plainly, in figures, what became of people with or without something.
fn tells_figure(cx: &Context, sentence: &Place) -> bool {
    use QuantityKind::{Fold, HazardRatio, OddsRatio, Percent, RiskRatio};
    let sized = |kind| matches!(kind, Fold | HazardRatio | OddsRatio | Percent | RiskRatio);
    let ill = |kind| matches!(kind, ConceptKind::Condition | ConceptKind::Outcome);
    let open = |cue: Cue| {
        matches!(cue, Cue::Hedge | Cue::Question | Cue::Certainty(Certainty::C0 | Certainty::C1))
            || matches!(cue, Cue::Direction(Direction::NoEffect) | Cue::Limitation(_) | Cue::Negation)
    };
    let words = cx.phrases_in("relative-without-absolute", sentence);
    let risk = || words.iter().any(|w| matches!(w.is.as_str(), "event" | "mishap"));
    is_running(&cx.document.blocks[sentence.block])
        && cx.quantities_in(sentence).iter().any(|q| sized(q.kind))
        && (cx.named_in(sentence).iter().any(|n| ill(n.concept.kind)) || risk())
        && !cx.cues_in(sentence).iter().any(|t| open(t.is))
        && !cx.facts.gates.over(sentence).any(|s| is_denied(&s.gate))
}

/// Whether a gate leaves nothing that would need a source.
fn is_denied(gate: &Gate) -> bool {
    use Gate::{Condition, Meta, Negation, Question, Refutation, Wish};
    matches!(gate, Negation | Refutation | Question | Wish | Meta | Condition)
}

/// Titles and headings cite nothing by right, and a table what the text around it cites.
fn is_running(block: &Block) -> bool {
    use BlockKind::{AltText, Heading, TableRow, Title};
    block.kind.is_body() && !matches!(block.kind, Title | Heading | AltText | TableRow)
}

/// Sentences that tell what became of the treated, whatever they were treated with.
fn arms(cx: &Context) -> Vec<Place> {
    let mut out = Vec::new();
    for (index, _) in cx.body().filter(|(_, b)| is_running(b)) {
        for arm in cx.phrases(RULE, index).iter().filter(|t| t.is == "arm") {
            let sentence = cx.sentence_of(&Place::new(index, arm.range()));
            let cues = cx.cues(index);
            let first = cues.partition_point(|t| t.start < sentence.start);
            let inside = || cues[first..].iter().take_while(|t| t.start < sentence.end);
            let changes = inside().any(|t| matches!(t.is, Cue::Direction(d) if d != Direction::NoEffect));
            let weak =
                inside().any(|t| matches!(t.is, Cue::Hedge | Cue::Certainty(Certainty::C0 | Certainty::C1)));
            let gated = cx.facts.gates.over(&Place::new(index, arm.range())).any(|s| is_denied(&s.gate));
            if changes && !weak && !gated {
                out.push(sentence);
            }
        }
    }
    out
}

/// Sentences that tell of one study, or name its journal.
fn studies_named(cx: &Context) -> BTreeSet<Place> {
    let told = |s: &&Study| {
        if matches!(s.design, Some(Design::Guideline | Design::Opinion)) {
            return false; // a document named by its title is a source itself
        }
        let one = s.mention == Introduced::One && s.design.is_some();
        s.journal.is_some() || s.team.is_some() || s.year.is_some() || one
    };
    let studies = cx.facts.studies.iter().filter(told).map(|s| &s.quote.place);
    let mentions = cx.facts.mentions.iter().filter(|m| m.clues.singles_out()).map(|m| &m.quote.place);
    studies.chain(mentions).map(|place| cx.sentence_of(place)).collect()
}

/// Whether a claim says how large the effect is.
fn has_effect_number(claim: &Claim) -> bool {
    claim.numbers.iter().any(|n| {
        matches!(
            n.kind,
            QuantityKind::Percent
                | QuantityKind::Points
                | QuantityKind::OddsRatio
                | QuantityKind::RiskRatio
                | QuantityKind::HazardRatio
                | QuantityKind::Interval
                | QuantityKind::PValue
                | QuantityKind::Fold
        )
    })
}

/// Whether the sentence is the writer's own opinion, or leans on an authority that another rule asks after.
fn is_other_matter(cx: &Context, sentence: &Place) -> bool {
    let inside = |start: usize| sentence.range().contains(&start);
    let vague = cx.phrases(VAGUE, sentence.block).iter().any(|t| inside(t.start) && t.is == "vague");
    vague || cx.phrases(RULE, sentence.block).iter().any(|t| inside(t.start) && t.is == "opinion")
}

/// What the article cites, and for what.
struct Sources<'c, 'a> {
    cx: &'c Context<'a>,
    /// Blocks and offsets of citations and links, in order.
    marks: Vec<(usize, usize)>,
    /// Entries that are cited somewhere.
    entries: BTreeSet<usize>,
    /// Interventions and outcomes of claims in sentences that cite.
    claimed: BTreeSet<(String, String)>,
    /// Interventions of these claims.
    tried: BTreeSet<String>,
}

impl<'c, 'a> Sources<'c, 'a> {
    fn of(cx: &'c Context<'a>) -> Sources<'c, 'a> {
        let links = cx.body().flat_map(|(i, b)| b.links.iter().map(move |l| (i, l.range.start)));
        let cited = cx.facts.citations.iter().map(|c| (c.quote.place.block, c.quote.place.start));
        let mut marks: Vec<(usize, usize)> = links.chain(cited).collect();
        marks.sort_unstable();
        let pointed = cx.evidence.links.citations.iter().flatten().flat_map(|p| p.references.iter().copied());
        let mut sources = Sources {
            cx,
            marks,
            entries: pointed.collect(),
            claimed: BTreeSet::new(),
            tried: BTreeSet::new(),
        };
        let cited: Vec<&Claim> =
            cx.facts.claims.iter().filter(|c| sources.are_near(&cx.sentence_of(&c.quote.place))).collect();
        sources.claimed = cited.iter().copied().flat_map(matter).collect();
        let acts = cited.iter().flat_map(|c| &c.intervention);
        sources.tried = acts.filter_map(|m| m.concept.clone()).collect();
        sources
    }

    /// Whether a source is given for a sentence: by a mark near it, by the study it goes on about, or
    /// where the same is said elsewhere.
    fn cover(&self, sentence: &Place, claims: &[&Claim]) -> bool {
        let restated =
            !claims.is_empty() && claims.iter().all(|c| matter(c).any(|m| self.claimed.contains(&m)));
        let further = !claims.is_empty() && claims.iter().all(|c| self.is_further_arms(c));
        let leans = self.cx.evidence.links.of(sentence).any(|l| self.entries.contains(&l.reference));
        self.are_near(sentence) || leans || restated || further
    }

    /// Whether a claim sets the figures of two arms against each other, of something whose effect is told
    /// elsewhere with its source: the further results of one trial.
    fn is_further_arms(&self, claim: &Claim) -> bool {
        let figures = claim.cues.iter().filter(|r| r.says == Says::Figure).count();
        let tried = claim.intervention.iter().filter_map(|m| m.concept.as_deref());
        figures == claim.cues.len() && figures > 1 && tried.into_iter().any(|id| self.tried.contains(id))
    }

    /// Whether a paragraph cites something, or tells of a study that the article cites: its other
    /// sentences go on about that, unless they name a study of their own.
    fn are_in_paragraph(&self, block: usize) -> bool {
        let from = self.marks.partition_point(|m| m.0 < block);
        let whole = Place::new(block, 0..self.cx.document.blocks[block].as_str().len());
        self.marks.get(from).is_some_and(|m| m.0 == block)
            || self.cx.evidence.links.of(&whole).any(|l| self.entries.contains(&l.reference))
    }

    /// Whether a citation or link stands in a sentence, in the next, or at the end of the paragraph.
    fn are_near(&self, sentence: &Place) -> bool {
        let sentences = &self.cx.document.blocks[sentence.block].sentences;
        let at = sentences.partition_point(|s| s.range.end <= sentence.start);
        let next = sentences.get(at + 1).map_or(sentence.end, |s| s.range.end);
        let last = sentences.last().map_or(sentence.start, |s| s.range.start);
        let from = self.marks.partition_point(|m| *m < (sentence.block, sentence.start));
        let here = self.marks[from..].iter().take_while(|m| m.0 == sentence.block);
        here.into_iter().any(|&(_, at)| at < next || at >= last)
    }
}

/// What a claim is about: each intervention with each outcome or condition.
fn matter(claim: &Claim) -> impl Iterator<Item = (String, String)> {
    let about = claim.outcome.iter().chain(&claim.condition).filter_map(|m| m.concept.clone());
    let about: Vec<String> = about.collect();
    let acts = claim.intervention.iter().filter_map(|m| m.concept.clone());
    acts.flat_map(move |act| about.clone().into_iter().map(move |a| (act.clone(), a)))
}

/// The one entry that the sentence may mean, with the words that tell.
fn fitting(cx: &Context, sentence: &Place) -> Option<String> {
    let from = cx.facts.mentions.partition_point(|m| m.quote.place < *sentence);
    let mentions = cx.facts.mentions[from..].iter().zip(&cx.evidence.links.mentions[from..]);
    let inside = mentions.take_while(|(m, _)| sentence.holds(&m.quote.place));
    let mut linked = inside.filter_map(|(m, link)| match link.as_ref().ok()?.references.as_slice() {
        [one] => Some((cx.facts.references[*one].index, m.quote.text.as_str())),
        _ => None,
    });
    let (number, words) = linked.next()?;
    linked.all(|(other, _)| other == number).then(|| format!("[{number}] “{words}”"))
}
