//! EV004: a study is called something it is not.

use crate::evidence::{Reason, Record};
use crate::extract::claim::QuantityKind;
use crate::extract::study::{Introduced, Study};
use crate::knowledge::{Cue, Design, Gate};
use crate::rules::{Candidate, Context, NotChecked, Outcome, Rule, Severity};
use crate::text::fold;
use std::collections::BTreeSet;

/// The rule `study-design-misnamed`.
pub struct StudyDesignMisnamed;

impl Rule for StudyDesignMisnamed {
    fn check(&self, cx: &Context) -> Outcome {
        let mut outcome = Outcome::default();
        let mut told = BTreeSet::new();
        let mut spoken: Option<&Study> = None;
        for study in cx.facts.studies.iter().filter(|s| is_body(cx, s)) {
            let before = spoken.filter(|b| same_section(cx, b, study));
            if !study.anaphoric && !is_part(cx, before, study) {
                spoken = (study.mention != Introduced::Several).then_some(study);
            }
            let Some(named) = study.design.filter(|_| is_called(cx, study)) else { continue };
            if let Some((number, record, design)) = recorded(cx, study) {
                outcome.look();
                let by_chance = named == Design::RandomisedTrial && says_not_randomised(cx, record);
                let other = differ(named, design) || is_trial_called_cohort(cx, study, record);
                if (by_chance || other) && told.insert((Some(number), named)) {
                    let severity = if by_chance || upgrades(named, design) {
                        Severity::Error
                    } else {
                        Severity::Warning
                    };
                    let is = if by_chance { "not_randomised" } else { design.as_str() };
                    let mut found = candidate(study, is, severity, "source").arg("reference", number);
                    found.source = Some(cx.source(number, record, record.title.clone()));
                    outcome.candidates.push(found);
                }
            } else if let Some(is) = before.filter(|_| study.anaphoric).and_then(|b| b.design) {
                outcome.look();
                if differ(named, is) && told.insert((None, named)) {
                    outcome.candidates.push(candidate(study, is.as_str(), Severity::Warning, "text"));
                }
            } else {
                outcome.skip(NotChecked::NoRecord);
            }
        }
        outcome
    }
}

fn is_body(cx: &Context, study: &Study) -> bool {
    cx.document.blocks[study.quote.place.block].kind.is_body()
}

fn same_section(cx: &Context, a: &Study, b: &Study) -> bool {
    cx.document.section(a.quote.place.block).contains(&b.quote.place.block)
}

/// Whether a mention calls one study something: the pool of several is none, and 没有随机分组 calls it nothing.
fn is_called(cx: &Context, study: &Study) -> bool {
    let inside = |p: &crate::knowledge::Term<String>| {
        p.is == "not-randomised"
            && study.quote.place.start < p.end + BESIDE
            && p.start < study.quote.place.end + BESIDE
    };
    let denied = study.design == Some(Design::RandomisedTrial)
        && (cx.facts.gates.holds(Gate::Negation, &study.quote.place)
            || cx.phrases("study-design-misnamed", study.quote.place.block).iter().any(inside));
    is_one(study) && !is_pool(cx, study) && !denied
}

/// Bytes between a design and what denies it, at most.
const BESIDE: usize = 3;

/// Whether a mention counts several studies, and so is of what pools them: an analysis of 27 trials.
fn is_pool(cx: &Context, study: &Study) -> bool {
    cx.quantities_in(&study.quote.place).iter().any(|q| q.kind == QuantityKind::Studies && q.high > 1.0)
}

/// Whether a mention is of one study, in people.
fn is_one(study: &Study) -> bool {
    study.mention != Introduced::Several
        && !matches!(study.design, Some(Design::AnimalStudy | Design::InVitroStudy))
}

/// Whether several studies are told of in the sentence of one that joins them: those it includes.
fn is_part(cx: &Context, whole: Option<&Study>, part: &Study) -> bool {
    let joins = |w: &&Study| {
        let place = &w.quote.place;
        let sentence = cx.document.blocks[place.block].sentence_at(place.start);
        matches!(w.design, Some(Design::MetaAnalysis | Design::SystematicReview))
            && place.block == part.quote.place.block
            && sentence.is_some_and(|s| s.range.contains(&part.quote.place.start))
    };
    part.mention == Introduced::Several && whole.as_ref().is_some_and(joins)
}

/// The record of the study mentioned and its design: where it is the only study of its sentence, and
/// the sentence leans on just one record.
fn recorded<'a>(cx: &Context<'a>, study: &'a Study) -> Option<(u32, &'a Record, Design)> {
    let place = &study.quote.place;
    let cited =
        cx.evidence.links.of(place).all(|l| !matches!(l.reason, Reason::StudyMentioned | Reason::SameStudy));
    let others = || {
        let sentence = cx.document.blocks[place.block].sentence_at(place.start);
        let inside = |s: &&Study| {
            s.quote.place.block == place.block
                && sentence.is_some_and(|r| r.range.contains(&s.quote.place.start))
        };
        cx.facts.studies.iter().filter(inside).count() > 1
    };
    if cited && (study.mention == Introduced::Plain || others()) {
        return None;
    }
    let mut sources = cx.sources_of(place);
    let (number, record) = sources.next()?;
    if sources.next().is_some() {
        return None;
    }
    Some((number, record, record.design?))
}

fn candidate(study: &Study, design: &'static str, severity: Severity, message: &'static str) -> Candidate {
    Candidate::new(study.quote.place.clone(), message)
        .arg("named", &study.quote.text)
        .words("design", vec![design])
        .severity(severity)
}

/// Whether a record says of its study that nobody was assigned by chance.
fn says_not_randomised(cx: &Context, record: &Record) -> bool {
    let own = record.abstract_.as_ref().map_or("", |a| a.blocks[0].as_str());
    let title = fold(&record.title);
    let randomised = |text: &str| {
        cx.knowledge.lexicon.find(text).iter().any(|t| t.is == Cue::Design(Design::RandomisedTrial))
    };
    let said = |text: &str| {
        let found = cx.knowledge.phrases.find("study-design-misnamed", text);
        found.iter().any(|t| t.is == "not-randomised")
    };
    let denied = said(title.as_str()) || said(own);
    denied && record.design != Some(Design::RandomisedTrial) && !randomised(title.as_str())
}

/// Designs of one kind are not told apart by lay words; a review may be systematic, and a trial follows
/// a cohort and hands out questionnaires.
fn differ(named: Design, is: Design) -> bool {
    let wide = match named {
        Design::NarrativeReview => kind(is) == Some(1),
        Design::Cohort | Design::CrossSectional => kind(is) == Some(2),
        _ => false,
    };
    if wide {
        return false;
    }
    kind(named).is_some_and(|a| kind(is).is_some_and(|b| a != b))
}

/// Synthesis, trial, observation, opinion, laboratory; a guideline may be any of the first.
fn kind(design: Design) -> Option<u8> {
    Some(match design {
        Design::MetaAnalysis | Design::SystematicReview => 1,
        Design::RandomisedTrial | Design::Trial => 2,
        Design::Cohort | Design::CaseControl | Design::CrossSectional | Design::Observational => 3,
        Design::CaseSeries | Design::CaseReport => 4,
        Design::NarrativeReview | Design::Opinion => 5,
        Design::AnimalStudy | Design::InVitroStudy => 6,
        Design::Guideline => return None,
    })
}

/// Whether a study is called a cohort study whose record is of a trial and speaks of no observation.
fn is_trial_called_cohort(cx: &Context, study: &Study, record: &Record) -> bool {
    let called = study.design == Some(Design::Cohort)
        && cx.phrases("study-design-misnamed", study.quote.place.block).iter().any(|t| {
            t.is == "cohort-study" && study.quote.place.start < t.end && t.start < study.quote.place.end
        });
    let observes = |text: &str| {
        let cues = cx.knowledge.lexicon.find(text);
        cues.iter().any(|t| matches!(t.is, Cue::Design(design) if kind(design) == Some(3)))
    };
    let own = record.abstract_.as_ref().map_or("", |a| a.blocks[0].as_str());
    called
        && record.design == Some(Design::RandomisedTrial)
        && !observes(fold(&record.title).as_str())
        && !observes(own)
}

/// Whether the name claims more than the study is: observation called a trial, a narrative review a
/// meta-analysis, animals a trial.
fn upgrades(named: Design, is: Design) -> bool {
    matches!((kind(named), kind(is)), (Some(1 | 2), Some(3..=6)))
}
