//! How a study was done and in whom: from publication types, MeSH headings and words.

use super::{design_of, model_of};
use crate::knowledge::{Cue, Design, Knowledge, Model};

/// What is known of a work before its abstract is read.
#[derive(Clone, Copy, Debug, Default)]
pub struct Labels<'a> {
    /// Its title.
    pub title: &'a str,
    /// Publication types, or whatever its library says of its kind.
    pub kinds: &'a [String],
    /// MeSH headings; empty is unknown.
    pub mesh: &'a [String],
}

/// Publication types whose names are no words of a text, and the design each is.
const TYPES: &[(&str, Design)] = &[
    ("review", Design::NarrativeReview),
    ("clinical trial", Design::Trial),
    ("editorial", Design::Opinion),
    ("comment", Design::Opinion),
    ("letter", Design::Opinion),
];

/// The design and the model of a work.
pub fn design_and_model(
    labels: Labels,
    abstract_text: &str,
    knowledge: &Knowledge,
) -> (Option<Design>, Model) {
    let model = model_by_mesh(labels.mesh);
    let named = model_of(&[labels.title], None, knowledge);
    let of_type = labels.kinds.iter().filter_map(|kind| of_type(kind, knowledge)).min();
    let in_words = match (design_of(&[labels.title], knowledge), model.unwrap_or(named)) {
        (None, Model::Animal) => Some(Design::AnimalStudy),
        (None, Model::InVitro) => Some(Design::InVitroStudy),
        (Some(design), _) => Some(design),
        (None, _) => design_of(&[abstract_text], knowledge),
    };
    let in_words = in_words.or_else(|| match model_of(&[labels.title, abstract_text], None, knowledge) {
        Model::Animal => Some(Design::AnimalStudy),
        Model::InVitro => Some(Design::InVitroStudy),
        _ => None,
    });
    let design = match (of_type, in_words) {
        (Some(of_type), Some(in_words)) => Some(finer(of_type, in_words)),
        (of_type, in_words) => of_type.or(in_words),
    };
    let design = match design {
        Some(Design::Trial) if is_randomised(labels.title, abstract_text, knowledge) => {
            Some(Design::RandomisedTrial)
        }
        other => other,
    };
    let said = || model_of(&[labels.title, abstract_text], design, knowledge);
    let model = match (model, design) {
        (_, Some(Design::AnimalStudy)) => Model::Animal,
        (_, Some(Design::InVitroStudy)) => Model::InVitro,
        (_, Some(Design::RandomisedTrial | Design::Trial | Design::Cohort | Design::CaseControl)) => said(),
        (_, Some(Design::CaseReport | Design::CaseSeries | Design::CrossSectional)) => Model::Human,
        (Some(model), _) => model,
        (None, _) => said(),
    };
    (design, model)
}

/// The design that a publication type names.
fn of_type(kind: &str, knowledge: &Knowledge) -> Option<Design> {
    let listed = TYPES.iter().find(|(name, _)| kind.trim().eq_ignore_ascii_case(name));
    listed.map(|(_, design)| *design).or_else(|| design_of(&[kind], knowledge))
}

/// A publication type gives way to a word that says the same more finely.
fn finer(of_type: Design, in_words: Design) -> Design {
    use Design::{
        CaseControl, CaseReport, CaseSeries, Cohort, CrossSectional, MetaAnalysis, NarrativeReview,
        Observational, RandomisedTrial, SystematicReview, Trial,
    };
    match (of_type, in_words) {
        (Observational, Cohort | CaseControl | CrossSectional)
        | (CaseReport, CaseSeries)
        | (NarrativeReview, MetaAnalysis | SystematicReview)
        | (SystematicReview, MetaAnalysis)
        | (Trial, RandomisedTrial) => in_words,
        _ => of_type,
    }
}

/// Whether a trial is said to be randomised anywhere.
fn is_randomised(title: &str, abstract_text: &str, knowledge: &Knowledge) -> bool {
    [title, abstract_text].iter().any(|text| {
        let folded = crate::text::fold(text);
        knowledge.lexicon.find(folded.as_str()).iter().any(|t| t.is == Cue::Design(Design::RandomisedTrial))
    })
}

/// The model that MeSH headings tell: animals without humans are animals.
fn model_by_mesh(mesh: &[String]) -> Option<Model> {
    let is = |name: &str| mesh.iter().any(|h| h.trim_start_matches('*').eq_ignore_ascii_case(name));
    let begins = |name: &str| {
        mesh.iter().any(|h| h.get(..name.len()).is_some_and(|head| head.eq_ignore_ascii_case(name)))
    };
    match () {
        _ if begins("Cell Line") || is("Cells, Cultured") || is("In Vitro Techniques") => {
            Some(Model::InVitro)
        }
        _ if is("Animals") && !is("Humans") => Some(Model::Animal),
        _ if is("Humans") => Some(Model::Human),
        _ => None,
    }
}
