//! DI006: a sentence that the law fixes for a class of product is missing.

use crate::document::Place;
use crate::extract::commercial::Signal;
use crate::knowledge::{ConceptKind, Jurisdiction, SignalKind};
use crate::rules::{Candidate, Context, Outcome, ProductClass, Rule};
use crate::text::Language;

/// The rule `statutory-notice-missing`.
pub struct StatutoryNoticeMissing;

/// The rule's name, by which its phrases are found.
const RULE: &str = "statutory-notice-missing";

impl Rule for StatutoryNoticeMissing {
    fn check(&self, cx: &Context) -> Outcome {
        let mut outcome = Outcome::default();
        if !cx.is_commercial() {
            return outcome;
        }
        let Some((class, anchor)) = product(cx) else { return outcome };
        let Some((parts, message, paraphrase)) = required(jurisdiction(cx), class) else { return outcome };
        outcome.look();
        let missing = parts.iter().any(|part| find(cx, part).is_none());
        if missing {
            let signal = cx.facts.commercial.first().map(|s| cx.sentence_of(&s.quote.place));
            let mut found = Candidate::new(signal.unwrap_or_else(|| anchor.clone()), message);
            if let Some(near) = find(cx, paraphrase) {
                found.message = if message == "us_supplement" { "us_paraphrase" } else { "cn_paraphrase" };
                found.also.push(near);
            }
            outcome.candidates.push(found);
        }
        outcome
    }
}

/// The parts of the sentence that a class of product must carry, the message that asks for it, and
/// what a paraphrase of it is called in the pack.
fn required(
    place: Jurisdiction,
    class: ProductClass,
) -> Option<(&'static [&'static str], &'static str, &'static str)> {
    Some(match (place, class) {
        (Jurisdiction::Cn, ProductClass::Supplement) => (&["cn_supplement"], "cn_supplement", "cn_like"),
        (Jurisdiction::Cn, ProductClass::OtcDrug) => (&["cn_otc"], "cn_otc", "cn_like"),
        (Jurisdiction::Cn, ProductClass::PrescriptionDrug) => {
            (&["cn_prescription"], "cn_prescription", "cn_like")
        }
        (Jurisdiction::Cn, ProductClass::HomeDevice) => (&["cn_device"], "cn_device", "cn_like"),
        (Jurisdiction::Us, ProductClass::Supplement) => {
            (&["us_not_evaluated", "us_not_intended"], "us_supplement", "us_like")
        }
        _ => return None,
    })
}

/// Whose sentences hold: those that were asked for, else those of the country of the language.
fn jurisdiction(cx: &Context) -> Jurisdiction {
    let told = || match cx.document.language {
        Language::Zh => Jurisdiction::Cn,
        Language::En if find(cx, "sterling").is_some() => Jurisdiction::Uk,
        Language::En => Jurisdiction::Us,
    };
    cx.jurisdiction().unwrap_or_else(told)
}

/// The class of what is sold, and where the article tells it.
fn product(cx: &Context) -> Option<(ProductClass, Place)> {
    let start = || cx.body().next().map(|(i, _)| Place::new(i, 0..cx.document.blocks[i].as_str().len()));
    if let Some(class) = cx.product_class() {
        return Some((class, start()?));
    }
    let classes = [
        ("class_supplement", ProductClass::Supplement),
        ("class_otc", ProductClass::OtcDrug),
        ("class_device", ProductClass::HomeDevice),
    ];
    let sold = |place: &Place| {
        let near = |p: &Place| p.block.abs_diff(place.block) <= 1;
        cx.profile().advertisement || cx.facts.commercial.iter().any(|s| near(&s.quote.place))
    };
    let worded = classes.iter().find_map(|&(id, class)| {
        let place = all(cx, id).into_iter().find(sold)?;
        Some((class, place))
    });
    worded.or_else(|| {
        let claimed = || all(cx, "function").into_iter().find(|p| names_supplement(cx, p.block));
        let form = || all(cx, "form").into_iter().find(&sold);
        let place = all(cx, "function").into_iter().find(|p| sold(p) && names_supplement(cx, p.block));
        let offered = |s: &Signal| matches!(s.kind, SignalKind::Buy | SignalKind::Offer | SignalKind::Code);
        let told = || claimed().filter(|_| cx.facts.commercial.iter().any(offered));
        let place = place.or_else(|| form().filter(|_| claimed().is_some())).or_else(told);
        Some((ProductClass::Supplement, place?))
    })
}

fn names_supplement(cx: &Context, block: usize) -> bool {
    cx.named(block).iter().any(|n| n.concept.kind == ConceptKind::Supplement)
        || cx.phrases(RULE, block).iter().any(|p| p.is == "form")
}

fn find(cx: &Context, id: &str) -> Option<Place> {
    all(cx, id).into_iter().next()
}

/// The places of a phrase of the rule, in any block.
fn all(cx: &Context, id: &str) -> Vec<Place> {
    let in_block = |i: usize| {
        let phrases = cx.phrases(RULE, i);
        phrases.iter().filter(|p| p.is == id).map(|p| Place::new(i, p.range())).collect::<Vec<_>>()
    };
    (0..cx.document.blocks.len()).flat_map(in_block).collect()
}
