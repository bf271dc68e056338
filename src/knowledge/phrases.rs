//! Phrases of single rules, and which finding leads where several fall on one place.

use super::composed::Composed;
use super::pack::{PackError, PackFile, Terms};
use super::sequence::Sequence;
use super::shape::Shapes;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The phrases of `claims/rules`: one file a rule in each pack, named as the rule is.
#[derive(Debug)]
pub struct Phrases {
    rules: BTreeMap<String, Terms<String>>,
    shapes: Shapes,
    compositions: BTreeMap<String, Vec<Composed>>,
    sequences: Vec<Sequence>,
    precedence: Vec<String>,
    apart: Vec<String>,
    together: Vec<[String; 2]>,
}

/// The order of rules, first who leads.
const PRECEDENCE: &str = "precedence";

/// The sequences of rules.
const SEQUENCES: &str = "sequences";

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
    /// Loads the phrase files of the rules, and the precedence file; `shapes` are phrases put together.
    pub fn load(files: &[&PackFile], shapes: Shapes) -> Result<Phrases, PackError> {
        let mut of_rules: BTreeMap<&str, Vec<&PackFile>> = BTreeMap::new();
        let (mut precedence, mut apart, mut together) = (Vec::new(), Vec::new(), Vec::new());
        let mut sequences = Vec::new();
        for file in files {
            let name = file.path.rsplit('/').next().unwrap_or_default().trim_end_matches(".toml");
            if name == PRECEDENCE {
                let parsed: PrecedenceFile = file.parse()?;
                file.check_header(&parsed.source, &parsed.reviewed)?;
                precedence = parsed.order;
                apart = parsed.apart;
                together = parsed.together;
            } else if name == SEQUENCES {
                sequences.extend(Sequence::load(file)?);
            } else {
                of_rules.entry(name).or_default().push(file);
            }
        }
        let (mut rules, mut compositions) = (BTreeMap::new(), BTreeMap::new());
        for (name, files) in of_rules {
            let (terms, composed) = Terms::load_composed(&files, |id| Ok(id.to_owned()))?;
            rules.insert(name.to_owned(), terms);
            compositions.insert(name.to_owned(), composed);
        }
        Ok(Phrases { rules, shapes, compositions, sequences, precedence, apart, together })
    }

    /// The phrases of a rule, in order; what they mean to it is its own business. A rule without a
    /// file has none. What a fixed term holds is no shape, nor what a phrase of that meaning says alone.
    pub fn find(&self, rule: &str, text: &str) -> Vec<super::Term<String>> {
        let terms = self.rules.get(rule);
        let mut found = terms.map_or_else(Vec::new, |terms| terms.find(text));
        let shapes = self.shapes.find(rule, text);
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

    /// The phrases of a rule, even within one another, in order.
    pub fn overlapping(&self, rule: &str, text: &str) -> Vec<super::Term<String>> {
        self.rules.get(rule).map_or_else(Vec::new, |terms| terms.overlapping(text))
    }

    /// The composed phrases of a rule.
    pub fn composed(&self, rule: &str) -> &[Composed] {
        self.compositions.get(rule).map_or(&[], Vec::as_slice)
    }

    /// The names of all rules with phrases.
    pub fn rules(&self) -> impl Iterator<Item = &str> {
        self.rules.keys().map(String::as_str)
    }

    /// The sequences of a rule.
    pub fn sequences<'a>(&'a self, rule: &'a str) -> impl Iterator<Item = &'a Sequence> {
        self.sequences.iter().filter(move |s| s.rule == rule)
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
