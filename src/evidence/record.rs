//! A record of a source: its metadata and what its abstract says.

use crate::document::{Block, BlockKind};
use crate::extract::Words;
use crate::extract::claim::{Claim, Quantity, Strength, claims, strongest};
use crate::extract::dose::{Dose, doses};
use crate::extract::gate::gates;
use crate::extract::study::studies;
use crate::knowledge::{Cue, Design, Gate, Knowledge, Limitation, Model};
use crate::text::{Text, fold};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Whether a work still stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Nothing is known against it.
    Current,
    /// Parts of it were corrected.
    Corrected,
    /// Its journal has expressed concern.
    Concern,
    /// It was retracted or withdrawn.
    Retracted,
}

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
    /// Year of publication.
    pub year: Option<i32>,
    /// Family names, or whole names, of its authors.
    pub authors: Vec<String>,
    /// Ids of the concepts that its title and abstract name.
    pub names: BTreeSet<String>,
    /// Study design, from genre, title and abstract, in this order.
    pub design: Option<Design>,
    /// In whom or what it was done.
    pub model: Model,
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
        Abstract { blocks, claims, strength, hedged, numbers, doses, limitations }
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

/// Ids of the concepts that texts name.
pub(super) fn names_in(texts: &[&str], knowledge: &Knowledge) -> BTreeSet<String> {
    let ids = |text: &&str| {
        let folded = fold(text);
        let named = knowledge.concepts.find(folded.as_str());
        named.into_iter().map(|n| n.concept.id.clone()).collect::<Vec<_>>()
    };
    texts.iter().flat_map(ids).collect()
}
