//! Phrases of single rules, and which finding leads where several fall on one place.

use super::pack::{PackError, PackFile, Term, Terms};
use super::shape::{Example, Hits, Mark, Shapes};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::rc::Rc;

/// The phrases of `claims/rules`: one file a rule in each pack, named as the rule is.
#[derive(Debug)]
pub struct Phrases {
    rules: BTreeMap<String, Terms<String>>,
    shapes: Shapes,
    precedence: Vec<String>,
    apart: Vec<String>,
    together: Vec<[String; 2]>,
}

/// The order of rules, first who leads.
const PRECEDENCE: &str = "precedence";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PrecedenceFile {
    source: String,
    reviewed: String,
    /// First who leads.
    order: Vec<String>,
    /// Rules whose findings stand for themselves wherever they fall.
    apart: Vec<String>,
    /// Pairs of rules whose findings on one place are told as one all the same.
    together: Vec<[String; 2]>,
}

impl Phrases {
    /// Loads the phrase files of the rules, and the precedence file; `shapes` are files of sayings put together.
    pub fn load(files: &[&PackFile], shapes: &[&PackFile]) -> Result<Phrases, PackError> {
        let mut of_rules: BTreeMap<&str, Vec<&PackFile>> = BTreeMap::new();
        let (mut precedence, mut apart, mut together) = (Vec::new(), Vec::new(), Vec::new());
        for file in files {
            let name = file.path.rsplit('/').next().unwrap_or_default().trim_end_matches(".toml");
            if name == PRECEDENCE {
                let parsed: PrecedenceFile = file.parse()?;
                file.check_header(&parsed.source, &parsed.reviewed)?;
                precedence = parsed.order;
                apart = parsed.apart;
                together = parsed.together;
            } else {
                of_rules.entry(name).or_default().push(file);
            }
        }
        let mut rules = BTreeMap::new();
        for (name, files) in &of_rules {
            rules.insert((*name).to_owned(), Terms::load(files, |id| Ok(id.to_owned()))?);
        }
        let mut ids: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (name, terms) in &rules {
            let own: &mut BTreeSet<&str> = ids.entry(name).or_default();
            own.extend(terms.meanings().map(String::as_str));
        }
        let shapes = Shapes::load(shapes, &ids)?;
        Ok(Phrases { rules, shapes, precedence, apart, together })
    }

    /// The phrases of a rule, in order; what they mean to it is its own business. A rule without a
    /// file has none. What a fixed term holds is no shape, nor what a phrase of that meaning says alone.
    /// Shapes of concepts and cues are not among them: see [`Phrases::find_in`].
    pub fn find(&self, rule: &str, text: &str) -> Vec<Term<String>> {
        match self.shapes.has(rule) {
            true => self.near(rule, text, &self.shapes.hits(text)),
            false => self.rules.get(rule).map_or_else(Vec::new, |terms| terms.find(text)),
        }
    }

    /// The phrases of a rule in a text of sentences, in order, all shapes among them. The words of classes and
    /// the marks in the text are looked up once for all rules: [`Phrases::words`], [`Phrases::marks`].
    pub fn find_in(
        &self,
        rule: &str,
        text: &str,
        sentences: &[Range<usize>],
        words: &Hits,
        marks: impl FnOnce() -> Rc<Hits>,
    ) -> Vec<Term<String>> {
        let mut found = self.near(rule, text, words);
        let own = || self.rules.get(rule).map_or_else(Vec::new, |terms| terms.overlapping(text));
        let own = if self.shapes.takes_terms(rule) { self.shapes.own(rule, &own()) } else { Hits::default() };
        let far = self.shapes.far(rule, text, words, &own, sentences, marks);
        if !far.is_empty() {
            found.extend(far);
            found.sort_by_key(|t| (t.start, t.end));
        }
        found
    }

    fn near(&self, rule: &str, text: &str, words: &Hits) -> Vec<Term<String>> {
        let terms = self.rules.get(rule);
        let mut found = terms.map_or_else(Vec::new, |terms| terms.find(text));
        let shapes = self.shapes.near(rule, text, words);
        if shapes.is_empty() {
            return found;
        }
        let fixed = terms.map_or_else(Vec::new, |terms| terms.fixed(text));
        for shape in shapes {
            let said = found.iter().any(|t| t.is == shape.is && t.start <= shape.start && shape.end <= t.end);
            if !said && !fixed.iter().any(|f| f.start <= shape.start && shape.start < f.end) {
                found.push(shape);
            }
        }
        found.sort_by_key(|t| (t.start, t.end));
        found
    }

    /// Whether a rule has shapes.
    pub fn has_shapes(&self, rule: &str) -> bool {
        self.shapes.has(rule)
    }

    /// The words of the classes that shapes are made of, in a folded text.
    pub fn words(&self, text: &str) -> Hits {
        self.shapes.hits(text)
    }

    /// The marks that shapes are made of: those given, and what the text itself writes.
    pub fn marks(&self, text: &str, given: impl IntoIterator<Item = (Range<usize>, Mark)>) -> Hits {
        self.shapes.marks(text, given)
    }

    /// The examples of shapes that only who knows concepts and cues can check.
    pub fn shape_examples(&self) -> &[Example] {
        self.shapes.examples()
    }

    /// The rank of a rule's code: the lower leads.
    pub fn rank(&self, code: &str) -> usize {
        self.precedence.iter().position(|c| c == code).unwrap_or(self.precedence.len())
    }

    /// Whether findings of two rules on one place are told as one.
    pub fn joins(&self, leader: &str, other: &str) -> bool {
        let pair = |[a, b]: &[String; 2]| a == leader && b == other;
        self.together.iter().any(pair) || !self.apart.iter().any(|code| code == leader || code == other)
    }

    /// The codes in order of precedence.
    pub fn order(&self) -> &[String] {
        &self.precedence
    }
}
