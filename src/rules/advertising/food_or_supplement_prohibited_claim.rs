//! AD008: a food, a supplement or a cosmetic is said to treat a disease, to be needed by everyone, to
//! replace medicine or breast milk, or to take off so much weight in so much time.

use super::said::{Said, Thing, Word, said};
use super::shapes::{self, Shaped};
use crate::document::Place;
use crate::knowledge::{ConceptKind, Gate};
use crate::rules::pitch::{Pitch, Within};
use crate::rules::{Candidate, Context, Outcome, Rule, Severity};
use std::ops::Range;

/// The rule `food-or-supplement-prohibited-claim`.
pub struct FoodOrSupplementProhibitedClaim;

/// Words between a verb of treatment and the disease.
const REACH: usize = 5;

/// Sentences before one that begins with it or 本品, in which the product may be named.
const BEFORE: usize = 2;

/// Concepts of the diseases that no food may be said to treat, whoever says it.
const GRAVE: &[&str] = &["cancer", "diabetes", "type-2-diabetes", "hypertension"];

/// So much weight in so much time.
const WEIGHT: &[Pitch] = &[Pitch {
    parts: &[&["#span"], &["sheds"], &["kilos"]],
    without: &["apart", "trial", "trade"],
    within: Within::Clause,
}];

/// An illness or a reading, and that it goes.
pub(super) const PITCHES: &[Pitch] = &[
    Pitch {
        parts: &[&["@condition", "ill"], &["gone"]],
        without: &["apart", "trial", "@drug"],
        within: Within::Clause,
    },
    Pitch {
        parts: &[&["@condition", "ill"], &["sweep"]],
        without: &["apart", "trial", "@drug"],
        within: Within::Sentence,
    },
    Pitch {
        parts: &[&["reading"], &["falls"], &["#numeral"]],
        without: &["apart", "trial", "@drug"],
        within: Within::Clause,
    },
];

/// What is sold and sees off all that was named, whatever else the article names.
const SWEEPING: &[Pitch] = &[Pitch {
    parts: &[&["@condition", "ill"], &["ware"], &["sweep"]],
    without: &["apart", "trial", "@drug", "counsel"],
    within: Within::Sentence,
}];

impl Rule for FoodOrSupplementProhibitedClaim {
    fn check(&self, cx: &Context) -> Outcome {
        let mut outcome = Outcome::default();
        cx.body().for_each(|_| outcome.look());
        for said in said(cx, "food-or-supplement-prohibited-claim", true) {
            let told = (said.has("deficiency") || said.has("hearsay")) && !cx.is_commercial();
            if (said.has("exempt") || told) && !cx.profile().advertisement {
                continue;
            }
            let found = complete(cx, &said).or_else(|| weight(cx, &said)).or_else(|| treats(cx, &said));
            outcome.candidates.extend(found);
        }
        shapes::add(cx, "food-or-supplement-prohibited-claim", &mut outcome, |told, shown| {
            let claims = ["treat", "essential", "milk", "replace", "weight"];
            let message = claims.into_iter().find(|is| told.means == **is)?;
            let severity = if cx.is_commercial() { Severity::Error } else { Severity::Warning };
            Some(Candidate::new(told.place.clone(), message).arg("phrase", shown).severity(severity))
        });
        let treats = |told: &Shaped, shown: &str| {
            let severity = if cx.is_commercial() { Severity::Error } else { Severity::Warning };
            Some(Candidate::new(told.place.clone(), "treat").arg("phrase", shown).severity(severity))
        };
        shapes::pitched(cx, SWEEPING, &mut outcome, treats);
        if sells_food(cx) {
            shapes::pitched(cx, WEIGHT, &mut outcome, |told, shown| {
                Some(Candidate::new(told.place.clone(), "weight").arg("phrase", shown))
            });
            shapes::pitched(cx, PITCHES, &mut outcome, treats);
        }
        outcome
    }
}

/// Least times that a food, a supplement or a product is named where it is what the article sells.
const NAMED: usize = 2;

/// Whether what the article pushes is a food, a supplement or a cosmetic: it names these more often than
/// medicines, or its title does.
fn sells_food(cx: &Context) -> bool {
    let count = |kind: ConceptKind| {
        cx.body().map(|(i, _)| cx.named(i).iter().filter(|n| n.concept.kind == kind).count()).sum::<usize>()
    };
    let worded = |i: usize| {
        let words = cx.phrases("food-or-supplement-prohibited-claim", i);
        words.iter().filter(|w| w.is == "product").count()
    };
    let goods = count(ConceptKind::Supplement) + cx.body().map(|(i, _)| worded(i)).sum::<usize>();
    let least = if cx.is_whole_document() { NAMED } else { 1 };
    title_names(cx) || goods >= least && goods > count(ConceptKind::Drug)
}

/// A claim that is one by its own words.
fn complete(cx: &Context, said: &Said) -> Option<Candidate> {
    let claims = ["essential", "milk", "replace"];
    let (message, word) = claims.iter().find_map(|is| Some((*is, said.all(is).next()?)))?;
    let product = product(cx, said, word);
    let behind = || message == "essential" && (said.has("product") || said.has("this"));
    (message == "milk" || product.is_some() || behind()).then(|| candidate(cx, said, word, message, word))
}

/// So much weight in so much time.
fn weight(cx: &Context, said: &Said) -> Option<Candidate> {
    let counted = |is: &'static str| said.all(is).find(|w| said.is_counted(w.range.start));
    let (mass, time) = (counted("mass")?, counted("time").or_else(|| said.all("span").next())?);
    let lose = said.all("lose").min_by_key(|l| l.range.start.abs_diff(mass.range.start))?;
    let promoted = cx.is_commercial() || product(cx, said, lose).is_some() || said.has("product");
    let near = said.near(&lose.range, &mass.range, 6) && said.near(&mass.range, &time.range, 8);
    let studied = cx.argues_in(&said.place()) && !cx.is_commercial();
    (promoted && near && !studied).then(|| candidate(cx, said, mass, "weight", lose))
}

/// A product that treats a disease.
fn treats(cx: &Context, said: &Said) -> Option<Candidate> {
    let conditions = said.things(&[ConceptKind::Condition], true);
    said.words.iter().find_map(|word| {
        let near = |range: &Range<usize>| match word.is.as_str() {
            "treat" => range.start >= word.range.start && said.near(&word.range, range, REACH),
            "ends" if cx.is_commercial() => {
                range.start < word.range.start && said.beside(&word.range, range, 2 * REACH)
            }
            "ends" => range.start < word.range.start && said.near(&word.range, range, 2 * REACH),
            _ => false,
        };
        let named: Vec<&Thing> = conditions.iter().filter(|t| near(&t.range)).collect();
        let worded: Vec<&Word> = said.all("disease").filter(|d| near(&d.range)).collect();
        let ailing: Vec<&Word> = said.all("ailment").filter(|d| near(&d.range)).collect();
        let whole = word.is == "against";
        if !whole && named.is_empty() && worded.is_empty() && ailing.is_empty() {
            return None;
        }
        let product = product(cx, said, word)?;
        let commercial = cx.is_commercial();
        let is_grave = |t: &&Thing| {
            let id = t.concept.id.as_str();
            GRAVE.iter().any(|g| id == *g || cx.knowledge.concepts.is_a(id, g))
        };
        let grave = whole || !worded.is_empty() || named.iter().any(is_grave);
        let argued = cx.argues_in(&said.place()) || said.has("diet");
        let hedged = cx.facts.gates.holds(Gate::Hedge, &Place::new(said.index, word.range.clone()));
        if !(commercial || product.named || grave) || (argued || hedged) && !commercial {
            return None;
        }
        let ends = named.iter().map(|t| (t.range.clone(), t.disguised));
        let ends = ends.chain(worded.iter().chain(&ailing).map(|w| (w.range.clone(), w.reads.is_some())));
        let (range, hidden) = ends.min_by_key(|(r, _)| r.start).unwrap_or((word.range.clone(), false));
        let disguised = hidden || word.reads.is_some();
        let end = Word { is: String::new(), range, reads: disguised.then(String::new) };
        Some(candidate(cx, said, &end, "treat", word))
    })
}

/// The product that a claim is made of.
struct Product {
    /// Whether it is one product: 这款, a brand.
    named: bool,
}

/// The product that a claim is made of, if it is a food, a supplement or a cosmetic: before the claim in
/// its sentence, or in the sentences before where this one only points at it.
fn product(cx: &Context, said: &Said, claim: &Word) -> Option<Product> {
    let ranges = said.sentence.range.start..claim.range.start;
    let clause = said.clause(claim.range.start).start..claim.range.start;
    let drugs = said.things_in(clause, &[ConceptKind::Drug], true);
    if !drugs.is_empty() {
        return None;
    }
    let deictic = said.has("this");
    let behind = |d: &Word| {
        said.all("product").any(|p| p.range.start > d.range.start && said.near(&d.range, &p.range, 2))
    };
    let deictic = deictic || said.all("deictic").chain(said.all("own")).any(behind);
    let pointed = said.all("this").any(|w| w.range.start < claim.range.start);
    let class = pointed || said.all("product").any(|w| w.range.start < claim.range.start);
    let supplement = !said.things_in(ranges, &[ConceptKind::Supplement], true).is_empty();
    let own = class || supplement;
    if own {
        return Some(Product { named: deictic && class || is_branded(said, claim) });
    }
    let first = said.number.saturating_sub(BEFORE);
    let before = &said.block().sentences[first..said.number];
    let points = said.has("it") || deictic || cx.is_commercial();
    let names = |range: &Range<usize>| {
        !said.things_in(range.clone(), &[ConceptKind::Supplement], true).is_empty()
            || cx
                .phrases("food-or-supplement-prohibited-claim", said.index)
                .iter()
                .any(|w| w.is == "product" && range.contains(&w.start))
    };
    let near = points && before.iter().any(|s| names(&s.range));
    (near || cx.is_commercial() && title_names(cx)).then_some(Product { named: deictic })
}

/// Whether the title names a supplement or a product.
fn title_names(cx: &Context) -> bool {
    cx.document.title.is_some_and(|t| {
        cx.named(t).iter().any(|n| n.concept.kind == ConceptKind::Supplement)
            || cx.phrases("food-or-supplement-prohibited-claim", t).iter().any(|w| w.is == "product")
    })
}

/// Whether a name with two capitals stands before the claim, as brands have: SlimDaily, EX-17.
fn is_branded(said: &Said, claim: &Word) -> bool {
    let before = &said.text()[said.sentence.range.start..claim.range.start];
    let capitals = |w: &&str| {
        let letters = w.chars().filter(char::is_ascii_uppercase).count();
        letters >= 2 && w.chars().any(|c| c.is_ascii_lowercase())
    };
    before.split(|c: char| !c.is_ascii_alphanumeric()).any(|w| capitals(&w)) || said.has("brand")
}

fn candidate(cx: &Context, said: &Said, end: &Word, message: &'static str, at: &Word) -> Candidate {
    let disguised = end.reads.is_some() || at.reads.is_some();
    let start = at.range.start.min(end.range.start);
    let place = said.clauses(start, start.max(end.range.start));
    let shown = said.block().shown(start..end.range.end.max(at.range.end));
    let severity = if cx.is_commercial() || disguised { Severity::Error } else { Severity::Warning };
    let message = if disguised { "disguised" } else { message };
    let mut found = Candidate::new(place, message).arg("phrase", shown).severity(severity);
    found.gated_at = Some(Place::new(said.index, at.range.clone()));
    found
}
