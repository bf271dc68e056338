//! What an entry of the list tells of its study: by title, authors, journal and year.

use super::record::{block, design_of, model_of};
use crate::extract::Words;
use crate::extract::claim::QuantityKind;
use crate::extract::mention::{Journal, organisations, study_names};
use crate::extract::reference::Reference;
use crate::knowledge::{ConceptKind, Design, Knowledge, Model};
use crate::text::fold;
use std::collections::BTreeSet;

/// What an entry tells of its study, read once.
#[derive(Debug, Default)]
pub(super) struct Traits {
    pub(super) design: Option<Design>,
    pub(super) model: Option<Model>,
    /// How many took part, where the title says so.
    pub(super) counts: Vec<f64>,
    pub(super) acts: BTreeSet<String>,
    pub(super) topics: BTreeSet<String>,
    pub(super) journal: Option<Journal>,
    /// Its year, as written.
    pub(super) year: String,
    /// The letter behind its year.
    pub(super) letter: Option<char>,
    /// Years that its title names.
    pub(super) title_years: Vec<i32>,
    /// Letters of its title.
    pub(super) title: String,
    /// Letters of its authors' family names, in order.
    pub(super) authors: Vec<String>,
    pub(super) organisations: Vec<String>,
    pub(super) names: BTreeSet<String>,
}

impl Traits {
    /// Reads an entry.
    pub(super) fn of(reference: &Reference, knowledge: &Knowledge) -> Traits {
        let fields = &reference.fields;
        let title = fields.title.as_str();
        let blocks = [block(title)];
        let mut traits = Traits {
            design: design_of(&[title], knowledge),
            model: Some(model_of(&[title], None, knowledge)).filter(|m| *m != Model::Unknown),
            journal: Journal::named(&fields.container, knowledge),
            year: fields.year.clone().unwrap_or_default(),
            title: letters(title),
            authors: fields.authors_family.iter().map(|f| letters(f)).collect(),
            organisations: organisations(fields).map(|o| letters(o)).collect(),
            names: study_names(title, knowledge).collect(),
            ..Traits::default()
        };
        traits.letter = letter_of(&reference.quote.text, &traits.year);
        let words = Words::new(&blocks, knowledge);
        for q in words.quantities(0) {
            match q.kind {
                QuantityKind::Count => traits.counts.push(q.low),
                QuantityKind::Year => traits.title_years.push(q.low as i32),
                _ => {}
            }
        }
        for named in words.named(0) {
            use ConceptKind::{Drug, Procedure, Supplement};
            let id = named.concept.id.clone();
            match named.concept.kind {
                Drug | Supplement | Procedure => traits.acts.insert(id),
                _ => traits.topics.insert(id),
            };
        }
        traits
    }

    /// Whether it is about one of the things that a mention names.
    pub(super) fn is_about(&self, acts: &BTreeSet<String>, knowledge: &Knowledge) -> bool {
        shared(acts, &self.acts, knowledge) > 0
    }

    /// Whether a design that is named is its own, or near it.
    pub(super) fn is_kind(&self, named: Design) -> bool {
        self.design.is_some_and(|own| kinship(named, own) > 0)
    }

    /// Whether a design that is named can be its own.
    pub(super) fn may_be(&self, named: Design) -> bool {
        self.design.is_none_or(|own| kinship(named, own) > 0)
    }

    /// Letters of its first author.
    pub(super) fn first_author(&self) -> Option<&String> {
        self.authors.first()
    }
}

/// The letter right behind the year of an entry: `(2019b)`.
fn letter_of(raw: &str, year: &str) -> Option<char> {
    let year = year.get(..4)?;
    let after = raw.split(year).nth(1)?;
    let mut next = after.chars();
    let letter = next.next().filter(char::is_ascii_lowercase)?;
    next.next().is_none_or(|c| !c.is_alphanumeric()).then_some(letter)
}

/// How many of the concepts of one side are on the other, or kinds of one there.
pub(super) fn shared(a: &BTreeSet<String>, b: &BTreeSet<String>, knowledge: &Knowledge) -> usize {
    let related =
        |x: &String, y: &String| x == y || knowledge.concepts.is_a(x, y) || knowledge.concepts.is_a(y, x);
    a.iter().filter(|x| b.iter().any(|y| related(x, y))).count()
}

/// How near two designs are: the same, of one family, or none.
pub(super) fn kinship(a: Design, b: Design) -> i32 {
    use Design::{
        CaseControl, Cohort, CrossSectional, Guideline, MetaAnalysis, NarrativeReview, Observational,
        Opinion, RandomisedTrial, SystematicReview, Trial,
    };
    const FAMILIES: &[&[Design]] = &[
        &[RandomisedTrial, Trial],
        &[MetaAnalysis, SystematicReview, NarrativeReview],
        &[Cohort, CaseControl, CrossSectional, Observational],
        &[Guideline, Opinion],
    ];
    match a == b {
        true => 2,
        false => i32::from(FAMILIES.iter().any(|f| f.contains(&a) && f.contains(&b))),
    }
}

/// Letters and digits alone, lower case, for comparing titles and names.
pub(super) fn letters(text: &str) -> String {
    let folded = fold(text);
    let kept = folded.as_str().chars().filter(|c| c.is_alphanumeric());
    kept.flat_map(char::to_lowercase).collect::<String>().trim_start_matches("the").to_owned()
}
