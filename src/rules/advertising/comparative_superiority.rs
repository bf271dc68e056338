//! AD009: better than another drug, product or clinic, without a study that compared the two.

use super::said::{Said, Word, said};
use super::shapes;
use crate::document::Place;
use crate::knowledge::ConceptKind;
use crate::rules::pitch::{Pitch, Within};
use crate::rules::{Candidate, Context, Outcome, Rule};

/// The rule `comparative-superiority`.
pub struct ComparativeSuperiority;

/// Words between a comparison and what it is made with.
const REACH: usize = 7;

/// A rival that the product leaves behind.
pub(super) const PITCHES: &[Pitch] = &[
    Pitch {
        parts: &[&["rival", "@drug"], &["than"], &["degree"]],
        without: &["fair", "trade"],
        within: Within::Clause,
    },
    Pitch {
        parts: &[&["rival", "@drug"], &["beside"], &["degree", "falls"]],
        without: &["fair", "trade"],
        within: Within::Sentence,
    },
    Pitch {
        parts: &[&["rival", "@drug"], &["#span"], &["ware"], &["#span"]],
        without: &["fair", "trade", "apart", "counsel", "person"],
        within: Within::Sentence,
    },
    Pitch {
        parts: &[&["rival", "@drug"], &["veneer"], &["ware", "@supplement", "root"]],
        without: &["fair", "trade", "counsel"],
        within: Within::Sentence,
    },
    Pitch {
        parts: &[&["ware", "@supplement"], &["equals"], &["rival", "@drug"]],
        without: &["fair", "trade", "apart", "counsel"],
        within: Within::Clause,
    },
    Pitch {
        parts: &[&["rival", "@drug"], &["falls-short"]],
        without: &["fair", "trade"],
        within: Within::Sentence,
    },
    Pitch {
        parts: &[&["rival", "@drug"], &["ware"], &["than", "merely"]],
        without: &["fair", "trade", "apart", "counsel"],
        within: Within::Sentence,
    },
];

impl Rule for ComparativeSuperiority {
    fn check(&self, cx: &Context) -> Outcome {
        let mut outcome = Outcome::default();
        cx.body().for_each(|_| outcome.look());
        for said in said(cx, "comparative-superiority", false) {
            if said.has("exempt") && !cx.profile().advertisement {
                continue;
            }
            let Some(word) = said.words.iter().find(|w| compares(cx, &said, w)) else { continue };
            let argued = cx.argues_in(&said.paragraph()) && !said.has("crushing");
            if argued && !cx.profile().advertisement {
                continue;
            }
            let shown = said.block().shown(word.range.clone());
            let behind = said.all("degree").chain(said.all("effect")).chain(said.all("times"));
            let end = behind.map(|w| w.range.start).filter(|s| word.is == "unlike" && *s > word.range.start);
            let place = said.clauses(word.range.start, end.max().unwrap_or(word.range.start));
            let mut found = Candidate::new(place, "found").arg("phrase", shown);
            found.gated_at = Some(Place::new(said.index, word.range.clone()));
            outcome.candidates.push(found);
        }
        shapes::add(cx, "comparative-superiority", &mut outcome, shapes::plain);
        shapes::pitched(cx, PITCHES, &mut outcome, shapes::plain);
        outcome
    }
}

/// Whether a word compares one treatment or product with another.
fn compares(cx: &Context, said: &Said, word: &Word) -> bool {
    let behind = |w: &&Word| w.range.start >= word.range.end && said.near(&word.range, &w.range, REACH);
    match word.is.as_str() {
        "crushing" if cx.is_commercial() && said.has("it") => true,
        "beats" | "crushing" => {
            is_thing_behind(said, word) && is_thing_before(said, word) && !is_of_classes(cx, said, word)
        }
        "than" => {
            said.all("degree").any(|d| behind(&d))
                && is_thing_behind(said, word)
                && is_thing_before(said, word)
                && !is_of_classes(cx, said, word)
        }
        "unlike" => {
            let better = said.has("degree") || said.has("effect");
            let own = said.has("it") || !said.things(&[ConceptKind::Supplement], false).is_empty();
            better && own && (said.has("rival") || said.has("thing"))
        }
        "times" | "times_worded" => {
            let effect = said
                .all("effect")
                .chain(said.all("degree"))
                .any(|e| said.near(&e.range, &word.range, 2 * REACH));
            let rival = said.has("rival") || things_in(said, said.clause(word.range.start)).len() > 1;
            (word.is == "times_worded" || said.is_counted(word.range.start)) && effect && rival
        }
        _ => false,
    }
}

/// Whether kinds of treatment are compared in a text that sells nothing: sprays work better than tablets.
fn is_of_classes(cx: &Context, said: &Said, word: &Word) -> bool {
    let clause = said.clause(word.range.start);
    let named = |range: std::ops::Range<usize>| {
        !said.things_in(range, &[ConceptKind::Drug, ConceptKind::Supplement], false).is_empty()
    };
    let it = || said.all("it").any(|i| (clause.start..word.range.start).contains(&i.range.start));
    let promoted = cx.is_commercial() || it() || said.has("rival") || word.is == "crushing";
    let both = named(clause.start..word.range.start) && named(word.range.end..clause.end);
    cx.is_whole_document() && !promoted && !both
}

/// The places in a range where a treatment or product is named.
fn things_in(said: &Said, range: std::ops::Range<usize>) -> Vec<usize> {
    let words = said.all("thing").chain(said.all("rival")).map(|w| w.range.start);
    let all = words.chain(said.goods().into_iter().map(|r| r.start));
    let mut found: Vec<usize> = all.filter(|s| range.contains(s)).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// Whether a medicine, a treatment or a rival product is named right behind the comparison.
fn is_thing_behind(said: &Said, word: &Word) -> bool {
    let clause = said.clause(word.range.start);
    let drugs = said.things_in(word.range.end..clause.end, &[ConceptKind::Drug], false);
    let named = drugs.iter().map(|t| t.range.clone());
    let words = said.all("thing").chain(said.all("rival")).map(|w| w.range.clone());
    let behind = |r: &std::ops::Range<usize>| r.start >= word.range.end && said.near(&word.range, r, REACH);
    named.chain(words).any(|r| behind(&r))
}

/// Whether a treatment or product is named before the comparison, in its sentence or pointed at.
fn is_thing_before(said: &Said, word: &Word) -> bool {
    let before = said.sentence.range.start..word.range.start;
    !things_in(said, before).is_empty() || said.has("it")
}
