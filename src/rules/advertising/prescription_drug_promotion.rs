//! AD007: a prescription drug is promoted to the public.

use super::said::{Said, said};
use super::shapes::{Shaped, shaped};
use crate::document::Place;
use crate::knowledge::{ConceptKind, LegalStatus, SignalKind};
use crate::rules::pitch::{Pitch, Within, pushed};
use crate::rules::{Candidate, Context, NotChecked, Outcome, Rule};
use std::collections::BTreeSet;

/// The rule `prescription-drug-promotion`.
pub struct PrescriptionDrugPromotion;

/// Blocks between a drug and the signal that sells it.
const REACH: usize = 1;

/// No prescription asked for, and that it comes to the door.
const PITCHES: &[Pitch] =
    &[Pitch { parts: &[&["noscript"], &["shipped"]], without: &["official"], within: Within::Story }];

impl Rule for PrescriptionDrugPromotion {
    fn check(&self, cx: &Context) -> Outcome {
        let mut outcome = Outcome::default();
        let mut told: BTreeSet<&str> = BTreeSet::new();
        let sentences = said(cx, "prescription-drug-promotion", true);
        let shapes = shaped(cx, "prescription-drug-promotion");
        let offered = Some(PITCHES).filter(|_| cx.is_commercial()).unwrap_or_default();
        let offers: Vec<Place> = pushed(cx, offered).map(|m| m.place).collect();
        for (place, drug, disguised) in mentions(cx) {
            let Some(sold) = sold_at(cx, &place, &sentences, &shapes).or_else(|| offered_at(&place, &offers))
            else {
                continue;
            };
            match needs_prescription(cx, drug) {
                None => outcome.skip(NotChecked::DrugStatusUnknown),
                Some(false) => outcome.look(),
                Some(true) => {
                    outcome.look();
                    if !told.insert(drug) || cx.warns(&cx.sentence_of(&place)) {
                        continue;
                    }
                    let shown = cx.document.blocks[place.block].shown(place.range());
                    let message = if disguised { "disguised" } else { "found" };
                    let mut found = Candidate::new(place.clone(), message)
                        .arg("drug", shown)
                        .arg("name", cx.name_of(drug));
                    found.also.extend(sold);
                    outcome.candidates.push(found);
                }
            }
        }
        outcome
    }
}

/// The drugs named in the article, with their places; whether the name is disguised.
fn mentions<'a>(cx: &Context<'a>) -> Vec<(Place, &'a str, bool)> {
    let mut found = Vec::new();
    for (index, _) in cx.body() {
        let drugs = cx.named(index).iter().filter(|n| n.concept.kind == ConceptKind::Drug);
        found.extend(drugs.map(|n| (Place::new(index, n.range.clone()), n.concept.id.as_str(), false)));
        if let Some(unmasked) = cx.unmasked(index) {
            for named in cx.knowledge.concepts.find(unmasked.as_str()) {
                let drug = named.concept.kind == ConceptKind::Drug;
                if let Some(own) = unmasked.disguised(named.range).filter(|_| drug) {
                    found.push((Place::new(index, own), named.concept.id.as_str(), true));
                }
            }
        }
    }
    found.sort();
    found
}

/// Where something beside a place sells it: nothing if the whole text is an advertisement, none if
/// nothing does.
fn sold_at(cx: &Context, place: &Place, sentences: &[Said], shapes: &[Shaped]) -> Option<Vec<Place>> {
    if cx.profile().advertisement {
        return Some(Vec::new());
    }
    let sells = |kind: SignalKind| !matches!(kind, SignalKind::Affiliate);
    let mut near = cx.facts.commercial.iter().filter(|s| sells(s.kind));
    let near =
        near.find(|s| s.quote.place.block.abs_diff(place.block) <= REACH).map(|s| s.quote.place.clone());
    let sentence = cx.sentence_of(place);
    let policy = cx.phrases_in("prescription-drug-promotion", &sentence).iter().any(|p| p.is == "policy");
    let stocked = || {
        let here = sentences.iter().find(|s| s.place() == sentence)?;
        here.all("stock").next().filter(|_| !policy).map(|w| Place::new(here.index, w.range.clone()))
    };
    let offered = || {
        let of_drug = |s: &&Shaped| s.at.overlaps(place) || sentence.holds(&s.at) || s.at.overlaps(&sentence);
        shapes.iter().find(of_drug).map(|s| s.at.clone())
    };
    near.or_else(stocked).or_else(offered).map(|p| vec![p])
}

/// The offer without a prescription in the block of a drug.
fn offered_at(place: &Place, offers: &[Place]) -> Option<Vec<Place>> {
    offers.iter().find(|o| o.block == place.block).map(|o| vec![o.clone()])
}

/// Whether a drug needs a prescription where the article is published.
fn needs_prescription(cx: &Context, id: &str) -> Option<bool> {
    let drug = cx.knowledge.drugs.get(id)?;
    match cx.jurisdiction().and_then(|j| drug.status_in(j)) {
        Some(LegalStatus::Prescription) => Some(true),
        Some(LegalStatus::Mixed) => None,
        Some(_) => Some(false),
        None => drug.is_prescription(),
    }
}
