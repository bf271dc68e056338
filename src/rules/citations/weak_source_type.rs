//! CI009: what stands behind a claim is a preprint, an encyclopedia, a post, a product page or the news.

use crate::document::Place;
use crate::extract::claim::{Claim, QuantityKind};
use crate::extract::reference::origin;
use crate::knowledge::{Certainty, ConceptKind, Cue, Direction, Gate, Named, SourceKind, Term};
use crate::rules::{Candidate, Confidence, Context, NotChecked, Outcome, Rule, Severity};
use std::collections::BTreeSet;

/// The rule `weak-source-type`.
pub struct WeakSourceType;

/// The rule whose phrases label a preprint, or tell a fact of the news.
const RULE: &str = "weak-source-type";

impl Rule for WeakSourceType {
    fn check(&self, cx: &Context) -> Outcome {
        let mut outcome = Outcome::default();
        let kinds: Vec<Option<SourceKind>> = (0..cx.facts.references.len()).map(|i| kind_of(cx, i)).collect();
        let told = effects(cx);
        let list_is_cited = !cx.evidence.links.leanings.is_empty();
        let preprints = kinds.iter().filter(|k| **k == Some(SourceKind::Preprint)).count();
        for (index, kind) in kinds.iter().enumerate() {
            let Some(kind) = *kind else {
                match says_nothing(cx, index) {
                    true => outcome.skip(NotChecked::IdentifierOnly),
                    false => outcome.look(),
                }
                continue;
            };
            outcome.look();
            let leaning: Vec<&Place> = sentences_on(cx, index);
            let found = match kind {
                SourceKind::Preprint if is_labelled(cx, &leaning, preprints == 1) => None,
                SourceKind::Preprint if !leaning.is_empty() => Some((leaning, "preprint", Severity::Warning)),
                SourceKind::Preprint if !list_is_cited && !told.is_empty() => {
                    Some((Vec::new(), "uncited", Severity::Info))
                }
                SourceKind::Preprint => None,
                _ => {
                    let speaks =
                        |s: &Place| told.contains(s) || kind.is_lay() && speaks_of_health(cx, s, kind);
                    let alone = |s: &&Place| speaks(s) && is_alone(cx, s, &kinds) && !is_news_fact(cx, s);
                    let supported: Vec<&Place> = leaning.iter().copied().filter(alone).collect();
                    let minor = matches!(kind, SourceKind::Thesis | SourceKind::ConferenceAbstract);
                    if !supported.is_empty() {
                        let severity = if minor { Severity::Info } else { Severity::Warning };
                        Some((supported, "support", severity))
                    } else if kind.is_lay() && !list_is_cited && !told.is_empty() {
                        Some((Vec::new(), "uncited", Severity::Info))
                    } else {
                        None
                    }
                }
            };
            if let Some((places, message, severity)) = found {
                outcome.candidates.push(candidate(cx, index, kind, &places, message, severity));
            }
        }
        outcome
    }
}

/// What kind of weak source an entry is, by its own words, else by its record.
fn kind_of(cx: &Context, index: usize) -> Option<SourceKind> {
    origin(&cx.facts.references[index], cx.knowledge).or_else(|| {
        let record = &cx.library.records[cx.evidence.links.records[index]?.record];
        let is = |name: &str| record.publication_types.iter().any(|t| t.eq_ignore_ascii_case(name));
        (is("Preprint") || record.genre.eq_ignore_ascii_case("preprint")).then_some(SourceKind::Preprint)
    })
}

/// Whether an entry is a link or identifier alone, and no record tells more.
fn says_nothing(cx: &Context, index: usize) -> bool {
    let fields = &cx.facts.references[index].fields;
    fields.title.is_empty() && fields.container.is_empty() && cx.evidence.links.records[index].is_none()
}

/// A finding at the first sentence that leans on the entry, or at the entry itself.
fn candidate(
    cx: &Context,
    index: usize,
    kind: SourceKind,
    places: &[&Place],
    message: &'static str,
    severity: Severity,
) -> Candidate {
    let reference = &cx.facts.references[index];
    let entry = reference.quote.place.clone();
    let (place, also) = match places {
        [first, more @ ..] => {
            let more = more.iter().map(|place| (*place).clone());
            ((*first).clone(), more.chain([entry]).collect())
        }
        [] => (entry, Vec::new()),
    };
    let mut found = Candidate::new(place, message)
        .arg("index", reference.index)
        .words("kind", vec![kind.as_str()])
        .severity(severity)
        .confidence(Confidence::Probable);
    found.also = also;
    found
}

/// Sentences that say plainly what a treatment does.
fn effects(cx: &Context) -> BTreeSet<Place> {
    let denied = |gate: &Gate| {
        matches!(gate, Gate::Negation | Gate::Refutation | Gate::Question | Gate::Wish | Gate::Meta)
    };
    let says = |c: &&Claim| {
        c.certainty >= Certainty::C2
            && !matches!(c.direction, Direction::NoEffect | Direction::Unclear)
            && !c.intervention.is_empty()
            && !c.gates.iter().any(denied)
    };
    let claimed = cx.facts.claims.iter().filter(says).map(|c| cx.sentence_of(&c.quote.place));
    let told = cx.evidence.links.leanings.iter().map(|l| l.sentence.clone()).filter(|s| tells_effect(cx, s));
    claimed.chain(told).collect()
}

/// Whether a sentence says plainly that an outcome or a disease changes, whatever brought it about.
fn tells_effect(cx: &Context, sentence: &Place) -> bool {
    let cues = cx.cues_in(sentence);
    let open = |t: &Term<Cue>| {
        matches!(t.is, Cue::Hedge | Cue::Question | Cue::Certainty(Certainty::C0 | Certainty::C1))
    };
    let changes = |t: &&Term<Cue>| match t.is {
        Cue::Direction(d) => !matches!(d, Direction::NoEffect | Direction::Unclear),
        _ => false,
    };
    let plain = |t: &Term<Cue>| {
        let at = Place::new(sentence.block, t.range());
        let aside = |g: Gate| matches!(g, Gate::Negation | Gate::Refutation | Gate::Wish | Gate::Meta);
        !cx.facts.gates.over(&at).any(|s| aside(s.gate))
    };
    let matter = |n: &Named| matches!(n.concept.kind, ConceptKind::Outcome | ConceptKind::Condition);
    !cues.iter().any(open)
        && cues.iter().filter(changes).any(plain)
        && cx.named_in(sentence).iter().any(matter)
}

/// Whether a sentence says something plainly of an outcome or a disease, in figures or beside what acts
/// on it.
fn speaks_of_health(cx: &Context, sentence: &Place, kind: SourceKind) -> bool {
    let open = |t: &Term<Cue>| {
        matches!(t.is, Cue::Hedge | Cue::Question | Cue::Certainty(Certainty::C0 | Certainty::C1))
    };
    let aside = |g: Gate| matches!(g, Gate::Refutation | Gate::Wish | Gate::Meta | Gate::Question);
    let named = cx.named_in(sentence);
    // An encyclopedia may well say what a plant is.
    let defines = kind == SourceKind::Encyclopedia;
    let matter = |n: &&Named| match n.concept.kind {
        ConceptKind::Outcome | ConceptKind::Condition => true,
        ConceptKind::Drug | ConceptKind::Supplement => !defines,
        _ => false,
    };
    let acts = [ConceptKind::Drug, ConceptKind::Supplement, ConceptKind::Procedure];
    let shares = [QuantityKind::Percent, QuantityKind::Fold];
    let told = named.iter().any(|n| acts.contains(&n.concept.kind))
        || cx.numbers_in(sentence).any(|q| shares.contains(&q.kind));
    let plain = |n: &Named| {
        let at = Place::new(sentence.block, n.range.clone());
        !cx.facts.gates.over(&at).any(|s| aside(s.gate))
    };
    told && !cx.cues_in(sentence).iter().any(open) && named.iter().filter(matter).any(plain)
}

/// The sentences that lean on an entry.
fn sentences_on<'a>(cx: &Context<'a>, index: usize) -> Vec<&'a Place> {
    let leanings = cx.evidence.links.leanings.iter().filter(|l| l.reference == index);
    let mut places: Vec<&Place> = leanings.map(|l| &l.sentence).collect();
    places.dedup();
    places
}

/// Whether a sentence leans on weak sources only.
fn is_alone(cx: &Context, sentence: &Place, kinds: &[Option<SourceKind>]) -> bool {
    cx.evidence.links.of(sentence).all(|l| kinds[l.reference].is_some())
}

/// Whether a sentence tells what the news are the source of: an approval, a recall, a policy.
fn is_news_fact(cx: &Context, sentence: &Place) -> bool {
    let inside = |start: usize| sentence.range().contains(&start);
    cx.phrases(RULE, sentence.block).iter().any(|t| t.is == "news_fact" && inside(t.start))
}

/// Whether the text says that it is a preprint: in the blocks that lean on it; anywhere, if it is the
/// only one.
fn is_labelled(cx: &Context, leaning: &[&Place], only: bool) -> bool {
    let says = |block: usize| cx.phrases(RULE, block).iter().any(|t| t.is == "label");
    let near = !leaning.is_empty() && leaning.iter().all(|place| says(place.block));
    near || only && cx.body().any(|(block, _)| says(block))
}
