//! CI010: evidence called the latest that is years old, or nothing younger than ten years behind an article.

use crate::document::{BlockKind, Place};
use crate::extract::reference::{Reference, ReferenceType};
use crate::rules::{Candidate, Confidence, Context, NotChecked, Outcome, Rule, Severity};
use std::collections::BTreeSet;

/// The rule `outdated-reference`.
pub struct OutdatedReference;

/// The rule whose phrases call something the latest, or look back.
const RULE: &str = "outdated-reference";

/// From how many calendar years on a work is no longer new: more than 24 months, whatever the months.
const NEW: i32 = 3;
/// From how many years on evidence is old.
const OLD: i32 = 11;

impl Rule for OutdatedReference {
    fn check(&self, cx: &Context) -> Outcome {
        let mut outcome = Outcome::default();
        if cx.facts.references.is_empty() {
            return outcome;
        }
        let Some(today) = year_of_article(cx) else { return Outcome::skipped(NotChecked::NoDate) };
        let (mut named, mut newest_told) = (BTreeSet::new(), false);
        for (index, block) in cx.body() {
            let phrases = cx.phrases(RULE, index);
            let looks_back =
                |place: &Place| phrases.iter().any(|t| t.is == "history" && place.range().contains(&t.start));
            for phrase in phrases.iter().filter(|t| t.is == "newest") {
                let sentence = cx.sentence_of(&Place::new(index, phrase.range()));
                if looks_back(&sentence) || !named.insert(sentence.clone()) {
                    continue;
                }
                let meant = match block.kind {
                    BlockKind::Title => works_of_article(cx),
                    _ => cx.evidence.links.of(&sentence).map(|l| l.reference).collect(),
                };
                let Some((year, latest)) = youngest(cx, &meant) else {
                    outcome.skip(NotChecked::Uncited);
                    continue;
                };
                outcome.look();
                if today - year >= NEW && !newest_told {
                    newest_told = block.kind == BlockKind::Title;
                    outcome.candidates.push(newest(cx, sentence, phrase.range(), year, latest, today));
                }
            }
        }
        if outcome.candidates.is_empty() {
            outcome.look();
            outcome.candidates.extend(old(cx, today));
        }
        outcome
    }
}

/// The year that the article is of: its own date, else the day it is checked for.
fn year_of_article(cx: &Context) -> Option<i32> {
    let written = cx.document.meta.get("date").and_then(|d| d.get(..4)?.parse::<i32>().ok());
    let written = written.filter(|year| (1990..2200).contains(year));
    written.or_else(|| cx.settings.as_of.map(|day| i32::from(day.year())))
}

fn newest(
    cx: &Context,
    sentence: Place,
    phrase: std::ops::Range<usize>,
    year: i32,
    latest: usize,
    today: i32,
) -> Candidate {
    let reference = &cx.facts.references[latest];
    let mut found = Candidate::new(sentence.clone(), "newest")
        .arg("phrase", cx.document.blocks[sentence.block].shown(phrase.clone()))
        .arg("index", reference.index)
        .arg("year", year)
        .arg("age", today - year)
        .severity(Severity::Warning)
        .confidence(Confidence::Probable);
    found.gated_at = Some(Place::new(sentence.block, phrase));
    found.also = vec![reference.quote.place.clone()];
    found
}

/// Papers that the article is about: those it cites; all, where it cites none.
fn works_of_article(cx: &Context) -> BTreeSet<usize> {
    let cited: BTreeSet<usize> = cx.evidence.links.leanings.iter().map(|l| l.reference).collect();
    if cited.is_empty() { (0..cx.facts.references.len()).collect() } else { cited }
}

/// The youngest of some works, and its year; none where the year of one is not known.
fn youngest(cx: &Context, works: &BTreeSet<usize>) -> Option<(i32, usize)> {
    let years: Option<Vec<(i32, usize)>> = works.iter().map(|&i| Some((year_of(cx, i)?, i))).collect();
    years?.into_iter().max()
}

/// The year of a work, as its entry says, else its record; the later one where they differ.
fn year_of(cx: &Context, index: usize) -> Option<i32> {
    let written = cx.facts.references[index].fields.year.as_deref().and_then(|y| y.get(..4)?.parse().ok());
    let recorded = cx.evidence.links.records[index].and_then(|l| cx.library.records[l.record].year);
    written.max(recorded)
}

/// Fewest papers from which on their age says something of the article.
const FEWEST: usize = 2;

/// The finding of an article whose papers are all old.
fn old(cx: &Context, today: i32) -> Option<Candidate> {
    let paper = |r: &Reference| r.fields.kind == ReferenceType::Article && !r.fields.container.is_empty();
    let works = works_of_article(cx);
    let papers: BTreeSet<usize> = works.iter().copied().filter(|&i| paper(&cx.facts.references[i])).collect();
    let (year, _) = youngest(cx, &works)?;
    let treats = cx.facts.claims.iter().any(|c| !c.intervention.is_empty());
    let history = cx.body().any(|(i, _)| cx.phrases(RULE, i).iter().any(|t| t.is == "history"));
    if papers.len() < FEWEST || today - year < OLD || !treats || history || !cx.is_whole_document() {
        return None;
    }
    let first = papers.first().map(|&i| &cx.facts.references[i])?;
    let mut found = Candidate::new(first.quote.place.clone(), "old")
        .arg("year", year)
        .arg("age", today - year)
        .severity(Severity::Info)
        .confidence(Confidence::Probable);
    found.also = papers.iter().skip(1).map(|&i| cx.facts.references[i].quote.place.clone()).collect();
    Some(found)
}
