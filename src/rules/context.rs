//! What a rule may look at: the article, its facts and sources, the packs, and what was asked for.

use super::pitch;
use super::shaped::{self, Parts};
use super::{ProductClass, Settings, Source};
use crate::document::{Block, Document, Place};
use crate::evidence::{Evidence, Library, Passage, Record};
use crate::extract::claim::{Group, Quantity, groups_of};
use crate::extract::{Facts, Unmasked, Words};
use crate::knowledge::{
    CommercialWord, ConceptKind, Cue, Jurisdiction, Knowledge, Named, NoticeKind, ProfileRow, Term,
};
use crate::text::{Language, fold, is_han};
use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

/// Everything a rule may look at.
pub struct Context<'a> {
    /// The article.
    pub document: &'a Document,
    /// What was found in it.
    pub facts: &'a Facts,
    /// What was found out about its sources.
    pub evidence: &'a Evidence,
    /// The records the user brought.
    pub library: &'a Library,
    /// The packs.
    pub knowledge: &'a Knowledge,
    /// What the user asked for.
    pub settings: &'a Settings,
    /// What the packs find in the blocks.
    words: &'a Words<'a>,
    /// The phrases looked up so far, by rule and block.
    phrases: RefCell<Phrases>,
    /// What shapes are made of, by block.
    parts: RefCell<HashMap<usize, Rc<Parts>>>,
    /// Ids of the concepts that the titles of the entries name.
    by_entry: OnceCell<Vec<BTreeSet<&'a str>>>,
    /// Whether it is a whole article, once somebody asked.
    is_whole: OnceCell<bool>,
    /// Whether it speaks of health, once somebody asked.
    is_of_health: OnceCell<bool>,
    /// Whether it pushes, once somebody asked.
    is_pushy: OnceCell<bool>,
}

/// Phrases by rule and block.
type Phrases = HashMap<(&'static str, usize), Rc<[Term<String>]>>;

/// Least length of an article's body for rules that look for what is absent: Chinese characters.
const WHOLE_ZH: usize = 400;
/// The same in English words.
const WHOLE_EN: usize = 200;

/// Least names of diseases, medicines and supplements in an article on health.
const HEALTH: usize = 3;

impl<'a> Context<'a> {
    /// A context in which nothing has been looked up yet.
    pub fn new(
        document: &'a Document,
        words: &'a Words<'a>,
        facts: &'a Facts,
        evidence: &'a Evidence,
        library: &'a Library,
        settings: &'a Settings,
    ) -> Context<'a> {
        let knowledge = words.knowledge;
        Context {
            document,
            facts,
            evidence,
            library,
            knowledge,
            settings,
            words,
            phrases: RefCell::default(),
            parts: RefCell::default(),
            by_entry: OnceCell::new(),
            is_whole: OnceCell::new(),
            is_of_health: OnceCell::new(),
            is_pushy: OnceCell::new(),
        }
    }

    /// The phrases of a rule in a block, its shapes among them, in order.
    pub fn phrases(&self, rule: &'static str, block: usize) -> Rc<[Term<String>]> {
        let mut known = self.phrases.borrow_mut();
        let found = || shaped::phrases(self, rule, block).into();
        Rc::clone(known.entry((rule, block)).or_insert_with(found))
    }

    /// What shapes are made of in a block.
    pub(super) fn parts(&self, block: usize, read: impl FnOnce() -> Parts) -> Rc<Parts> {
        Rc::clone(self.parts.borrow_mut().entry(block).or_insert_with(|| Rc::new(read())))
    }

    /// The phrases of a rule that start in a place, in order.
    pub fn phrases_in(&self, rule: &'static str, place: &Place) -> Vec<Term<String>> {
        let found = self.phrases(rule, place.block);
        let first = found.partition_point(|p| p.start < place.start);
        let last = found.partition_point(|p| p.start < place.end).max(first);
        found[first..last].to_vec()
    }

    /// Whether a citation stands in a place.
    pub fn cites(&self, place: &Place) -> bool {
        let all = &self.facts.citations;
        let starts = |p: &Place| (p.block, p.start);
        let first = all.partition_point(|c| starts(&c.quote.place) < starts(place));
        all.get(first).is_some_and(|c| c.quote.place.block == place.block && c.quote.place.start < place.end)
    }

    /// The numbers in a block that say something of a study or an effect, in order.
    pub fn quantities(&self, block: usize) -> &'a [Quantity] {
        self.words.quantities(block)
    }

    /// The same, of a place.
    pub fn quantities_in(&self, place: &Place) -> &'a [Quantity] {
        let all = self.quantities(place.block);
        let first = all.partition_point(|q| q.quote.place.start < place.start);
        let last = all.partition_point(|q| q.quote.place.start < place.end).max(first);
        &all[first..last]
    }

    /// The cues in a block, in order.
    pub fn cues(&self, block: usize) -> &'a [Term<Cue>] {
        self.words.cues(block).all()
    }

    /// The concepts named in a block, in order.
    pub fn named(&self, block: usize) -> &'a [Named<'a>] {
        self.words.named(block)
    }

    /// The cues in a place, in order.
    pub fn cues_in(&self, place: &Place) -> &'a [Term<Cue>] {
        self.words.cues(place.block).within(place.range())
    }

    /// The concepts named in a place, in order.
    pub fn named_in(&self, place: &Place) -> &'a [Named<'a>] {
        self.words.named_in(place.block, place.range())
    }

    /// Ids of the concepts that the title of an entry names; the entry by its index.
    pub fn named_by_entry(&self, entry: usize) -> &BTreeSet<&'a str> {
        let names = |title: &str| {
            let named = self.knowledge.concepts.find(fold(title).as_str());
            named.iter().map(|n| n.concept.id.as_str()).collect()
        };
        let all = || self.facts.references.iter().map(|r| names(&r.fields.title)).collect();
        &self.by_entry.get_or_init(all)[entry]
    }

    /// The numbers in a place that say something of a study or an effect, in order.
    pub fn numbers_in<'b>(&'b self, place: &'b Place) -> impl Iterator<Item = &'b Quantity> {
        self.quantities_in(place).iter()
    }

    /// A sentence made ready to be held against records.
    pub fn passage(&self, sentence: &Place) -> Passage<'a, 'a> {
        let (claims, studies) = (self.facts.claims.iter(), &self.facts.studies);
        Passage::of(self.words, sentence.block, &sentence.range(), claims, studies, &self.facts.gates, false)
    }

    /// The drugs, supplements and procedures named together in a block.
    pub fn groups(&self, block: usize) -> Vec<Group> {
        let acts = [ConceptKind::Drug, ConceptKind::Supplement, ConceptKind::Procedure];
        groups_of(block, self.words, &acts)
    }

    /// The blocks of the article itself, title and headings included, with their indexes.
    pub fn body(&self) -> impl Iterator<Item = (usize, &'a Block)> {
        self.words.body()
    }

    /// The records that the sentences of a place lean on, with the numbers of their entries.
    pub fn sources_of<'p>(&'p self, place: &'p Place) -> impl Iterator<Item = (u32, &'a Record)> + 'p {
        let links = &self.evidence.links;
        links.of(place).filter_map(|leaning| {
            let record = links.records[leaning.reference]?.record;
            Some((self.facts.references[leaning.reference].index, &self.library.records[record]))
        })
    }

    /// The sentence that a place starts in.
    pub fn sentence_of(&self, place: &Place) -> Place {
        let sentence = self.document.blocks[place.block].sentence_at(place.start);
        sentence.map_or_else(|| place.clone(), |s| Place::new(place.block, s.range.clone()))
    }

    /// Whether the article says something in a notice, or the template of the site says it.
    pub fn says(&self, kind: NoticeKind) -> bool {
        let accepted = self.settings.accepted_notices.contains(&kind);
        accepted || self.facts.notices.iter().any(|n| n.says.contains(&kind))
    }

    /// What the profile changes.
    pub fn profile(&self) -> &'a ProfileRow {
        self.knowledge.profiles.get(self.settings.profile.as_str())
    }

    /// Whether something is sold to the reader: the profile says so, or the article does.
    pub fn is_commercial(&self) -> bool {
        self.profile().advertisement || !self.facts.commercial.is_empty()
    }

    /// Whether the article pushes: it sells something to the reader, or says as sellers do what several rules
    /// speak of, and denies none of it.
    pub fn is_pushy(&self) -> bool {
        *self.is_pushy.get_or_init(|| self.is_commercial() || self.is_whole_document() && pitch::pushes(self))
    }

    /// Whether the article speaks of health: names diseases, medicines or supplements, or is too short to tell.
    pub fn is_of_health(&self) -> bool {
        let health = [ConceptKind::Condition, ConceptKind::Drug, ConceptKind::Supplement];
        let named = |i: usize| self.named(i).iter().filter(|n| health.contains(&n.concept.kind)).count();
        let told =
            || !self.is_whole_document() || self.body().map(|(i, _)| named(i)).sum::<usize>() >= HEALTH;
        *self.is_of_health.get_or_init(told)
    }

    /// Whether a place tells of fraud, or of what others promise.
    pub fn warns(&self, place: &Place) -> bool {
        let text = &self.document.blocks[place.block].as_str()[place.range()];
        self.knowledge.commercial.find(text).iter().any(|t| t.is == CommercialWord::Warned)
    }

    /// Whether something cites a source or tells of a study in a place.
    pub fn argues_in(&self, place: &Place) -> bool {
        self.facts.citations.iter().any(|c| place.overlaps(&c.quote.place))
            || self.cues_in(place).iter().any(|t| matches!(t.is, Cue::Study | Cue::Design(_)))
    }

    /// Whose rules of publishing hold: those that front matter names, or the settings, or the profile.
    pub fn jurisdiction(&self) -> Option<Jurisdiction> {
        let named = self.document.meta.get("jurisdiction").and_then(|name| Jurisdiction::parse(name));
        named.or(self.settings.jurisdiction).or(self.profile().jurisdiction)
    }

    /// What is advertised, as front matter or the settings name it.
    pub fn product_class(&self) -> Option<ProductClass> {
        let named = ["product-class", "product_class"].iter().find_map(|key| self.document.meta.get(*key));
        named.and_then(|name| ProductClass::parse(name)).or(self.settings.product_class)
    }

    /// The text of a block with plain words where disguised ones stand; none if none stand there.
    pub fn unmasked(&self, block: usize) -> Option<&'a Unmasked> {
        self.words.unmasked(block)
    }

    /// Whether a concept is a medicine.
    pub fn is_drug(&self, id: &str) -> bool {
        self.knowledge.concepts.get(id).is_some_and(|c| c.kind == ConceptKind::Drug)
    }

    /// The name of a concept in the language of the article.
    pub fn name_of(&self, id: &str) -> &str {
        let Some(concept) = self.knowledge.concepts.get(id) else { return "" };
        let (own, other) = match self.document.language {
            Language::Zh => (&concept.zh, &concept.en),
            Language::En => (&concept.en, &concept.zh),
        };
        own.first().or(other.first()).map_or("", String::as_str)
    }

    /// A record as the source of a finding, with the words of it that decide.
    pub fn source(&self, reference: u32, record: &Record, quote: String) -> Source {
        Source { reference, record: record.id.clone(), title: record.title.clone(), quote }
    }

    /// Whether it is a whole article, in which something can be missing: with a title, and long
    /// enough.
    pub fn is_whole_document(&self) -> bool {
        *self.is_whole.get_or_init(|| self.is_long())
    }

    fn is_long(&self) -> bool {
        let (mut han, mut words) = (0, 0);
        for (_, block) in self.body() {
            han += block.as_str().chars().filter(|&c| is_han(c)).count();
            words += block.as_str().split_ascii_whitespace().filter(|w| w.is_ascii()).count();
        }
        self.document.title.is_some() && (han >= WHOLE_ZH || words >= WHOLE_EN)
    }
}
