//! A record of a source: its metadata and what its abstract says.

mod conclusion;
mod design;
mod people;
mod sections;
mod size;

pub use conclusion::Conclusion;
pub use design::{Labels, design_and_model};
pub use people::{People, Who};
pub use size::{lengths, whole_units};

use super::compare::{Bag, Statement, afterwards, bags, nothing, of_safety, results, settle, unnamed};
use super::standing::Status;
use crate::document::{Block, BlockKind};
use crate::extract::Words;
use crate::extract::claim::{Claim, Quantity, Strength, claims, strongest};
use crate::extract::dose::{Dose, doses};
use crate::extract::gate::gates;
use crate::extract::study::studies;
use crate::knowledge::{ConceptKind, Cue, Design, Gate, Knowledge, Limitation, Model};
use crate::text::{Sentence, Text, fold};
use std::collections::{BTreeMap, BTreeSet};

/// A text without a file, read like an article of one block: an abstract, or a claim by itself.
#[derive(Clone, PartialEq, Debug)]
pub struct Abstract {
    /// The abstract as a block; its spans are bytes of the abstract.
    pub blocks: Vec<Block>,
    /// What it says interventions do.
    pub claims: Vec<Claim>,
    /// The strongest of what it says.
    pub strength: Strength,
    /// Whether it speaks of a possibility.
    pub hedged: bool,
    /// Its numbers.
    pub numbers: Vec<Quantity>,
    /// The doses it reports.
    pub doses: Vec<Dose>,
    /// The limitations it states, with its own words.
    pub limitations: BTreeMap<Limitation, String>,
    /// Whom it says were studied.
    pub people: People,
    /// How many took part.
    pub n: Option<u32>,
    /// In how many groups.
    pub arms: Option<u32>,
    /// What it concludes.
    pub conclusion: Option<Conclusion>,
    /// Its claims, ready to be held against others.
    pub statements: Vec<Statement>,
    /// Results that do not name what was given.
    pub results: Vec<Statement>,
    /// The lengths of treatment and follow-up that it tells.
    pub lengths: Vec<Quantity>,
    /// What each of its sentences is found by.
    pub sentences: Vec<Bag>,
    /// The sentence in which it says that what was tried made no difference at all.
    pub nothing: Option<usize>,
    /// Whether it says that things came back, or did not, once the treatment ended, by sentence.
    pub afterwards: Vec<Option<bool>>,
}

/// What is known of a source.
#[derive(Clone, PartialEq, Debug)]
pub struct Record {
    /// Its id in the library it came from.
    pub id: String,
    /// DOI, lower case; empty where there is none.
    pub doi: String,
    /// PubMed id; empty where there is none.
    pub pmid: String,
    /// Title.
    pub title: String,
    /// Journal or book.
    pub container: String,
    /// How its name is abbreviated.
    pub container_short: String,
    /// Volume.
    pub volume: String,
    /// Pages or article number.
    pub pages: String,
    /// Year of publication.
    pub year: Option<i32>,
    /// Family names, or whole names, of its authors.
    pub authors: Vec<String>,
    /// Ids of the concepts that its title and abstract name.
    pub names: BTreeSet<String>,
    /// Ids of the drugs, supplements and procedures that its title names.
    pub acts: BTreeSet<String>,
    /// Study design, from genre, title and abstract, in this order.
    pub design: Option<Design>,
    /// In whom or what it was done.
    pub model: Model,
    /// Whom it was done in, as title and abstract say.
    pub people: People,
    /// How many took part, as abstract or title say.
    pub n: Option<u32>,
    /// Its abstract; none where the library has none.
    pub abstract_: Option<Abstract>,
    /// Whether it still stands, as far as the library says.
    pub status: Status,
    /// The library it came from.
    pub source: String,
    /// What kind of work it is, as CSL names it: `article-journal`, `thesis`, `webpage`.
    pub kind: String,
    /// What the library says of its kind in words: `drug label`, `guideline`.
    pub genre: String,
    /// PubMed's publication types, as written.
    pub publication_types: Vec<String>,
    /// MeSH headings, as written; empty is unknown.
    pub mesh: Vec<String>,
    /// Language: a code of two letters where it is known.
    pub language: String,
    /// Its title in the language it is written in, where the title is a translation.
    pub other_title: String,
}

impl Abstract {
    /// Reads an abstract.
    pub fn read(text: &str, knowledge: &Knowledge) -> Abstract {
        let blocks = vec![block(text)];
        let words = Words::new(&blocks, knowledge);
        let numbers = words.quantities(0).to_vec();
        let doses = doses(&words);
        let gates = gates(&words);
        let claims = claims(&words, &gates, &[]);
        let strength = strongest(&words, &gates).plain();
        let mut limitations = BTreeMap::new();
        let mut hedged = false;
        for term in words.cues(0).all() {
            hedged |= term.is == Cue::Hedge;
            let place = crate::document::Place::new(0, term.range());
            if let Cue::Limitation(kind) = term.is
                && !gates.over(&place).any(|g| g.gate == Gate::Negation && !g.cue_place.overlaps(&place))
            {
                limitations.entry(kind).or_insert_with(|| blocks[0].shown(term.range()).to_owned());
            }
        }
        let people = people::studied(&words, 0);
        let n = size::participants(&words, 0);
        let arms = size::arms(&blocks[0], knowledge);
        let conclusion = conclusion::conclusion(&blocks[0], &claims, knowledge);
        let mut statements: Vec<Statement> =
            claims.iter().map(|c| Statement::of(c, &blocks[0], knowledge)).collect();
        statements.extend(of_safety(&words, 0, &gates, &statements));
        settle(&words, 0, &mut statements);
        let all = 0..blocks[0].as_str().len();
        let mut results = results(&words, 0, &all, &gates, &statements);
        results.extend(statements.iter().filter_map(unnamed));
        let nothing = nothing(&words, &gates, &statements, &results);
        let negated = |at| gates.holds(Gate::Negation, &crate::document::Place::new(0, at));
        let told = |s: &Sentence| afterwards(blocks[0].as_str(), s.range.clone(), &negated, knowledge);
        let afterwards = blocks[0].sentences.iter().map(told).collect();
        let lengths = lengths(&blocks[0], &numbers, knowledge);
        let sentences = bags(&words, 0, conclusion::starts(&blocks[0], knowledge));
        Abstract {
            results,
            lengths,
            nothing,
            afterwards,
            sentences,
            claims,
            strength,
            hedged,
            numbers,
            doses,
            limitations,
            people,
            n,
            arms,
            conclusion,
            statements,
            blocks,
        }
    }

    /// Its text.
    pub fn as_str(&self) -> &str {
        self.blocks[0].text.as_str()
    }
}

/// A text of no file as a block of its own.
pub(super) fn block(text: &str) -> Block {
    let mut mapped = Text::default();
    mapped.push_verbatim(text, 0);
    Block::new(BlockKind::Paragraph, mapped)
}

/// The design that a genre, title or abstract names first.
pub(super) fn design_of(texts: &[&str], knowledge: &Knowledge) -> Option<Design> {
    texts.iter().find_map(|text| {
        let blocks = [block(text)];
        let words = Words::new(&blocks, knowledge);
        studies(&words).iter().find_map(|s| s.design).or_else(|| {
            words.cues(0).all().iter().find_map(|t| match t.is {
                Cue::Design(design) => Some(design),
                _ => None,
            })
        })
    })
}

/// The model that a title or abstract names first; a trial or cohort is of people.
pub(super) fn model_of(texts: &[&str], design: Option<Design>, knowledge: &Knowledge) -> Model {
    let named = texts.iter().find_map(|text| {
        knowledge.lexicon.find(block(text).as_str()).iter().find_map(|t| match t.is {
            Cue::Model(model) => Some(model),
            _ => None,
        })
    });
    match (named, design) {
        (Some(model), _) => model,
        (None, Some(Design::AnimalStudy)) => Model::Animal,
        (None, Some(Design::InVitroStudy)) => Model::InVitro,
        (None, Some(Design::NarrativeReview | Design::Opinion) | None) => Model::Unknown,
        (None, Some(_)) => Model::Human,
    }
}

/// Whom a title and an abstract are about, and how many took part.
pub(super) fn people_of(
    title: &str,
    abstract_: Option<&Abstract>,
    model: Model,
    knowledge: &Knowledge,
) -> (People, Option<u32>) {
    let blocks = [block(title)];
    let words = Words::new(&blocks, knowledge);
    let mut people = People::in_range(&blocks[0], 0..blocks[0].as_str().len(), knowledge);
    if let Some(read) = abstract_ {
        people.join(read.people.clone());
    }
    if matches!(model, Model::Animal | Model::InVitro) {
        people = People::default();
    }
    (people, abstract_.and_then(|a| a.n).or_else(|| size::participants(&words, 0)))
}

/// Ids of the drugs, supplements and procedures that a title names.
pub(super) fn acts_in(title: &str, knowledge: &Knowledge) -> BTreeSet<String> {
    let acts = |id: &String| {
        let kind = knowledge.concepts.get(id).map(|c| c.kind);
        matches!(kind, Some(ConceptKind::Drug | ConceptKind::Supplement | ConceptKind::Procedure))
    };
    names_in(&[title], knowledge).into_iter().filter(acts).collect()
}

/// Ids of the concepts that texts name.
pub(super) fn names_in(texts: &[&str], knowledge: &Knowledge) -> BTreeSet<String> {
    let ids = |text: &&str| {
        let folded = fold(text);
        let named = knowledge.concepts.find(folded.as_str());
        named.into_iter().map(|n| n.concept.id.clone()).collect::<Vec<_>>()
    };
    texts.iter().flat_map(ids).collect()
}
